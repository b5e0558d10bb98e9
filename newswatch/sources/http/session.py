"""The connections of a fetcher (requests): where they may lead, which TLS context a host gets, and a look at a certificate without asking for anything."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import extract_cookies_to_jar
from requests.exceptions import InvalidProxyURL
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH, select_proxy
from urllib3.util import parse_url

from newswatch.config import USUAL, FetchSettings, Trust
from newswatch.core.hosts.inner import Named
from newswatch.core.identity import site_of
from newswatch.errors import AddressRefused, FetchError
from newswatch.network import Bounds, Dialer
from newswatch.sources.http import certificate, tls
from newswatch.sources.http.certificate import Certificate
from newswatch.sources.http.guarded import connect_by


class Session(requests.Session):
    """Connects by a dialer alone, and leaves redirects to the fetcher.

    requests itself reads the whole body of a redirect, however large, even with `allow_redirects=False`.

    What the environment says of proxies and certificates is read once for each site; requests reads it for each request, which takes as long as all
    else that it does before it sends.
    """

    def __init__(self, dialer: Dialer, https: "SharedTls") -> None:
        super().__init__()
        self._of_sites: dict[str, Mapping[str, Any]] = {}
        self.mount("http://", Guarded(dialer))
        self.mount("https://", https)

    def get_redirect_target(self, *_: object) -> None:
        return None

    def ask(self, url: str, headers: Mapping[str, str], timeout: float) -> requests.Response:
        """The answer to one GET, its body unread. `url` has the form in which requests sends it, so that it is not brought into that form again.

        Raises what requests raises.
        """
        request = requests.PreparedRequest()
        request.method, request.url = "GET", url
        request.prepare_headers({**self.headers, **headers})
        if len(self.cookies):
            request.prepare_cookies(self.cookies)
        if self.auth is not None:
            request.prepare_auth(self.auth, url)
        answer = self.get_adapter(url).send(request, stream=True, timeout=timeout, **self._around(url))
        if "Set-Cookie" in answer.headers:
            extract_cookies_to_jar(self.cookies, request, answer.raw)  # type: ignore[no-untyped-call]
        return answer

    def _around(self, url: str) -> Mapping[str, Any]:
        """What the environment says of the site of an address: which proxies and authorities to use."""
        root = _root(url)
        if root not in self._of_sites:
            settings = self.merge_environment_settings(url, {}, True, None, None)
            self._of_sites[root] = {name: settings[name] for name in ("verify", "cert", "proxies")}
        return self._of_sites[root]


def _root(url: str) -> str:
    """The scheme, host and port of an address."""
    return "/".join(url.split("/", 3)[:3])


class Guarded(HTTPAdapter):
    """Connects by a `Dialer` alone. What a proxy resolves can't be checked here, so of a request through one only the spelling of its host is.

    Gives an answer as it comes: what a fetcher has no use for, such as the encoding that requests guesses, is not worked out. The connections of a
    site are found once. A proxy is named by the environment, and connected to as it is named. One that speaks SOCKS would make connections of its own,
    and is refused.
    """

    def __init__(self, dialer: Dialer) -> None:
        self._dialer = dialer
        self._of_sites: dict[str, Any] = {}
        super().__init__()

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        super().init_poolmanager(*args, **named)
        connect_by(self.poolmanager, self._dialer)

    def proxy_manager_for(self, proxy: str, **named: Any) -> Any:
        if parse_url(proxy).scheme not in ("http", "https"):
            raise InvalidProxyURL(
                f"the proxy {parse_url(proxy).scheme}:// is none that can be used; name one that begins with http:// or https://"
            )
        known = proxy in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **named)
        if not known:
            connect_by(manager, self._dialer)
        return manager

    def get_connection_with_tls_context(self, request: Any, verify: Any, proxies: Any = None, cert: Any = None) -> Any:
        root = _root(request.url)
        found = self._of_sites.get(root)
        if found is None or not self._stays(request.url):
            self._of_sites[root] = found = self._connections(request, verify, proxies, cert)
        return found

    def _stays(self, _url: str) -> bool:
        """Whether it can't change how to connect to an address."""
        return True

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        answer = requests.Response()
        answer.status_code, answer.reason, answer.raw = resp.status, resp.reason, resp
        answer.headers = CaseInsensitiveDict(resp.headers)
        answer.url, answer.request = req.url or "", req
        return answer

    def _connections(self, request: Any, verify: Any, proxies: Any, cert: Any) -> Any:
        if select_proxy(request.url, proxies):
            host = parse_url(request.url).host or ""
            if why := self._dialer.named.refusal_unresolved(host):
                raise AddressRefused(f"{host} is {why}; no proxy was asked for it; if it is meant, name it in config.toml", host)
        return super().get_connection_with_tls_context(request, verify, proxies, cert)


class SharedTls(Guarded):
    """One TLS context for all connections of like trust. requests reads the CA bundle again for each: 7.5 against 1.2 ms a request (bench_fetch).

    The bundle is that of requests, or the one that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names; requests passes that one as `verify`.
    """

    def __init__(self, dialer: Dialer, trust: Mapping[str, Trust]) -> None:
        self._trust = trust
        super().__init__(dialer)

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        host, pool = super().build_connection_pool_key_attributes(request, True, cert)
        return host, pool | self._way(request.url, verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH)

    def _stays(self, url: str) -> bool:
        return self._trust.get(site_of(url), USUAL).ca_file is None

    def cert_verify(self, *_: object) -> None:
        """Leaves all to what `_way` says; requests would read the bundle here again."""

    def _way(self, url: str, bundle: str) -> dict[str, Any]:
        """How to connect to an address. A pinned certificate is held against its fingerprint by the context, and by urllib3 besides."""
        trust = self._trust.get(site_of(url), USUAL)
        pin = trust.certificate_sha256
        checked = {"cert_reqs": "CERT_NONE", "assert_fingerprint": pin} if pin else {"cert_reqs": "CERT_REQUIRED"}
        return {"ssl_context": tls.context(bundle, trust), **checked}


class _Look(SharedTls):
    """Connects to nothing: its context gives the connection up as soon as the server's certificate is seen."""

    def __init__(self, dialer: Dialer, *, legacy: bool) -> None:
        self._legacy = legacy
        super().__init__(dialer, {})

    def _way(self, *_: object) -> dict[str, Any]:
        return {"ssl_context": tls.looking(legacy=self._legacy), "cert_reqs": "CERT_NONE"}


def certificate_of(url: str, settings: FetchSettings, *, legacy: bool = False) -> Certificate:
    """The certificate that the server of an address shows, trusted or not; no request is sent. `legacy` allows old protocols.

    Raises FetchError if no TLS connection comes about, ParseError if the certificate can't be read.
    """
    timeout_seconds = settings.timeout_seconds
    dialer = Dialer(Named.of([url], settings.networks), Bounds(silence=timeout_seconds))
    with Session(dialer, _Look(dialer, legacy=legacy)) as session:
        try:
            session.get(url, timeout=timeout_seconds, stream=True, allow_redirects=False).close()
        except requests.exceptions.SSLError as error:
            root = innermost(error)
            if isinstance(root, tls.Shown):
                return certificate.read(root.der, url)
            raise tls.failure(url, url, root, reason(root)) from error
        except (OSError, ValueError, HTTPException) as error:
            raise FetchError(f"{url}: no connection: {reason(innermost(error))}", temporary=True) from error
        except AddressRefused as error:
            raise AddressRefused(f"{url}: {error}", error.host) from error
    raise FetchError(f"{url}: shows no certificate: it is not asked for by https")


def innermost(error: BaseException) -> BaseException:
    """The innermost reason of a chain of wrapped network errors."""
    inner = error
    while causes := [e for e in (getattr(inner, "reason", None), *inner.args) if isinstance(e, BaseException)]:
        inner = causes[0]
    return inner


def reason(error: BaseException) -> str:
    """The text of a network error without the connection object that urllib3 puts before it."""
    text = repr(error) if isinstance(error, HTTPException) and not isinstance(error, OSError) else str(error)
    return text.partition("): ")[2] or text if "Connection(host=" in text else text
