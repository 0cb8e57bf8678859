def star():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError("t"), OSError("o")])
    except* ValueError as e:
        raise KeyError("k")
    except* TypeError:
        raise
star()
