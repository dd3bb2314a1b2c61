"""Which names this server answers to: an exact list, so that no other site speaks to it in a visitor's name."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.lan import lan_addresses

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::", "")


@dataclass
class Origins:
    """The origins of our own pages, and the hosts that they name. `shown` are those that others can use, best first."""

    host: str
    port: int
    further: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()
    shown: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that go with them."""
        return frozenset(origin.partition("://")[2] for origin in self.allowed)

    def allow(self, origin: str) -> bool:
        """Whether this Origin header is one of our own pages, letter for letter."""
        return origin in self.allowed

    def look_again(self) -> None:
        """Find this machine's addresses anew: it may have come into another network since it was started."""
        own = lan_addresses() if self.host in _EVERYWHERE else [_bracketed(self.host)]
        names = [*_LOOPBACK, *own]
        suffixes = ("", f":{self.port}") if self.port == 80 else (f":{self.port}",)
        found = {f"http://{name}{suffix}" for name in names for suffix in suffixes}
        self.allowed = frozenset(found | set(self.further))
        for_others = [f"http://{name}{suffixes[0]}" for name in own if name not in _LOOPBACK]
        self.shown = (*self.further, *for_others)


def origins_of(host: str, port: int, further: Iterable[str] = ()) -> Origins:
    """The origins under which a server on this address can be reached."""
    origins = Origins(host, port, tuple(origin.rstrip("/").lower() for origin in further))
    origins.look_again()
    return origins


def address_of(host: str, port: int) -> str:
    """The address to print: one that another machine of the network can type, if it may come in at all."""
    name = lan_address() if host in _EVERYWHERE else _bracketed(host)
    return f"http://{name}:{port}"


def lan_address() -> str:
    """This machine's likeliest address in the local network; loopback where there is none."""
    return next(iter(lan_addresses()), "127.0.0.1")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host.lower()
