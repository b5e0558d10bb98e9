"""The wire side of the test portal: requests in, answers or mischief out."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Literal, NamedTuple

HTML = "text/html; charset=utf-8"

Mischief = Literal["timeout", "drop", "truncate"]


class Request(NamedTuple):
    """One request as the portal saw it; the names of its headers are in small letters."""

    method: str
    path: str
    headers: dict[str, str]


@dataclass(slots=True)
class Answer:
    """What goes back for one request; a Content-Length or Date among the headers is sent as it is, true or not."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def handler_of(answer: Callable[[Request], Answer | Mischief], waits: Callable[[socket.socket], None]) -> type[BaseHTTPRequestHandler]:
    """A request handler that asks `answer` what to send, and `waits` where it is to say nothing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(with_body=True)

        def do_HEAD(self) -> None:
            self._send(with_body=False)

        def _send(self, *, with_body: bool) -> None:
            found = answer(Request(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
            if isinstance(found, Answer):
                self._write(found, with_body)
            elif found == "timeout":
                waits(self.connection)

        def _write(self, found: Answer, with_body: bool) -> None:
            own = {"Date": self.date_time_string(), "Content-Type": found.content_type, "Content-Length": str(len(found.body))}
            headers = own | found.headers
            self.log_request(found.status)
            self.send_response_only(found.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if with_body:
                self.wfile.write(found.body)

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the output of the tests their own."""

    return Handler
