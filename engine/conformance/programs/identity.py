a = 256
b = 256
print(a is b)
big = int("1000")
other = int("1000")
print(big is other, big == other)
s = "hello"
t = "hel" + "lo"
print(s is t)
u = "".join(["hel", "lo"])
print(u is s, u == s)
print(id([]) == id([]))
empty = ()
print(id(None) == id(None), empty is tuple([]))
x = y = []
print(x is y, [] is [])
low, letter = -5, "a"
print(low is int("-5"), letter is chr(97))
