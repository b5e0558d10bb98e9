"""Servers on loopback that other systems' POSTs come to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""


class PostedTo:
    """A server, up from `with` until its end."""

    def answered(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """What a POST gets: its path, its headers (names in small letters), its body."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(length := int(self.headers["Content-Length"]))
                if len(body) < length:
                    return  # who sent it was killed
                status, headers, said = server.answered(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
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
    def base(self) -> str:
        """Its address, with the slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"
