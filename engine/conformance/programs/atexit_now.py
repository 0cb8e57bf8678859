# Calling them now, forgetting them, and an exit by SystemExit.
import atexit
import sys

atexit.register(print, "a")
atexit.register(print, "b", sep="-")
atexit._run_exitfuncs()
print(atexit._ncallbacks())
atexit.register(print, "forgotten")
atexit._clear()
atexit.register(print, "called after exit", file=sys.stdout)
sys.exit(3)
