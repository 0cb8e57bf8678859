class CM:
    def __enter__(self): return self
    def __exit__(self, kind, value, tb):
        print("exit", kind.__name__)
        raise RuntimeError("from exit")


def use():
    with CM() as cm:
        del cm.missing


use()
