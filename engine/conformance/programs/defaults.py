def add_item(item, basket=[]):
    basket.append(item)
    return basket


print(add_item("apple"))
print(add_item("pear"))
print(add_item("fig", []))
print(add_item.__defaults__)


def safe(item, basket=None):
    if basket is None:
        basket = []
    basket.append(item)
    return basket


print(safe("apple"), safe("pear"))


def every(a, b=2, /, c=3, *rest, d, e=5, **more):
    return a, b, c, rest, d, e, more


print(every(1, d=4))
print(every(1, 2, 30, 40, 50, d=60, e=70, f=80))
values = [1, 2]
options = {"d": 9, "z": 0}
print(every(*values, **options))
try:
    every(1)
except TypeError as error:
    print(error)
