import sys


def work(n):
    if n % 2:
        raise ValueError(n)
    raise KeyError(n)


errors = []
for i in range(4):
    try:
        work(i)
    except Exception as e:
        errors.append(e)
try:
    raise ExceptionGroup("all", errors)
except* KeyError as keys:
    print("keys", [e.args for e in keys.exceptions])
