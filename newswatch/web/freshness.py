"""Whether the browser has a page as it stands: told by who asks, the last write, the hour and the program, before anything is rendered."""

import hashlib
import os
from functools import cache

from flask import Flask, Response, g, request, session
from flask.typing import ResponseReturnValue

from newswatch import __version__
from newswatch.core.model import LOCAL
from newswatch.program import program_digest
from newswatch.services.opening import Versions, versions
from newswatch.web.assets import assets
from newswatch.web.desk import desk

_BOOT = os.urandom(8).hex()
"""The versions of a database file are counted by the process that looks, so another one's tell nothing."""


class Freshness:
    """Looks at a page's mark before its view is called."""

    def __init__(self, app: Flask) -> None:
        self._versions: dict[str, Versions] = {}
        app.before_request(self._before)
        app.after_request(self._after)

    def _before(self) -> ResponseReturnValue | None:
        at = desk()
        if request.method not in ("GET", "HEAD") or at.account is None or request.endpoint == "asset" or session.get("_flashes"):
            return None
        g.mark = self._mark()
        if g.mark not in request.if_none_match:
            return None
        return Response(status=304)

    def _after(self, response: Response) -> Response:
        mark = g.pop("mark", None)
        if mark and response.status_code in (200, 304) and not g.pop("told", False):
            response.set_etag(mark)
        return response

    def _mark(self) -> str:
        at = desk()
        assert at.account is not None
        path = str(at.settings.database)
        if path not in self._versions:
            self._versions[path] = versions(at.settings)
        parts = (
            *(_BOOT, _build(), self._versions[path].present(), f"{at.now.astimezone(LOCAL):%Y-%m-%d %H}", str(at.settings.files)),
            *(str(at.account), str(session.get("csrf_token")), request.full_path, request.headers.get("HX-Request", "")),
            *at.world.problems(),
            *(str(file.stat().st_mtime_ns) for file in at.settings.files if file.exists()),
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def never() -> None:
    """Has this answer bear no mark: it shows what changes without a write to the database."""
    g.told = True


@cache
def _build() -> str:
    return f"{__version__} {program_digest()} {sorted((name, one.digest) for name, one in assets().items())}"
