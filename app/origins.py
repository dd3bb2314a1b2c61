"""Which names this server answers to: an exact list, so that no other site speaks to it in a visitor's name."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::", "")


@dataclass(frozen=True)
class Origins:
    """The origins of our own pages, and the hosts that they name."""

    allowed: frozenset[str]

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that go with them."""
        return frozenset(origin.partition("://")[2] for origin in self.allowed)

    def allow(self, origin: str) -> bool:
        """Whether this Origin header is one of our own pages, letter for letter."""
        return origin in self.allowed


def origins_of(host: str, port: int, further: Iterable[str] = ()) -> Origins:
    """The origins under which a server on this address can be reached."""
    names = [*_LOOPBACK, *([lan_address()] if host in _EVERYWHERE else [_bracketed(host)])]
    suffixes = ("", f":{port}") if port == 80 else (f":{port}",)
    found = {f"http://{name}{suffix}" for name in names for suffix in suffixes}
    return Origins(frozenset(found | {origin.rstrip("/").lower() for origin in further}))


def address_of(host: str, port: int) -> str:
    """The address to print: one that another machine of the network can type, if it may come in at all."""
    name = lan_address() if host in _EVERYWHERE else _bracketed(host)
    return f"http://{name}:{port}"


def lan_address() -> str:
    """This machine's address in the local network; loopback where there is none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()
