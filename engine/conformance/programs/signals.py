import signal
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.SIGTERM, signal.Signals(2).name, signal.getsignal(signal.SIGTERM))
def h(n, f): print("got", signal.Signals(n).name)
print(signal.signal(signal.SIGUSR1, h), signal.raise_signal(signal.SIGUSR1), signal.getsignal(signal.SIGUSR1) is h)
print(signal.strsignal(11), len(signal.valid_signals()) > 30)
for bad in [lambda: signal.signal(99, h), lambda: signal.signal(2, 5), lambda: signal.raise_signal(signal.SIGINT)]:
    try:
        print(bad())
    except BaseException as e:
        print(type(e).__name__, e)
