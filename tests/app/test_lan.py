"""The addresses of this machine that others can type, and the origins that follow when it changes its network."""

from ipaddress import IPv4Address

import pytest

from app import origins
from app.lan import lan_addresses
from app.origins import origins_of


def test_no_address_is_told_that_only_this_machine_can_reach() -> None:
    found = lan_addresses()
    assert len(set(found)) == len(found)
    assert not any(IPv4Address(address).is_loopback or IPv4Address(address).is_link_local for address in found)


def test_a_server_for_the_network_is_shown_under_every_address_that_it_answers_to(monkeypatch) -> None:
    monkeypatch.setattr(origins, "lan_addresses", lambda: ["192.168.1.5", "10.0.0.2"])
    found = origins_of("0.0.0.0", 8000, ["https://nets.example"])
    assert found.shown == ("https://nets.example", "http://192.168.1.5:8000", "http://10.0.0.2:8000")
    assert all(found.allow(address) for address in found.shown)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_server_on_loopback_has_nothing_to_show(host: str) -> None:
    assert origins_of(host, 8000).shown == ()


def test_a_laptop_that_comes_into_another_network_answers_there_and_no_longer_where_it_was(monkeypatch) -> None:
    monkeypatch.setattr(origins, "lan_addresses", lambda: ["192.168.1.5"])
    found = origins_of("0.0.0.0", 8000)
    monkeypatch.setattr(origins, "lan_addresses", lambda: ["10.0.0.2"])
    found.look_again()
    assert found.allow("http://10.0.0.2:8000")
    assert not found.allow("http://192.168.1.5:8000")
    assert "127.0.0.1:8000" in found.hosts
