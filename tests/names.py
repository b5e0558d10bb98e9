"""A resolver of host names that a test writes, at the one place where the operating system's is asked."""

import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

Answers = Sequence[str] | Callable[[], Sequence[str]]


def resolving(patch: pytest.MonkeyPatch, known: Mapping[str, Answers]) -> list[str]:
    """Lets the names of `known` have these addresses, or what is called for them at each look-up. Gives the names looked up; others are as they are."""
    asked: list[str] = []
    system = socket.getaddrinfo

    def look(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        if host not in known:
            return system(host, port, *rest, **named)
        asked.append(host)
        answers = known[host]
        found = answers() if callable(answers) else answers
        return [one for address in found for one in system(address, port, *rest, **named)]

    patch.setattr(socket, "getaddrinfo", look)
    return asked
