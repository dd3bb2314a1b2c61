"""S2: which names a server answers to, for each way of serving it."""

import pytest

from app.origins import address_of, lan_address, origins_of


def test_a_local_server_answers_to_loopback_alone() -> None:
    found = origins_of("127.0.0.1", 8000)
    assert found.allowed == {"http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"}
    assert found.hosts == {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_for_the_network_answers_to_the_address_that_it_prints(host: str) -> None:
    printed = address_of(host, 8000)
    assert printed == f"http://{lan_address()}:8000"
    assert origins_of(host, 8000).allow(printed)
    assert not origins_of(host, 8000).allow("http://0.0.0.0:8000")


def test_a_named_host_is_itself() -> None:
    assert origins_of("Chalk.School.Example", 9000).allow("http://chalk.school.example:9000")
    assert address_of("fe80::1", 8000) == "http://[fe80::1]:8000"


def test_on_port_80_browsers_leave_the_port_out() -> None:
    assert origins_of("127.0.0.1", 80).hosts >= {"127.0.0.1", "127.0.0.1:80"}
    assert "127.0.0.1" not in origins_of("127.0.0.1", 8000).hosts


def test_further_origins_are_taken_letter_for_letter() -> None:
    found = origins_of("127.0.0.1", 8000, ["https://nets.example/"])
    assert found.allow("https://nets.example")
    assert "nets.example" in found.hosts
    assert not found.allow("http://nets.example")
    assert not found.allow("https://nets.example.evil.example")
