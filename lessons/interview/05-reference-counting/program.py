import sys

items = [1, 2, 3]
alias = items
print(sys.getrefcount(items))
del alias
print(sys.getrefcount(items))
items = None
print("gone")
