class Counts(int):
    asked = 0
    def __hash__(self):
        Counts.asked += 1
        return int.__hash__(self)
d = dict.fromkeys(map(Counts, range(10)))
s=set(d)
def c(w):
    print(w, Counts.asked); Counts.asked=0
c('')
s | d.keys(); c('|keys')
s.difference_update(d); c('du')
s=set(d); c('set')
dict(d); c('dict')
{}.update(d); c('update')
{1:2}.update(d); c('update2')
set(s); c('set set'); s.copy(); c('copy'); s == set(d); c('eq'); d == dict(d); c('deq'); d.copy(); c('dcopy'); {**d}; c('**'); {*s}; c('*'); {*d}; c('*d'); d | d; c('or'); frozenset(s); c('fs'); s - s; c('-'); s & s; c('&'); s ^ set(d); c('^'); s <= set(d); c('<=') ; s.isdisjoint(set()); c('dis')
s.intersection(d); c('inter d'); s.union(d); c('union d'); s.update(d); c('update d'); s.issubset(d); c('issubset d'); s.issuperset(d); c('issup'); s.symmetric_difference(d); c('symd'); list(d); c('l'); sorted(d); c('sorted')
