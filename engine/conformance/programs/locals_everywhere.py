import sys
def small():
    x = 1
    return sys._getframe().f_locals
print(small(), repr(small()))
def unb():
    print(locals())
    if 0: y = 1
    l1 = locals(); l2 = locals()
    print(l1 is l2, "l2" in l1)
    z = [i for i in range(2) if print(sorted(locals())) or 1]
    class C:
        k = 1
        print(sorted(n for n in locals() if not n.startswith("__")))
        m = [k2 for k2 in (1,)]
    print(sorted(locals()))
unb()
print(sys._getframe().f_locals is globals(), locals() is globals(), sys._getframe().f_back)
