"""How many requests each site that has a budget was sent, by local days."""

from collections.abc import Mapping
from datetime import date

from newswatch.store.store import Store

Asked = dict[tuple[str, date], int]


def asked(store: Store, day: date) -> Asked:
    """The requests of a local day by site."""
    rows = store.rows("SELECT site, asked FROM requests WHERE day = ?", day.isoformat())
    return {(row["site"], day): row["asked"] for row in rows}


def note(store: Store, counts: Mapping[tuple[str, date], int]) -> None:
    """Sets how many requests sites were sent on days."""
    with store.writing():
        for (site, day), count in counts.items():
            store.run_sql(
                "INSERT INTO requests (site, day, asked) VALUES (?, ?, ?) ON CONFLICT (site, day) DO UPDATE SET asked = excluded.asked",
                site,
                day.isoformat(),
                count,
            )


def forget(store: Store, before: date) -> None:
    """Drops the counts of earlier days, which nothing rests on."""
    with store.writing():
        store.run_sql("DELETE FROM requests WHERE day < ?", before.isoformat())
