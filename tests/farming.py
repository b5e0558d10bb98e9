"""Runs over a farm of portals, polled by this machine or elsewhere."""

from datetime import datetime
from pathlib import Path
from typing import Any

from farm import Farm

from newswatch.config import Settings, load
from newswatch.core.model import LOCAL
from newswatch.services import check
from newswatch.services.check import Report
from newswatch.services.opening import open_store

FETCH = "workers = 3\nretries = 0"


def settings(folder: Path, farm: Farm, portals: int, cluster: str = "") -> Settings:
    """The settings of an office that watches so many portals, here or on a cluster."""
    folder.mkdir(exist_ok=True)
    path = folder / "config.toml"
    path.write_text(farm.settings(portals, f'{FETCH}\ncluster = "{cluster}"'), encoding="utf-8")
    return load(path)


def polled(of: Settings, at: str, **options: Any) -> Report:
    """One run at a local time."""
    with open_store(of, create=True) as store:
        return check.run(store, of, lambda: datetime.fromisoformat(f"2026-11-{at}").replace(tzinfo=LOCAL), **options)


def told(report: Report) -> list[tuple[object, ...]]:
    """What a run's report says of each source."""
    return sorted((one.unit, one.source, one.new, one.changed, str(one.poll.outcome)) for one in report.polled)
