"""The headers of every answer: nothing from elsewhere is loaded, run or framed, and nothing is kept by machines in between."""

import secrets

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; img-src 'self' data:"
)
_CAPTURE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_NOWHERE_KEPT = "no-store"


def install(app: Flask) -> None:
    """Puts the headers on every answer."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "asset":
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.vary.update(["HX-Request", "Cookie"])
    return response


def never_kept(response: Response) -> Response:
    """An answer that no browser keeps: it holds a secret, or what is told once."""
    response.headers["Cache-Control"] = _NOWHERE_KEPT
    return response


def captured(html: bytes) -> Response:
    """A page of somebody else's, for a frame: nothing in it runs, loads or leads anywhere."""
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _CAPTURE
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def download(body: bytes, name: str, kind: str = "application/octet-stream") -> Response:
    """A file to be saved, never shown: whatever was handed in as evidence must not become a page of this one."""
    return saved(Response(body, content_type=kind), name)


def saved(response: Response, name: str) -> Response:
    """The same of an answer that holds a file already."""
    response.headers.set("Content-Disposition", "attachment", filename=_plain(name))
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _plain(name: str) -> str:
    kept = "".join(sign for sign in name if sign.isprintable() and sign not in '/\\"')
    return kept[-150:] or secrets.token_hex(4)
