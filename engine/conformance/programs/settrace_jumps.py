"""A trace function lets its frame go on at another line, and is told of single instructions."""
import sys
import warnings


def straight(log):
    log.append(1)
    log.append(2)
    for i in range(3):
        log.append(i)
    log.append(3)
    return log


def guarded(log):
    try:
        log.append("try")
        log.append("more")
    finally:
        log.append("finally")
    log.append("end")
    return log


def jump(function, start, target):
    first = function.__code__.co_firstlineno

    def trace(frame, event, arg):
        if frame.f_code is function.__code__ and event == "line" and frame.f_lineno == first + start:
            try:
                frame.f_lineno = first + target
            except ValueError as error:
                print("refused:", str(error).replace(str(first + target), "N"))
            sys.settrace(None)
        return trace

    sys.settrace(trace)
    try:
        result = function([])
    finally:
        sys.settrace(None)
    print(function.__name__, start, target, result)


warnings.simplefilter("ignore")
for start, target in [(1, 5), (1, 6), (5, 1), (1, 4), (4, 5), (2, 90), (2, -900)]:
    jump(straight, start, target)
for start, target in [(2, 6), (3, 7), (2, 3), (6, 2), (6, 5)]:
    jump(guarded, start, target)


def told(frame, event, arg):
    if frame.f_code is small.__code__:
        frame.f_trace_opcodes = True
        events.append((event, frame.f_lineno - small.__code__.co_firstlineno, frame.f_lasti))
        if event == "opcode" and frame.f_lasti == 4:
            try:
                frame.f_lineno = small.__code__.co_firstlineno + 2
            except ValueError as error:
                print(error)
    return told


def small(x):
    y = x + 1
    return y


events = []
sys.settrace(told)
small(3)
sys.settrace(None)
print(events)
try:
    sys._getframe().f_lineno = 3
except ValueError as error:
    print(error)
