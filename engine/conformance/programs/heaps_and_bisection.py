import heapq, bisect
h = [5, 1, 4]
heapq.heapify(h); heapq.heappush(h, 0); print(h, heapq.heappop(h), heapq.heappushpop(h, 3), heapq.heapreplace(h, 9), h)
print(heapq.nlargest(2, [3, 1, 5]), heapq.nsmallest(2, "cab"), list(heapq.merge([1, 4], [2, 3])))
a = [1, 2, 2, 5]
print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.insort(a, 3), a, bisect.bisect([1, 5, 9], 6, key=lambda x: x))
