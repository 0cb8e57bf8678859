def makers():
    made = []
    for n in range(3):
        made.append(lambda: n)
    return made


for call in makers():
    print(call())
