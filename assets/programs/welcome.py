# Watch this program run: press the right arrow for one step, the left arrow to go back.

def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


scores = [90, 85, 95]
alias = scores          # a second name for the same list, not a copy
alias.append(fib(5))

ada = {"name": "Ada", "scores": scores}
print(f"{ada['name']} has {ada['scores']}")
