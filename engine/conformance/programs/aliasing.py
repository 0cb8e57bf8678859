name = "Alice"
age = 30
scores = [90, 85, 95]
alias = scores
copy = scores[:]
alias.append(100)
print(name, age, scores, alias, copy)
print(scores is alias, scores is copy, scores == alias)
age += 1
other = name
other = other + "!"
print(name, other, age)
nested = [[0] * 2] * 2
nested[0][1] = 7
print(nested)
