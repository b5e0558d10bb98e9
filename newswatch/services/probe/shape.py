"""A probe as JSON, as lines of config.toml, and as a fixture."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from newswatch import private
from newswatch.core.identity import canonical_url
from newswatch.core.model import Profile
from newswatch.core.text import title_key
from newswatch.report import english
from newswatch.services.probe.probing import Probe
from newswatch.sources.infer import profile


def shape(probe: Probe) -> dict[str, Any]:
    """The probe as JSON."""
    return {
        "url": probe.page.final_url,
        "kind": probe.kind,
        "preset": probe.preset,
        "entries": [
            {
                "title": entry.title,
                "url": entry.url,
                "published_at": entry.published_at.isoformat() if entry.published_at else None,
                "date_origin": str(entry.date_origin),
                "verdict": str(classification.verdict),
                "reasons": [english.phrase(p) for p in classification.phrases],
            }
            for entry, classification in probe.entries
        ],
        "profile": keys(probe.profile) if probe.profile else None,
        "feeds": list(probe.feeds),
        "sections": [{"name": section.name, "url": section.url} for section in probe.sections],
        "offers": [{"kind": offer.kind and str(offer.kind), "url": offer.url, "entries": offer.entries} for offer in probe.offers],
        "warnings": list(probe.warnings),
    }


def profile_toml(probe: Probe) -> str:
    """The inferred profile as it stands in config.toml; empty where a preset reads the page, or nothing does."""
    return "" if probe.preset or probe.profile is None else profile.to_toml(probe.profile)


def write_fixture(probe: Probe, folder: Path) -> tuple[Path, Path]:
    """Writes the page as received and what was read from it side by side, named by the address; gives both paths."""
    private.make_folder(folder)
    name = title_key(canonical_url(probe.page.final_url).removeprefix("https://")).replace(" ", "-")[:80] or "page"
    page, read_from_it = folder / f"{name}.{'xml' if probe.kind == 'feed' else 'html'}", folder / f"{name}.json"
    private.write(page, probe.page.body)
    private.write(read_from_it, (json.dumps(shape(probe), ensure_ascii=False, indent=2) + "\n").encode())
    return page, read_from_it


def keys(of: Profile) -> dict[str, Any]:
    """The keys of a profile that say something."""
    return {f.name: value for f in fields(Profile)[1:] if (value := getattr(of, f.name)) not in (f.default, ())}
