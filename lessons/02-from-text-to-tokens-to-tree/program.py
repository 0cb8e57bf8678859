# What a customer pays: comments are for people.
def total(price, rate):
    return price + price * rate


bill = total(100, 0.2)
print("to pay:", bill)
