"""Set up a unit: probe its portal, and write a first config.toml, commented, that reads it."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newswatch.config import FetchSettings, load, load_lexicon, load_presets, load_rule
from newswatch.core.model import Profile
from newswatch.core.text import title_key
from newswatch.errors import InputError
from newswatch.services import probe, witnesses
from newswatch.services.probe import Probe
from newswatch.services.witnesses import Witness
from newswatch.sources.infer.profile import to_toml


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said: the address of the news list, the unit's name and kind, the rule."""

    url: str
    name: str
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Started:
    """A configuration that was written: how its portal is read, what is not sure about that, and the second witnesses of its site."""

    probe: Probe
    doubts: tuple[str, ...]
    witnesses: tuple[Witness, ...] = ()


def start(answers: Answers, out: Path, now: Callable[[], datetime]) -> Started:
    """Probes the portal and writes the configuration, which is loaded once before it takes its place.

    Raises ConfigError (no such rule, or the file would not load), SourceError (the portal can't be read), InputError (no list of news is there);
    nothing is written then.
    """
    load_rule(answers.rule, out.absolute().parent)
    settings = FetchSettings()
    found = probe.run(answers.url, settings, load_lexicon(), load_presets(), now)
    profile, doubts = probe.complete(settings, found, now)
    if found.kind not in ("feed", "listing"):
        raise InputError(
            f"{answers.url}: no list of news could be made out there; give the address of the page that lists the news, or of its feed"
        )
    draft = out.with_name(f"{out.name}.new")
    seen = witnesses.find(found.page.final_url, settings, now)
    draft.write_text(config(answers, found, profile, seen), encoding="utf-8")
    try:
        load(draft.absolute())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return Started(found, (*found.warnings, *doubts), seen)


def config(answers: Answers, probe: Probe, profile: Profile | None, found: Sequence[Witness] = ()) -> str:
    """The text of a configuration that reads the probed page.

    A feed found on a listing's page and the second witnesses that were `found` are added as extra sources, whose articles are read as the
    listing's are.
    """
    unit_id = re.sub(r"[^a-z0-9]+", "-", title_key(answers.name)).strip("-") or "unit"
    head = f"""# newswatch: {answers.kind} {answers.name}
# Paths are relative to this file. `newswatch config` shows what is in force.

database = "newswatch.db"
inbox = "inbox"              # loudspeaker logs (CSV, XLSX, JSON) laid here are taken in by each check
# lexicon = "lexicon.toml"   # your own copy of the PAR vocabulary, if you correct it

[fetch]
pace_seconds = 1.0           # pause between two requests to one site
# contact = {_quoted(f"{answers.kind} {answers.name}, số điện thoại")}   # told to the site, so that its keeper can reach you

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

# Who is written to: secretary and head (To), deputy, editor, contributor, office (Cc).
# [[units.board]]
# address = "thuky@example.vn"
# name = "Thư ký Ban biên tập"
# role = "secretary"
# notices = ["shortfall", "warning", "revision"]   # which kinds, if not all
"""
    return head + _sources(answers, probe, profile, found)


def _sources(answers: Answers, probe: Probe, profile: Profile | None, found: Sequence[Witness]) -> str:
    sources = _source("portal", probe.kind, answers.url, probe.preset, profile)
    if probe.kind == "listing" and probe.feeds:
        sources += _source("feed", "feed", probe.feeds[0], probe.preset, None)
    for witness in found:
        sources += _source(str(witness.kind), str(witness.kind), witness.url, probe.preset, None)
    return sources


def _source(source_id: str, kind: str, url: str, preset: str | None, profile: Profile | None) -> str:
    lines = ["", "[[units.sources]]", f"id = {_quoted(source_id)}", f"kind = {_quoted(kind)}", f"url = {_quoted(url)}"]
    if preset:
        lines.append(f"preset = {_quoted(preset)}")
    elif profile:
        lines += ["", "[units.sources.profile]   # inferred; `newswatch probe` shows what it finds", to_toml(profile).strip()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
