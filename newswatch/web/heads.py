"""Answers HEAD as GET without the body, before any page is asked: a page knows the request that shows it and the one that sends its form, and no third."""

from collections.abc import Callable, Iterable
from typing import Any

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Heads:
    """The application, to which HEAD is GET."""

    def __init__(self, application: Wsgi) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answers one request."""
        if environ["REQUEST_METHOD"] != "HEAD":
            return self._application(environ, start_response)
        body = self._application(environ | {"REQUEST_METHOD": "GET"}, start_response)
        if close := getattr(body, "close", None):
            close()
        return ()
