# OSError: its fields, its classes by number, its texts.


def show(text, make):
    try:
        print(text, "=>", ascii(make()))
    except Exception as e:
        print(text, "!!", type(e).__name__, ascii(str(e)))


show(r"""OSError(), OSError(1), OSError(1, 'a'), OSError(2, 'a'), OSError(2, 'a', 'f'), OSError(2, 'a', 'f', None, 'g'), OSError(1, 2, 3, 4, 5, 6)""", lambda: (OSError(), OSError(1), OSError(1, 'a'), OSError(2, 'a'), OSError(2, 'a', 'f'), OSError(2, 'a', 'f', None, 'g'), OSError(1, 2, 3, 4, 5, 6)))
show(r"""[type(OSError(n, 'x')).__name__ for n in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 108, 110, 111, 114, 115, 5, 99)]""", lambda: ([type(OSError(n, 'x')).__name__ for n in (1, 2, 3, 4, 10, 11, 13, 17, 20, 21, 32, 103, 104, 108, 110, 111, 114, 115, 5, 99)]))
show(r"""str(OSError(2, 'a')), str(OSError(2, 'a', 'f')), str(OSError(2, 'a', 'f', None, 'g')), str(OSError('x')), str(OSError()), str(OSError(2, None, 'f'))""", lambda: (str(OSError(2, 'a')), str(OSError(2, 'a', 'f')), str(OSError(2, 'a', 'f', None, 'g')), str(OSError('x')), str(OSError()), str(OSError(2, None, 'f'))))
show(r"""OSError(2, 'a', 'f').args, OSError(2, 'a', 'f').filename, OSError(2, 'a', 'f', 0, 'g').filename2, OSError(2, 'a').filename, OSError(2, 'a').errno, OSError(2, 'a').strerror, OSError('x').errno""", lambda: (OSError(2, 'a', 'f').args, OSError(2, 'a', 'f').filename, OSError(2, 'a', 'f', 0, 'g').filename2, OSError(2, 'a').filename, OSError(2, 'a').errno, OSError(2, 'a').strerror, OSError('x').errno))
show(r"""OSError(2, 'a', None).args, OSError(True, 'a'), OSError(2.0, 'a'), OSError('2', 'a')""", lambda: (OSError(2, 'a', None).args, OSError(True, 'a'), OSError(2.0, 'a'), OSError('2', 'a')))
show(r"""FileNotFoundError(1, 'a'), FileNotFoundError(), IOError is OSError, EnvironmentError is OSError""", lambda: (FileNotFoundError(1, 'a'), FileNotFoundError(), IOError is OSError, EnvironmentError is OSError))
show(r"""BlockingIOError(11, 'a', 5).characters_written, BlockingIOError(11, 'a', 5).args, BlockingIOError(11, 'a', 'f').filename""", lambda: (BlockingIOError(11, 'a', 5).characters_written, BlockingIOError(11, 'a', 5).args, BlockingIOError(11, 'a', 'f').filename))
show(r"""BlockingIOError(11, 'a').characters_written""", lambda: (BlockingIOError(11, 'a').characters_written))
show(r"""OSError(2, 'a', 'f').characters_written""", lambda: (OSError(2, 'a', 'f').characters_written))
show(r"""OSError(x=1)""", lambda: (OSError(x=1)))
show(r"""isinstance(OSError(2, 'a'), FileNotFoundError), issubclass(FileNotFoundError, OSError), type(OSError(2, 'a')) is FileNotFoundError""", lambda: (isinstance(OSError(2, 'a'), FileNotFoundError), issubclass(FileNotFoundError, OSError), type(OSError(2, 'a')) is FileNotFoundError))
class Mine(OSError):
    pass
class WithInit(OSError):
    def __init__(self, a):
        self.a = a
class CallsInit(OSError):
    def __init__(self, a, b):
        super().__init__(a, b, "file")
show(r"""Mine(2, 'a', 'f'), type(Mine(2, 'a')).__name__, Mine(2, 'a', 'f').filename, str(Mine(2, 'a'))""", lambda: (Mine(2, 'a', 'f'), type(Mine(2, 'a')).__name__, Mine(2, 'a', 'f').filename, str(Mine(2, 'a'))))
show(r"""WithInit(5).args, WithInit(5).a, WithInit(5).errno, str(WithInit(5))""", lambda: (WithInit(5).args, WithInit(5).a, WithInit(5).errno, str(WithInit(5))))
show(r"""CallsInit(2, 'x').filename, CallsInit(2, 'x').args, str(CallsInit(2, 'x'))""", lambda: (CallsInit(2, 'x').filename, CallsInit(2, 'x').args, str(CallsInit(2, 'x'))))
