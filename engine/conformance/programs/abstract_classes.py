from abc import ABC, ABCMeta, abstractmethod, get_cache_token
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
class Half(Shape):
    def area(self): return 1
class Full(Half):
    name = "full"
for c in [Shape, Half, Full]:
    try:
        print(c().area())
    except TypeError as e:
        print(e)
print(sorted(Shape.__abstractmethods__), Full.__abstractmethods__)
class Plain: pass
print(issubclass(Plain, Shape), isinstance(Plain(), Shape))
Shape.register(Plain)
print(issubclass(Plain, Shape), isinstance(Plain(), Shape))
class Hooked(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        return True if hasattr(other, "quack") else NotImplemented
class Duck:
    def quack(self): ...
print(isinstance(Duck(), Hooked), isinstance(1, Hooked))
try:
    Shape.register(1)
except TypeError as e:
    print(e)
try:
    Full.register(Shape)
except RuntimeError as e:
    print(e)
from _collections_abc import *
print(isinstance([], Sequence), isinstance({}, Mapping), isinstance(iter([]), Iterator), issubclass(int, Hashable), isinstance(print, Callable))
class Mine(Sequence):
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * i
    def __len__(self): return 3
m = Mine()
print(list(m), 4 in m, m.index(4), m.count(1), list(reversed(m)))
match m:
    case [a, b, c]: print("sequence", a, b, c)
    case _: print("other")
