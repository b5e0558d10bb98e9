"""Reads from config.toml where scores go for other systems: a file, an address. The secret that signs what is posted lies elsewhere."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newswatch.config.logins import refuse_secrets
from newswatch.config.secrets import Places
from newswatch.core.identity import site_of
from newswatch.core.table import Table

SECRET = "NEWSWATCH_FEED_SECRET"
CREDENTIAL = "feed-secret"
_PLACE = re.compile(r"\{(?!(?:unit|year)\})|(?<!\{unit)(?<!\{year)\}")


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """Where scores go when the result of a unit's year has changed: into the file `path` (absolute, with `{unit}` and `{year}` in it where these are to be
    put), and by POST to `url`; empty for neither. What is posted is signed by a secret, which may lie in `secret_file`."""

    path: str = ""
    url: str = ""
    secret_file: Path | None = None
    timeout_seconds: float = 10.0

    @property
    def folder(self) -> Path | None:
        """The folder in which all files of the feed lie, or folders for them; None without files."""
        return next(folder for folder in Path(self.path).parents if "{" not in str(folder)) if self.path else None


def feed_settings(table: Table, base: Path, units: Sequence[str], inbox: Path) -> FeedSettings:
    """Reads the [feed] table. Paths are relative to `base`; `units` are the ids of all units."""
    if table.has("secret"):
        table.problem("secret", f"a secret is never written here; put it into a file and name that as secret_file, or set {SECRET}")
        table.values = {key: value for key, value in table.values.items() if key != "secret"}
    default = FeedSettings()
    url, file = refuse_secrets(table, "url", table.text("url", "")), table.text("secret_file", "")
    if url and not (url.startswith(("http://", "https://")) and site_of(url)):
        table.problem("url", f"expected an address beginning with http:// or https://, found {url!r}")
    seconds = table.number("timeout_seconds", default.timeout_seconds, least=0.1, most=60)
    path = _path(table, base, units, inbox)
    table.finish()
    return FeedSettings(path, url, base / Path(file).expanduser() if file else None, seconds)


def feed_secret(feed: FeedSettings, environment: Mapping[str, str] = os.environ) -> str | None:
    """The secret that signs what is posted, or None if none is given: see `secrets.Places`. Raises ConfigError."""
    return Places("secret of the feed", SECRET, CREDENTIAL, feed.secret_file).secret(environment)


def _path(table: Table, base: Path, units: Sequence[str], inbox: Path) -> str:
    text = table.text("path", "")
    if not text:
        return ""
    path = base / Path(text).expanduser()
    if _PLACE.search(text):
        table.problem("path", f"expected no other braces than {{unit}} and {{year}}, found {text!r}")
    elif len(units) > 1 and "{unit}" not in text:
        table.problem("path", f"has no {{unit}} in it, and {len(units)} units would write one file; write for example 'feed/{{unit}}.json'")
    elif text.endswith(("/", "\\")) or path.is_dir():
        table.problem("path", f"expected the name of a file, found a folder: {path}")
    elif path.is_relative_to(inbox):
        table.problem("path", f"{path} lies in the inbox, whose files are taken for loudspeaker logs; name another folder")
    return str(path)
