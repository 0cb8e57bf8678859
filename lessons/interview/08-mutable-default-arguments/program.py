def put(item, box=[]):
    box.append(item)
    return box


first = put("a")
second = put("b")
print(first, second)
