"""A first config.toml, commented, from a few answers and a look at the portal."""

import json
import re
from dataclasses import dataclass

from newswatch.core.model import Profile
from newswatch.core.text import title_key
from newswatch.services.probe import Probe
from newswatch.sources.infer.profile import to_toml


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said: the address of the news list, the unit's name and kind, the rule."""

    url: str
    name: str
    kind: str
    rule: str


def config(answers: Answers, probe: Probe, profile: Profile | None) -> str:
    """The text of a configuration that reads the probed page; a feed found on a listing's page is added as an extra source,
    whose articles are read as the listing's are."""
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

# Who is written to: secretary and head (To), deputy, editor, contributor, office (Cc).
# [[units.board]]
# address = "thuky@example.vn"
# name = "Thư ký Ban biên tập"
# role = "secretary"
# notices = ["shortfall", "warning", "revision"]   # which kinds, if not all
"""
    sources = _source("portal", probe.kind, answers.url, probe.preset, profile)
    if probe.kind == "listing" and probe.feeds:
        sources += _source("feed", "feed", probe.feeds[0], probe.preset, None)
    return head + sources


def _source(source_id: str, kind: str, url: str, preset: str | None, profile: Profile | None) -> str:
    lines = ["", "[[units.sources]]", f"id = {_quoted(source_id)}", f"kind = {_quoted(kind)}", f"url = {_quoted(url)}"]
    if preset:
        lines.append(f"preset = {_quoted(preset)}")
    elif profile:
        lines += ["", "[units.sources.profile]   # inferred; `newswatch probe` shows what it finds", to_toml(profile).strip()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
