"""Can the world outside be reached: the sources, the mail server, the board?"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from newswatch import config, mail
from newswatch.config import Settings, Source, SourceKind, Unit
from newswatch.core.identity import site_of
from newswatch.core.model import Page
from newswatch.core.notices.notice import NoticeKind
from newswatch.errors import ConfigError, DeliveryError, SourceError, TlsError
from newswatch.report.vi import setup as vi
from newswatch.services.doctor.finding import Finding, Health
from newswatch.sources import feed, listing, sitemap, wordpress
from newswatch.sources.http.fetch import Fetcher


def board(settings: Settings, unit: Unit, refused: Collection[str]) -> Finding:
    """Whether anybody of a unit gets the monthly mail; `refused` are the mailboxes whose last mail was refused for good."""
    about, told = f"board {unit.id}", unit.recipients(NoticeKind.SHORTFALL)
    if not unit.board:
        advice = f"add [[units.board]] tables with the addresses of its editorial board to {settings.path}"
        return Finding(about, Health.WARN, "nobody is written to", advice)
    if not told:
        return Finding(about, Health.WARN, "nobody gets the monthly mail", 'add "shortfall" to `notices` of a member of the board')
    lost = [r.address for r in told if r.address.lower() in refused]
    if lost:
        advice = "correct the address in config.toml, then `newswatch outbox retry N --to ADDRESS` for the mails that were refused"
        return Finding(
            about, Health.BAD, f"the mail to {', '.join(lost)} was refused for good; {len(told) - len(lost)} others get it", advice
        )
    return Finding(about, Health.OK, f"{len(told)} of {len(unit.board)} mailboxes are sent the monthly mail")


def mail_way(settings: Settings, *, offline: bool) -> Finding:
    """The way to the mail server, up to its login; or the folder, where there is none."""
    to = settings.mail
    if not to.host and not any(unit.board for unit in settings.units):
        return Finding("mail", Health.OK, "no mail server is named, and nobody is to be written to")
    try:
        if to.login and config.mail_password(to) is None:
            advice = "name its file as password_file in [mail] (a credential of systemd is seen by the service alone, and is fine)"
            return Finding("mail", Health.WARN, f"{to.host}: no password is to be seen from here for the login {to.login}", advice)
        if to.host and offline:
            return Finding("mail", Health.OK, f"{to.host}: not asked, as you wished")
        reached = mail.check_login(to)
    except ConfigError as error:
        return Finding("mail", Health.BAD, str(error), "let the account that runs newswatch read that file")
    except DeliveryError as error:
        return Finding("mail", Health.BAD, str(error), "correct [mail] in config.toml; `newswatch mail test` tries it out")
    if to.host:
        return Finding("mail", Health.OK, reached)
    return Finding("mail", Health.WARN, reached, "name your mail server as `host` in [mail] of config.toml; the board gets nothing else")


def reached(settings: Settings, unit: Unit, source: Source, now: Callable[[], datetime]) -> Finding:
    """The first page of a source, fetched now."""
    about, trouble = f"fetch {unit.id}/{source.id}", Health.BAD if source.required else Health.WARN
    hasty = replace(settings.fetch, retries=0)
    try:
        with Fetcher(hasty, sorted({site_of(source.url), *source.hosts}), now, trust=settings.trust) as fetcher:
            page = fetcher.get(source.url)
        entries, undated = _entries(source, page), _undated(source, page)
    except TlsError as error:
        return Finding(
            about, trouble, f"{vi.tls_trouble(error.fault, source.url)} ({error})", vi.TLS_ADVICE[error.fault].format(url=source.url)
        )
    except SourceError as error:
        return Finding(about, trouble, str(error), "open it in a browser; correct url in config.toml if it moved")
    if not entries:
        return Finding(
            about, trouble, f"{source.url}: answers, but lists nothing", f"see what `newswatch probe '{source.url}'` makes of it"
        )
    if undated:
        return Finding(about, Health.WARN, f"{source.url}: {undated}", vi.UNDATED_ADVICE.format(url=source.url))
    return Finding(about, Health.OK, f"{source.url}: answers, {entries} entries on its first page")


def _undated(source: Source, page: Page) -> str:
    """What a listing prints in the place of dates that can't be read; empty if it prints nothing such."""
    if source.kind is not SourceKind.LISTING:
        return ""
    entries = listing.read(page.body, page.final_url, source.profile, content_type=page.content_type).entries
    undated = [entry.published_raw for entry in entries if entry.published_at is None]
    forms = vi.forms(undated)
    return vi.undated(len(undated), len(entries), forms) if forms else ""


def _entries(source: Source, page: Page) -> int:
    """How many entries the first page of a source has. Raises SourceError if it is another kind of page."""
    if source.kind is SourceKind.FEED:
        return len(feed.parse(page.body, page.final_url, content_type=page.content_type))
    if source.kind is SourceKind.WORDPRESS:
        return len(wordpress.read(page).entries)
    if source.kind is SourceKind.SITEMAP:
        found = sitemap.read(page)
        return len(found.addresses) + len(found.further)
    return len(listing.read(page.body, page.final_url, source.profile, content_type=page.content_type).entries)
