"""Pairs of sockets and pipes, and waiting for them with all of `select`."""
import errno
import os
import select
import selectors
import socket


def tell(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


a, b = socket.socketpair()
print(a.family.name, a.type.name, a.proto, a.gettimeout(), a.getblocking())
a.sendall(b"hello")
print(b.recv(2, socket.MSG_PEEK), b.recv(2), b.recv(10))
room = bytearray(4)
a.send(b"abcdef")
print(b.recv_into(room), room, b.recv(9))
b.settimeout(0.25)
tell(lambda: b.recv(1))
b.setblocking(False)
tell(lambda: b.recv(1))
print(b.timeout, b.getblocking())
print([len(x) for x in select.select([a, b], [a, b], [], 0)])
a.send(b"x")
print([x == [b] for x in select.select([a, b], [], [], 0)])
tell(lambda: select.select([1.5], [], [], 0))
tell(lambda: select.select([-1], [], [], 0))
tell(lambda: select.select([], [], [], -1))
p = select.poll()
p.register(b, select.POLLIN)
print([event for fd, event in p.poll(10)])
tell(lambda: p.unregister(999))
tell(lambda: p.modify(998, 1))
a.shutdown(socket.SHUT_WR)
print(b.recv(5), b.recv(5))
with selectors.DefaultSelector() as s:
    s.register(b, selectors.EVENT_READ | selectors.EVENT_WRITE, "data")
    print([(key.data, mask) for key, mask in s.select(0)])
    try:
        s.register(b, 1)
    except KeyError as e:
        print(str(e)[-25:])
a.close()
tell(lambda: a.recv(1))
print(a.fileno(), b.detach() > 0, b.fileno())

r, w = os.pipe()
print(os.write(w, b"through a pipe"), os.read(r, 7), os.read(r, 100))
os.set_blocking(r, False)
print(os.get_blocking(r), os.get_blocking(w))
tell(lambda: os.read(r, 1))
with select.epoll() as e:
    e.register(r, select.EPOLLIN)
    print(e.poll(0.01))
    os.write(w, b"!")
    print([event for fd, event in e.poll()])
    tell(lambda: e.register(r))
    e.unregister(r)
    tell(lambda: e.modify(r, 1))
print(e.closed)
tell(lambda: e.poll())
os.close(w)
print(os.read(r, 5), os.read(r, 5))
os.close(r)
tell(lambda: os.read(r, 5))
print(socket.inet_aton("127.1"), socket.inet_ntoa(b"\1\2\3\4"), socket.htons(1), socket.ntohl(1))
tell(lambda: socket.inet_aton("1.2.3.4.5"))
print(socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, "::1")))
tell(lambda: socket.htons(1 << 16))
print(issubclass(socket.gaierror, OSError), socket.timeout is TimeoutError, socket.SOCK_STREAM)
print(os.waitstatus_to_exitcode(256), os.waitstatus_to_exitcode(9), os.WIFEXITED(0), os.WTERMSIG(15))
tell(lambda: os.waitpid(-1, 0))
