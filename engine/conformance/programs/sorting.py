def bubble(items):
    items = items[:]
    n = len(items)
    for i in range(n):
        for j in range(n - 1 - i):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
    return items


def quick(items):
    if len(items) <= 1:
        return items
    pivot = items[0]
    small = [x for x in items[1:] if x < pivot]
    large = [x for x in items[1:] if x >= pivot]
    return quick(small) + [pivot] + quick(large)


data = [33, 5, 12, 99, 1, 42, 7, 12]
print(bubble(data))
print(quick(data))
print(sorted(data), data)
data.sort(reverse=True)
print(data, max(data), min(data), sum(data))
words = ["pear", "Fig", "apple"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len))
