a = [1]
b = a
a += [2]
print(b)
s = (1,)
t = s
s += (2,)
print(t)
pair = ([1], 2)
try:
    pair[0] += [3]
except TypeError:
    print("refused, and yet:", pair)
