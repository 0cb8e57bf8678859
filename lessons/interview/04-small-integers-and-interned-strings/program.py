n = 255
a = n + 1
b = n + 1
c = n + 2
d = n + 2
print(a is b, c is d)
word = "snake"
same = "snake"
start = "sna"
built = start + "ke"
print(word is same, word is built)
