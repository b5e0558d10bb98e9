"""Which certificates and protocols a person trusts of a source's host, as its sources in config.toml say."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from newswatch.config.logins import login_of
from newswatch.config.settings import Source, Trust, Unit
from newswatch.core.identity import site_of
from newswatch.core.table import Table

_PRINT = re.compile(r"[0-9a-f]{64}")


def fingerprint(text: str) -> str:
    """A SHA-256 fingerprint as 64 small hex digits; colons and blanks between them are left out. Empty for anything else."""
    plain = re.sub(r"[:\s]", "", text).lower()
    return plain if _PRINT.fullmatch(plain) else ""


def trust_of(table: Table, url: str, base: Path) -> Trust:
    """What one source says of the host of its address. A relative `ca_file` lies beside config.toml."""
    file, stated = table.text("ca_file", ""), table.text("certificate_sha256", "")
    pin = fingerprint(stated)
    if stated and not pin:
        table.problem("certificate_sha256", f"expected 64 hex digits, with or without colons between them, found {stated!r}")
    if stated and file:
        table.problem("ca_file", "stands beside certificate_sha256, which trusts that one certificate alone; take one of them out")
    return Trust(base / file if file else None, pin, table.flag("tls_legacy"), login_of(table, url, base))


def shared_trust(units: Sequence[Unit], problems: list[str]) -> tuple[Unit, ...]:
    """The units, each source with the trust that the sources of its host state together. Where they contradict each other is a problem."""
    stated: dict[str, dict[str, tuple[str, object]]] = defaultdict(dict)
    for named, source in ((f"{unit.id}/{source.id}", source) for unit in units for source in unit.sources):
        _note(stated[site_of(source.url)], named, source, problems)
    said = {site: Trust(**{key: value for key, (_, value) in keys.items()}) for site, keys in stated.items()}  # type: ignore[arg-type]
    return tuple(_trusting(unit, said) for unit in units)


def _trusting(unit: Unit, said: Mapping[str, Trust]) -> Unit:
    if all(s.trust == said[site_of(s.url)] for s in unit.sources):
        return unit
    return replace(unit, sources=tuple(replace(s, trust=said[site_of(s.url)]) for s in unit.sources))


def _note(known: dict[str, tuple[str, object]], named: str, source: Source, problems: list[str]) -> None:
    """Notes what a source says of its host; one certificate is trusted either by its authority or by itself."""
    rivals = {"ca_file": "certificate_sha256", "certificate_sha256": "ca_file"}
    for key in (field.name for field in fields(Trust)):
        value = getattr(source.trust, key)
        if not value:
            continue
        first, other = known.setdefault(key, (named, value))
        if other != value:
            problems.append(f"sources {first} and {named} lie on one host ({site_of(source.url)}), but say different things as {key}")
        rival = known.get(rivals.get(key, ""))
        if rival and rival[0] != named:
            problems.append(
                f"sources {rival[0]} and {named} lie on one host ({site_of(source.url)}), but one says {rivals[key]}, the other {key}"
            )
