"""The line to the portal: a real server whose time is moved, and the fault that is on it for a while."""

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Self
from unittest.mock import patch
from urllib.parse import urlsplit

import requests
from generated.answers import Answer
from requests.adapters import HTTPAdapter
from wire import Asked, Wire

from faulty.faults import FAULTS, Call
from faulty.year import Portal, Target, target_of
from newswatch.core.model import LOCAL

BEGINS, ENDS = datetime(2026, 5, 18, tzinfo=LOCAL), datetime(2026, 6, 23, tzinfo=LOCAL)
"""When the fault begins and ends: six weekly polls, with the end of a month that met its quota among them."""

IMPATIENT = 0.1
"""The fetcher's time-out in seconds while nothing, or too little, is sent."""

_SILENCE, _DRIP, _DRIPS = 0.4, 0.02, 60
_SLOW = {"time-out", "slow drip"}
_CLOSED_PORT = 9  # discard: nothing listens there


class Line:
    """The portal as it is reached at `now`. From `with` on it is up, and faulty between `BEGINS` and `ENDS`."""

    def __init__(self, fault: str, target: Target, now: datetime, list_dates: bool) -> None:
        self.fault, self.target, self.now = fault, target, now
        self._wire = Wire(self._reply)
        self.portal = Portal(f"{self._wire.base}/", list_dates)
        self._send = HTTPAdapter.send
        self._patch = patch.object(HTTPAdapter, "send", lambda *given, **more: self._connect(*given, **more))

    def __enter__(self) -> Self:
        self._wire.__enter__()
        self._patch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.stop()
        self._wire.__exit__()

    @property
    def is_faulty(self) -> bool:
        """Is there a fault?"""
        return bool(self.fault) and BEGINS <= self.now < ENDS

    @property
    def is_slow(self) -> bool:
        """Does the fault keep a client waiting?"""
        return self.is_faulty and self.fault in _SLOW

    def _answer(self, path: str) -> Answer | str:
        """What is answered, or how the line fails."""
        if self.is_faulty and target_of(path) == self.target:
            return FAULTS[self.fault](Call(self.portal, path, self.now))
        return self.portal.answer(path, self.now)

    def _connect(self, adapter: HTTPAdapter, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        """Sends a request, to a closed port or a name that nobody knows if the line to its address is so broken."""
        how = self._answer(urlsplit(request.url or "").path[1:])
        if how == "refused":
            request.url = f"http://127.0.0.1:{_CLOSED_PORT}/"
        if how == "unknown_host":
            with patch.object(socket, "getaddrinfo", side_effect=socket.gaierror(socket.EAI_NONAME, "Name or service not known")):
                return self._send(adapter, request, **more)
        return self._send(adapter, request, **more)

    def _reply(self, asked: Asked) -> Iterator[bytes]:
        """The bytes that go back for a request."""
        path = asked.path[1:]
        answer = self._answer(path)
        if isinstance(answer, Answer):
            yield _sent(answer, self.now)
        elif answer == "cut_off":
            sound = _sent(self.portal.answer(path, self.now), self.now)
            yield sound[: len(sound) * 2 // 3]
        elif answer == "drip":
            yield b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"
            for _ in range(_DRIPS):
                time.sleep(_DRIP)
                yield b"<"
        else:
            time.sleep(_SILENCE)


def _sent(answer: Answer, now: datetime) -> bytes:
    """An answer as bytes, dated as the server's clock shows."""
    date = format_datetime(now.astimezone(UTC), usegmt=True)
    headers = {"Date": date, "Content-Type": answer.content_type, "Content-Length": str(len(answer.body)), "Connection": "close"}
    lines = [f"HTTP/1.1 {answer.status} x", *(f"{name}: {value}" for name, value in {**headers, **answer.headers}.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + answer.body
