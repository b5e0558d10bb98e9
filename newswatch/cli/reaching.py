"""Reaching an address that nobody set up yet: what stands in the way is shown, and a person asked; where nobody can be asked, the command is told."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from newswatch.cli.context import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from newswatch.config import FetchSettings, Trust
    from newswatch.errors import ElsewhereError, FetchError, TlsError
    from newswatch.services.probe import Offer, SeenCertificate
    from newswatch.services.starter import NothingListed

_MOST_QUESTIONS = 6
_REFUSED = (401, 403, 406, 429)

T = TypeVar("T")


@dataclass(frozen=True)
class Way:
    """How an address is asked for: what is trusted of its host, and the User-Agent if not the usual one. `words` are the rest of the command."""

    words: tuple[str, ...]
    url: str
    trust: Trust
    user_agent: str = ""

    @property
    def settings(self) -> FetchSettings:
        """The manners towards the host."""
        from newswatch.config import FetchSettings

        return FetchSettings(user_agent=self.user_agent)

    @property
    def command(self) -> str:
        """The command line that goes this way without a question."""
        given = [*self.words, self.url]
        given += ["--ca-file", str(self.trust.ca_file)] if self.trust.ca_file else []
        given += ["--certificate-sha256", self.trust.certificate_sha256] if self.trust.certificate_sha256 else []
        given += ["--tls-legacy"] if self.trust.tls_legacy else []
        given += ["--user-agent", self.user_agent] if self.user_agent else []
        login = self.trust.login
        given += ["--login", login.name] if login else []
        given += ["--password-file", str(login.password_file)] if login and login.password_file else []
        return shlex.join(["newswatch", *given])


def options(command: Any) -> Any:
    """The options by which a person says beforehand what is trusted of the address's host, and how to name oneself."""
    added = (
        click.option(
            "--password-file", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="The file with that login's password."
        ),
        click.option("--login", default="", metavar="NAME", help="Log in to the host by this name (HTTP Basic)."),
        click.option("--user-agent", default="", metavar="TEXT", help="Name yourself so, where a firewall refuses unknown programs."),
        click.option("--tls-legacy", is_flag=True, help="Allow old TLS (1.0, 1.1, weak ciphers) with this host."),
        click.option(
            "--certificate-sha256", default="", metavar="HEX", callback=_print, help="Trust the one certificate with this SHA-256."
        ),
        click.option(
            "--ca-file", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="Trust the certificates in this PEM file."
        ),
    )
    for option in added:
        command = option(command)
    return command


def way(words: tuple[str, ...], url: str, given: dict[str, Any]) -> Way:
    """The way that the options of a command line name. Raises UsageError if they contradict each other, ConfigError if the address carries a login."""
    from newswatch.config import Trust, login_given

    login = login_given(url, given["login"], given["password_file"])
    file, pin = given["ca_file"], given["certificate_sha256"]
    if file and pin:
        raise click.UsageError("give --ca-file or --certificate-sha256, not both: the latter trusts that one certificate alone")
    return Way(words, url, Trust(file.absolute() if file else None, pin, given["tls_legacy"], login), given["user_agent"])


def reached(first: Way, attempt: Callable[[Way], T]) -> T:
    """What an attempt gives, tried again as a person allows. Raises what stands in the way if nobody allows it, or nobody can be asked."""
    from newswatch.errors import ElsewhereError, FetchError, TlsError
    from newswatch.services.starter import NothingListed

    going = first
    for _ in range(_MOST_QUESTIONS):
        try:
            return attempt(going)
        except TlsError as error:
            going = _trusting(going, error)
        except ElsewhereError as error:
            going = _following(going, error)
        except NothingListed as error:
            going = _offered(going, error.offers, error)
        except FetchError as error:
            _told_of_refusal(error)
            raise
    return attempt(going)


def _trusting(going: Way, error: TlsError) -> Way:
    """The way with what a person trusts of the host, after seeing what it shows."""
    from newswatch.errors import TlsFault
    from newswatch.report.vi import setup as vi

    old = not error.fault.of_certificate
    seen = _seen(going, error, old=old)
    log(vi.tls_trouble(TlsFault.OLD_PROTOCOL if old else error.fault, error.url))
    log("\n".join(vi.certificate(seen.subject, seen.issuer, seen.names, seen.begins, seen.ends, seen.sha256)))
    if old:
        return _asked(replace(going, trust=replace(going.trust, tls_legacy=True)), vi.LEGACY_MEANS, vi.ASK_LEGACY, error)
    means = [vi.TRUST_MEANS] + ([vi.CA_FILE_HELPS] if error.fault in (TlsFault.SELF_SIGNED, TlsFault.NO_ISSUER) else [])
    trust = replace(going.trust, ca_file=None, certificate_sha256=seen.sha256)
    return _asked(replace(going, trust=trust), "\n".join(means), vi.ASK_TRUST, error)


def _seen(going: Way, error: TlsError, *, old: bool) -> SeenCertificate:
    """The certificate that the host shows. Raises the error itself where nothing a person could allow would help."""
    from newswatch.errors import SourceError, TlsFault
    from newswatch.services.probe import certificate

    if error.fault is TlsFault.HANDSHAKE:
        try:
            certificate(error.url, going.settings)
        except SourceError:
            pass
        else:
            raise error
    if old and going.trust.tls_legacy:
        raise error
    try:
        return certificate(error.url, going.settings, legacy=old or going.trust.tls_legacy)
    except SourceError:
        raise error from None


def _following(going: Way, error: ElsewhereError) -> Way:
    """The way to the site that the address redirects to. What was trusted of the first host is not carried over."""
    from urllib.parse import urlsplit

    from newswatch.config import USUAL
    from newswatch.core.hosts.inner import is_link_local
    from newswatch.errors import FetchError
    from newswatch.report.vi import setup as vi

    left = FetchError(f"{going.url}: redirects to another host, {error.url}; it was not followed")
    if is_link_local(urlsplit(error.url).hostname or ""):
        raise left
    return _asked(replace(going, url=error.url, trust=USUAL), vi.moved(going.url, error.url), vi.ASK_FOLLOW, left, usual=True)


def _offered(going: Way, offers: tuple[Offer, ...], error: NothingListed) -> Way:
    """The way to a list for machines that a page without a list names: asked for, or taken and said where nobody can be asked."""
    from newswatch.report.vi import setup as vi

    offer = next((offer for offer in offers if offer.kind), None)
    if offer is None or offer.url == going.url:
        raise error
    log(f"{going.url}: {vi.SHELL}; {vi.offered(str(offer.kind), offer.url, offer.entries)}")
    if sys.stdin.isatty() and not click.confirm(vi.ASK_OFFER, default=True, err=True):
        raise error
    return replace(going, url=offer.url)


def _asked(allowed: Way, means: str, question: str, error: FetchError, *, usual: bool = False) -> Way:
    """The way that a person allows. Where nobody can be asked the command is told, and the error raised."""
    from newswatch.report.vi import setup as vi

    log(means)
    if not sys.stdin.isatty():
        log(vi.run_instead(allowed.command))
        raise error
    if not click.confirm(question, default=usual, err=True):
        raise error
    return allowed


def _told_of_refusal(error: FetchError) -> None:
    from newswatch.report.vi import setup as vi

    if error.status in _REFUSED:
        log(vi.refused_program(error.status))


def _print(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    """A SHA-256 as 64 small hex digits."""
    from newswatch.config import fingerprint

    if text and not fingerprint(text):
        raise click.BadParameter("expected 64 hex digits, with or without colons between them")
    return fingerprint(text)
