# What static methods, class methods and properties say about themselves.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


def f(x):
    "the doc"
    return x
class C:
    @property
    def p(self):
        "of p"
        return 1
    q = property(None, lambda self, v: None, doc="of q")
    r = property()
    s = staticmethod(f)
    c = classmethod(f)
show(r"""staticmethod(f).__name__, staticmethod(f).__qualname__, staticmethod(f).__doc__, staticmethod(f).__module__, staticmethod(f).__wrapped__ is f, staticmethod(f).__func__ is f""", lambda: (staticmethod(f).__name__, staticmethod(f).__qualname__, staticmethod(f).__doc__, staticmethod(f).__module__, staticmethod(f).__wrapped__ is f, staticmethod(f).__func__ is f))
show(r"""classmethod(f).__name__, classmethod(f).__doc__, classmethod(f).__dict__ == {'__module__': '__main__', '__name__': 'f', '__qualname__': 'f', '__doc__': 'the doc'}, classmethod(f).__isabstractmethod__""", lambda: (classmethod(f).__name__, classmethod(f).__doc__, classmethod(f).__dict__ == {'__module__': '__main__', '__name__': 'f', '__qualname__': 'f', '__doc__': 'the doc'}, classmethod(f).__isabstractmethod__))
show(r"""staticmethod(5).__name__""", lambda: (staticmethod(5).__name__))
show(r"""staticmethod()""", lambda: (staticmethod()))
show(r"""staticmethod(1, 2)""", lambda: (staticmethod(1, 2)))
show(r"""staticmethod(f, x=1)""", lambda: (staticmethod(f, x=1)))
show(r"""classmethod()""", lambda: (classmethod()))
show(r"""classmethod(f).__init__()""", lambda: (classmethod(f).__init__()))
show(r"""classmethod(f).__init__(1, 2)""", lambda: (classmethod(f).__init__(1, 2)))
show(r"""staticmethod(f).__init__(len)""", lambda: (staticmethod(f).__init__(len)))
show(r"""staticmethod(f)(3), classmethod(f).__get__(None, 5)(), classmethod(f).__get__(7)(), staticmethod(f).__get__(None, 5) is f""", lambda: (staticmethod(f)(3), classmethod(f).__get__(None, 5)(), classmethod(f).__get__(7)(), staticmethod(f).__get__(None, 5) is f))
show(r"""classmethod(f).__get__(1.5, enumerate).__self__""", lambda: (classmethod(f).__get__(1.5, enumerate).__self__))
show(r"""C.p.__name__, C.q.__name__, C.r.__name__, C.p.__doc__, C.q.__doc__, C.r.__doc__, C.p.__isabstractmethod__""", lambda: (C.p.__name__, C.q.__name__, C.r.__name__, C.p.__doc__, C.q.__doc__, C.r.__doc__, C.p.__isabstractmethod__))
show(r"""property().__name__""", lambda: (property().__name__))
show(r"""property(f).__name__, property(f).__doc__, property(f, doc='x').__doc__, property(fget=f).fget is f, property(None, f).fset is f""", lambda: (property(f).__name__, property(f).__doc__, property(f, doc='x').__doc__, property(fget=f).fget is f, property(None, f).fset is f))
show(r"""property(5).__doc__ == int.__doc__""", lambda: (property(5).__doc__ == int.__doc__))
show(r"""C().r""", lambda: (C().r))
show(r"""C().q""", lambda: (C().q))
show(r"""setattr(C(), 'p', 1)""", lambda: (setattr(C(), 'p', 1)))
show(r"""delattr(C(), 'p')""", lambda: (delattr(C(), 'p')))
show(r"""delattr(C(), 'q')""", lambda: (delattr(C(), 'q')))
show(r"""setattr(C(), 'q', 1)""", lambda: (setattr(C(), 'q', 1)))
show(r"""property().__get__(5)""", lambda: (property().__get__(5)))
show(r"""property().__set__(5, 1)""", lambda: (property().__set__(5, 1)))
show(r"""property().__delete__(5)""", lambda: (property().__delete__(5)))
show(r"""property().__set_name__(C, 'n')""", lambda: (property().__set_name__(C, 'n')))
show(r"""property().__set_name__(C)""", lambda: (property().__set_name__(C)))
show(r"""property(f).setter(len).fset is len, property(f).getter(len).__doc__ == len.__doc__, property(f, doc='own').getter(len).__doc__, C.p.setter(len).__name__""", lambda: (property(f).setter(len).fset is len, property(f).getter(len).__doc__ == len.__doc__, property(f, doc='own').getter(len).__doc__, C.p.setter(len).__name__))
show(r"""property(1, 2, 3, 4, 5)""", lambda: (property(1, 2, 3, 4, 5)))
show(r"""property(foo=1)""", lambda: (property(foo=1)))
show(r"""repr(staticmethod(len)), repr(classmethod(len)), C.s(2), C.c() is C""", lambda: (repr(staticmethod(len)), repr(classmethod(len)), C.s(2), C.c() is C))
