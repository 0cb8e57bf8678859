name = "Alice"
age = 30
scores = [90, 85, 95]

alias = scores
alias.append(100)
print(scores, alias is scores)

copy = scores[:]
copy.append(70)
print(scores, copy is scores)

person = {"name": name, "age": age, "scores": scores}
del alias
print(person)
