"""The few files that every page needs, each under an address with a digest of its bytes, so that a browser keeps it for good."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from flask import Response, abort, url_for

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file with the digest (12 hex digits) that stands in its address."""

    body: bytes
    type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """All files by their names below `static`."""
    return dict(_walk(resources.files("newswatch.web").joinpath("static"), ""))


def _walk(folder: Traversable, below: str) -> list[tuple[str, Asset]]:
    found = []
    for one in folder.iterdir():
        name = f"{below}{one.name}"
        if one.is_dir():
            found += _walk(one, f"{name}/")
        elif (kind := _TYPES.get(name[name.rfind(".") :])) is not None:
            body = one.read_bytes()
            found.append((name, Asset(body, kind, hashlib.sha256(body).hexdigest()[:12])))
    return found


def address(name: str) -> str:
    """The address of a file for a template: `asset('style.css')`."""
    return url_for("asset", digest=assets()[name].digest, name=name)


def serve(digest: str, name: str) -> Response:
    """One file; 404 under another digest than its own."""
    found = assets().get(name)
    if found is None or found.digest != digest:
        abort(404)
    return Response(found.body, content_type=found.type, headers={"Cache-Control": _FOREVER})
