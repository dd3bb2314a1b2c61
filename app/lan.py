"""This machine's own addresses in the networks around it: what another machine of the network could type."""

import socket
from ipaddress import IPv4Address

# Addresses of private networks and one of documentation: asking the way to each shows the address one would go from.
_ABROAD = ("192.0.2.1", "192.168.255.254", "10.255.255.254", "172.31.255.254")


def lan_addresses() -> list[str]:
    """Every IPv4 address that others may reach this machine by, the likeliest first. Nothing is sent."""
    found = [*map(_way_to, _ABROAD), *_named()]
    return [address for address in dict.fromkeys(found) if address is not None and _is_for_others(address)]


def _way_to(there: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((there, 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _named() -> list[str]:
    """Those that this machine's own name stands for: on Windows and macOS, all of them."""
    try:
        return [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    except OSError:
        return []


def _is_for_others(address: str) -> bool:
    read = IPv4Address(address)
    return not (read.is_loopback or read.is_link_local or read.is_unspecified)
