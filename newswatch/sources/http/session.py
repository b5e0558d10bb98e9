"""The connections of a fetcher (requests): which TLS context a host gets, and a look at a certificate without asking for anything."""

from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, NamedTuple

import requests
from requests.adapters import HTTPAdapter
from requests.cookies import extract_cookies_to_jar
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH, get_auth_from_url, get_netrc_auth

from newswatch.config import USUAL, Trust
from newswatch.core.identity import site_of
from newswatch.errors import FetchError
from newswatch.sources.http import certificate, tls
from newswatch.sources.http.certificate import Certificate


class Session(requests.Session):
    """Leaves redirects to the fetcher. requests itself reads the whole body of a redirect, however large, even with `allow_redirects=False`.

    What the environment says of proxies, certificates and passwords is read once for each site; requests reads it for each request, which takes as
    long as all else that it does before it sends.
    """

    def __init__(self) -> None:
        super().__init__()
        self._of_sites: dict[str, _Surroundings] = {}

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
        around = self._around(url)
        if around.auth:
            request.prepare_auth(around.auth, url)
        answer = self.get_adapter(url).send(request, stream=True, timeout=timeout, **around.settings)
        if "Set-Cookie" in answer.headers:
            extract_cookies_to_jar(self.cookies, request, answer.raw)  # type: ignore[no-untyped-call]
        return answer

    def _around(self, url: str) -> "_Surroundings":
        """What the environment says of the site of an address."""
        root = _root(url)
        if root not in self._of_sites:
            settings = self.merge_environment_settings(url, {}, True, None, None)
            named = get_auth_from_url(url)
            auth = get_netrc_auth(url) or (named if any(named) else None)
            self._of_sites[root] = _Surroundings({name: settings[name] for name in ("verify", "cert", "proxies")}, auth)
        return self._of_sites[root]


def _root(url: str) -> str:
    """The scheme, host and port of an address, with the name and password in it."""
    return "/".join(url.split("/", 3)[:3])


class _Surroundings(NamedTuple):
    """What the environment of the program says of a site: which proxies and authorities to use, and by which name and password to ask."""

    settings: Mapping[str, Any]
    auth: tuple[str, str] | None


class Plain(HTTPAdapter):
    """Gives an answer as it comes: what a fetcher has no use for, such as the encoding that requests guesses, is not worked out. The connections of a
    site are found once."""

    def __init__(self) -> None:
        self._of_sites: dict[str, Any] = {}
        super().__init__()

    def get_connection_with_tls_context(self, request: Any, verify: Any, proxies: Any = None, cert: Any = None) -> Any:
        root = _root(request.url)
        found = self._of_sites.get(root)
        if found is None or not self._stays(request.url):
            self._of_sites[root] = found = super().get_connection_with_tls_context(request, verify, proxies, cert)
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


class SharedTls(Plain):
    """One TLS context for all connections of like trust. requests reads the CA bundle again for each: 7.5 against 1.2 ms a request (bench_fetch).

    The bundle is that of requests, or the one that REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names; requests passes that one as `verify`.
    """

    def __init__(self, trust: Mapping[str, Trust]) -> None:
        self._trust = trust
        super().__init__()

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

    def __init__(self, *, legacy: bool) -> None:
        self._legacy = legacy
        super().__init__({})

    def _way(self, *_: object) -> dict[str, Any]:
        return {"ssl_context": tls.looking(legacy=self._legacy), "cert_reqs": "CERT_NONE"}


def certificate_of(url: str, timeout_seconds: float, *, legacy: bool = False) -> Certificate:
    """The certificate that the server of an address shows, trusted or not; no request is sent. `legacy` allows old protocols.

    Raises FetchError if no TLS connection comes about, ParseError if the certificate can't be read.
    """
    with Session() as session:
        session.mount("https://", _Look(legacy=legacy))
        try:
            session.get(url, timeout=timeout_seconds, stream=True, allow_redirects=False).close()
        except requests.exceptions.SSLError as error:
            root = innermost(error)
            if isinstance(root, tls.Shown):
                return certificate.read(root.der, url)
            raise tls.failure(url, url, root, reason(root)) from error
        except (OSError, ValueError, HTTPException) as error:
            raise FetchError(f"{url}: no connection: {reason(innermost(error))}", temporary=True) from error
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
