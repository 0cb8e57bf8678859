import time

start = time.perf_counter_ns()
import shapes
first = time.perf_counter_ns() - start

start = time.perf_counter_ns()
import shapes
second = time.perf_counter_ns() - start

print("time comes from", time.__spec__.origin)
print("the first import takes", first // second, "times as long")
print(shapes.area(2))
