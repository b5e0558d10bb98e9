"""Set up a unit: probe its portal, and write a first config.toml, commented, that reads it."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from newswatch import private
from newswatch.config import USUAL, FetchSettings, SourceKind, Trust, load, load_lexicon, load_presets, load_rule
from newswatch.core.identity import canonical_url
from newswatch.core.model import Profile
from newswatch.core.months import local_day
from newswatch.core.quota.rule import Rule, official_problem
from newswatch.core.text import title_key
from newswatch.errors import InputError, SourceError
from newswatch.services import probe, witnesses
from newswatch.services.probe import Offer, Probe
from newswatch.services.witnesses import Witness
from newswatch.sources.infer.profile import to_toml

_MOST_TRIED = 24
"""How many links of a front page are tried at most. A judgement: a portal's front page has about a dozen columns."""

_NOTHING = "no list of news could be made out there; give the address of the page that lists the news, or of its feed"
_MORE = re.compile(r"(xem|doc|tat ca|chi tiet|them|more|all)\b")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said: the address of the news list, the unit's name and kind, the rule; what is trusted of the address's host, and the User-Agent
    to be sent if not the usual one."""

    url: str
    name: str
    kind: str
    rule: str
    trust: Trust = USUAL
    user_agent: str = ""


class NothingListed(InputError):
    """A page without a list of news; `offers` are the lists for machines that it names."""

    def __init__(self, message: str, offers: tuple[Offer, ...]) -> None:
        super().__init__(message)
        self.offers = offers


@dataclass(frozen=True, slots=True)
class SectionList:
    """The full list behind a column of a front page, as it is read."""

    id: str
    name: str
    probe: Probe


@dataclass(frozen=True, slots=True)
class Started:
    """A configuration that was written: how its portal is read, and what is not sure about that.

    `sections` are the section lists behind a front page, `witnesses` the second witnesses of its site.
    """

    probe: Probe
    doubts: tuple[str, ...]
    sections: tuple[SectionList, ...] = ()
    witnesses: tuple[Witness, ...] = ()


def start(answers: Answers, out: Path, now: Callable[[], datetime]) -> Started:
    """Probes the portal and writes the configuration, which is loaded once before it takes its place.

    Raises ConfigError (no such rule, or the file would not load), SourceError (the portal can't be read), InputError (no list of news is there);
    nothing is written then.
    """
    rule = load_rule(answers.rule, out.absolute().parent)
    settings, lexicon, presets = replace(FetchSettings(), user_agent=answers.user_agent), load_lexicon(), load_presets()
    seek = partial(probe.run, settings=settings, lexicon=lexicon, presets=presets, now=now, trust=answers.trust)
    found = seek(answers.url)
    if found.kind not in ("feed", "wordpress", "listing"):
        raise NothingListed("\n".join((f"{answers.url}: {_NOTHING}", *found.warnings)), found.offers)
    profile, doubts = probe.complete(settings, found, now, answers.trust)
    sections = section_lists(found, seek)
    draft = out.with_name(f"{out.name}.new")
    seen = tuple(w for w in witnesses.find(found.page.final_url, settings, now, answers.trust) if w.url != answers.url)
    private.write(draft, config(answers, found, profile, sections, seen).encode())
    try:
        load(draft.absolute())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return Started(found, (*found.warnings, *doubts, *_doubts(found, sections), *_doubtful(rule, local_day(now()))), sections, seen)


def section_lists(found: Probe, seek: Callable[[str], Probe]) -> tuple[SectionList, ...]:
    """The lists behind a front page's columns: of the links in a column the first that leads to one list with most entries of the column."""
    lists: dict[str, SectionList] = {}
    shown: set[str] = set()
    for section in found.sections[:_MOST_TRIED]:
        if section.keys <= shown or canonical_url(section.url) in lists:
            continue
        try:
            behind = seek(section.url)
        except SourceError:
            continue
        keys = section.keys & {entry.key for entry, _ in behind.entries}
        if behind.kind == "listing" and not behind.several and 2 * len(keys) > len(section.keys):
            shown |= keys
            lists[canonical_url(section.url)] = SectionList(section_id(section.name, section.url, lists.values()), section.name, behind)
    return tuple(lists.values())


def config(
    answers: Answers, probe: Probe, profile: Profile | None, sections: tuple[SectionList, ...] = (), witnesses: tuple[Witness, ...] = ()
) -> str:
    """The text of a configuration that reads the probed page.

    A feed found on a listing's page and second witnesses are added as extra sources, whose articles are read as the listing's are. So are the section
    lists behind a front page, which is an extra source itself where each of its columns has one.
    """
    return _head(answers) + _sources(answers, probe, profile, sections, witnesses)


def _head(answers: Answers) -> str:
    unit_id = re.sub(r"[^a-z0-9]+", "-", title_key(answers.name)).strip("-") or "unit"
    return f"""# newswatch: {answers.kind} {answers.name}
# Paths are relative to this file. `newswatch config` shows what is in force.

database = "newswatch.db"
inbox = "inbox"              # loudspeaker logs (XLSX, XLS, ODS, CSV, JSON) laid here are taken in by each check
# log_columns = "log_columns.toml"   # your own copy of the column names of such logs
# lexicon = "lexicon.toml"   # your own copy of the PAR vocabulary, if you correct it

[fetch]
pace_seconds = 1.0           # pause between two requests to one site
# contact = {_quoted(f"{answers.kind} {answers.name}, số điện thoại")}   # told to the site, so that its keeper can reach you
{"" if answers.user_agent else "# "}user_agent = {_quoted(answers.user_agent)}   # named so where a firewall refuses unknown programs

[mail]                       # with no host, mails to the board are laid as .eml files into the folder `outbox`
# host = "smtp.example.vn"   # the mail server; its password never stands here: `newswatch doctor` says how it is given
# security = "starttls"      # or "tls", or "none"
# login = "xa@example.vn"
# sender = "xa@example.vn"

[[units]]
id = {_quoted(unit_id)}
name = {_quoted(answers.name)}
kind = {_quoted(answers.kind)}
rules = [{_quoted(answers.rule)}]   # `reading_status` is assumed until a document confirms how the points are taken off
# broadcasts = "unwatched"   # nobody logs what the loudspeakers air, so everything is said of the portal alone [usual: "logged"]
# log_closes_on = 10         # a month's log that nobody closed closes by itself on this day of the next; 0: never
#                              (a month before the first run only once something of its log is handed in)

# Who is written to: secretary and head (To), deputy, editor, contributor, office (Cc).
# [[units.board]]
# address = "thuky@example.vn"
# name = "Thư ký Ban biên tập"
# role = "secretary"
# notices = ["shortfall", "warning", "revision"]   # which kinds, if not all
"""


def _sources(
    answers: Answers, probe: Probe, profile: Profile | None, sections: tuple[SectionList, ...], witnesses: tuple[Witness, ...]
) -> str:
    whole = bool(sections) and not _bare(probe, sections)
    sources = _source("portal", probe.kind, answers.url, probe.preset, profile, extra=whole, trust=answers.trust)
    for section in sections:
        sources += _source(section.id, "listing", section.probe.page.url, section.probe.preset, _read_as(section.probe.profile, profile))
    if probe.kind == "listing" and probe.feeds:
        sources += _source("feed", "feed", probe.feeds[0], probe.preset, None)
    for witness in witnesses:
        sources += _source(str(witness.kind), str(witness.kind), witness.url, probe.preset, None)
    return sources


def _source(
    source_id: str, kind: str, url: str, preset: str | None, profile: Profile | None, *, extra: bool = False, trust: Trust | None = None
) -> str:
    lines = ["", "[[units.sources]]", f"id = {_quoted(source_id)}", f"kind = {_quoted(kind)}", f"url = {_quoted(url)}"]
    if extra:
        lines.append("required = false   # a front page proves no day; the section lists behind it do")
    lines += trust_lines(trust) if trust else []
    if preset:
        lines.append(f"preset = {_quoted(preset)}")
    elif profile:
        lines += ["", "[units.sources.profile]   # inferred; `newswatch probe` shows what it finds", to_toml(profile).strip()]
    return "\n".join(lines) + "\n"


def trust_lines(trust: Trust) -> list[str]:
    """What is trusted of a host, as it stands in one of its sources; it holds for all of them."""
    stated = {
        "ca_file": trust.ca_file and _quoted(trust.ca_file.as_posix()),
        "certificate_sha256": trust.certificate_sha256 and _quoted(trust.certificate_sha256),
        "tls_legacy": "true" if trust.tls_legacy else "",
        "login": trust.login and _quoted(trust.login.name),
        "password_file": trust.login and trust.login.password_file and _quoted(trust.login.password_file.as_posix()),
    }
    return [f"{key} = {value}" for key, value in stated.items() if value]


def _read_as(section: Profile | None, front: Profile | None) -> Profile | None:
    """The profile of a section list. Its articles are those of the front page, so they are read alike."""
    if section is None or front is None:
        return section
    return replace(section, article_title=front.article_title, article_date=front.article_date, article_body=front.article_body)


def _bare(front: Probe, sections: Iterable[SectionList]) -> tuple[str, ...]:
    """The titles of the front page's entries that no section list shows."""
    shown = {entry.key for section in sections for entry, _ in section.probe.entries}
    return tuple(entry.title for entry, _ in front.entries if entry.key not in shown)


def _doubts(front: Probe, sections: tuple[SectionList, ...]) -> tuple[str, ...]:
    """What is not sure about the section lists, and which columns have none."""
    told = [f"section list {section.id}: {warning}" for section in sections for warning in section.probe.warnings]
    bare = _bare(front, sections) if front.several else ()
    if bare:
        told.append(
            f'no section list was found behind the column with "{bare[0]}" ({len(bare)} entries in all): while the front page is required, '
            "months stay unknown; name that section's list as a source, or set required = false for the front page if that column "
            "never holds what counts"
        )
    return tuple(told)


def _doubtful(rule: Rule, today: date) -> tuple[str, ...]:
    """What keeps scores under a rule from being more than provisional: nobody has read its clause, or it is not in force."""
    return () if rule.verified and rule.in_force(today) else (official_problem(rule, today) or "",)


def section_id(name: str, url: str, others: Iterable[SectionList]) -> str:
    """An id made of the column's name, else of its address where the name only says "more"."""
    said = title_key(name)
    stem = urlsplit(url).path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or urlsplit(url).path.rstrip("/").rpartition("/")[2]
    words = title_key(stem) if _MORE.match(said) else said
    plain = re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:40].strip("-") or "section"
    taken = {"portal", *map(str, SourceKind), *(section.id for section in others)}
    return next(found for n in range(1, len(taken) + 2) if (found := plain if n == 1 else f"{plain}-{n}") not in taken)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
