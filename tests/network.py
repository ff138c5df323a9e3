"""The outside world, closed: a test may talk to this machine only."""

import ipaddress
import socket

_connect, _getaddrinfo = socket.socket.connect, socket.getaddrinfo


class OutsideWorld(AssertionError):
    """A test tried to reach another machine."""


def _is_here(host):
    if host in {None, "", "localhost", b"localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        return False


def close():
    """Let sockets reach loopback addresses and sockets in files, nothing else."""

    def connect(self, address):
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            raise OutsideWorld(f"a test tried to connect to {address[0]}")
        return _connect(self, address)

    def getaddrinfo(host, *more, **named):
        if not _is_here(host):
            raise OutsideWorld(f"a test asked for the address of {host}")
        return _getaddrinfo(host, *more, **named)

    socket.socket.connect, socket.getaddrinfo = connect, getaddrinfo


def free_port():
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
