for s in ["x = 1a","x = 0x","x = 0o9","x = 0b2","x = é@€","x = \u20ac1","x = 1 \\ 2","x = )","x = (]","x = '\n","f'{","f'{a'","x = 1__0", "x = 1e", "if 1:\n   x\n  y", "x = $", "x = \x01", "0777", "f'{a b}'", "f'{}'", "'\\N{x}'", "b'é'", "1.e+", "x = 'a' b'c'"]:
    try: compile(s, "<f>", "exec")
    except SyntaxError as e: print(repr(s), e.args)
