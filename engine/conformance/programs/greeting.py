name = "Ada"
year = 2026
greeting = f"Hello, {name}! It is {year}."
print(greeting)
print(f"{name!r} has {len(name)} letters, next year is {year + 1:>6}")
