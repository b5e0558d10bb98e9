"""Makes the page's application: every page of the registry, the guard before it, the headers after it."""

from datetime import timedelta

from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from werkzeug.routing import IntegerConverter

from newswatch.services.opening import page_key
from newswatch.web import assets, freshness, guard, headers, limits, people, problems, templating
from newswatch.web.desk import clear_desk
from newswatch.web.heads import Heads
from newswatch.web.proxies import Proxies
from newswatch.web.registry import all_pages
from newswatch.web.world import World

_LONGEST = timedelta(hours=12)
_FORM_BYTES = 512 * 1024


class _Cookies(SecureCookieSessionInterface):
    """The cookie goes by TLS alone where the request came by it."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - flask's signature
        from flask import request

        return request.is_secure


class _Number(IntegerConverter):
    """The number of something in an address: none that the database could not have."""

    regex = r"\d{1,18}"


class _Request(Request):
    max_form_parts = 500


def create_app(world: World) -> Flask:
    """The application. Raises ConfigError if the settings can't be used, OSError if the page's key can't be kept beside the database."""
    settings = world.settings
    app = Flask("newswatch.web", static_folder=None, template_folder="templates")
    app.request_class = _Request
    app.url_map.converters["int"] = _Number
    app.extensions["newswatch"] = world
    app.config.update(
        SECRET_KEY=page_key(settings),
        SESSION_COOKIE_NAME="newswatch",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=_LONGEST,
        TRUSTED_HOSTS=list(settings.web.names),
        MAX_CONTENT_LENGTH=settings.web.upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # `guard` looks at Origin and Sec-Fetch-Site, which proxies leave in place; Referer they often take off
        WTF_I18N_ENABLED=False,
        RATELIMIT_STORAGE_URI="memory://",
        RATELIMIT_HEADERS_ENABLED=False,
    )
    app.session_interface = _Cookies()
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    headers.install(app)
    problems.install(app)
    guard.install(app)
    CSRFProtect(app)
    freshness.Freshness(app)
    people.install(app)
    templating.install(app)
    _routes(app)
    limits.install(app)
    app.teardown_request(clear_desk)
    app.wsgi_app = Heads(Proxies(app.wsgi_app, settings.web))  # type: ignore[method-assign]
    return app


def _routes(app: Flask) -> None:
    app.add_url_rule("/tinh/<digest>/<path:name>", "asset", assets.serve)
    for one in all_pages():
        app.add_url_rule(one.route, one.name, one.view, methods=one.methods)
        if one.of_unit:
            app.add_url_rule(f"/dv/<unit_id>{one.route}", one.name, one.view, methods=one.methods)
