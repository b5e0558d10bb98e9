"""Another system that receives scores, on loopback: it keeps each POST and answers what it is told to."""

import hmac
import threading
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

SECRET = "Kenh-Xyz84Qw"


@dataclass(frozen=True, slots=True)
class Posted:
    """One POST: its path, its headers (names in small letters), its body."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def key(self) -> str:
        return self.headers["idempotency-key"]

    @property
    def is_signed(self) -> bool:
        """As a receiver checks it: the HMAC over the seconds, a dot and the bytes as they came."""
        seconds, _, made = self.headers["newswatch-signature"].removeprefix("t=").partition(",v1=")
        return hmac.compare_digest(made, hmac.new(SECRET.encode(), seconds.encode() + b"." + self.body, sha256).hexdigest())


class Receiver:
    """Up from `with` until its end. `answers` are given in turn, then `usual`: (status, headers, body)."""

    def __init__(self) -> None:
        self.posts: list[Posted] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.usual: tuple[int, dict[str, str], bytes] = (204, {}, b"")

    def __enter__(self) -> Self:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(length := int(self.headers["Content-Length"]))
                if len(body) < length:
                    return  # who sent it was killed
                receiver.posts.append(Posted(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                status, headers, said = receiver.answers.pop(0) if receiver.answers else receiver.usual
                self.send_response_only(status)
                for name, value in ({"Content-Length": str(len(said))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where scores are posted."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/diem"
