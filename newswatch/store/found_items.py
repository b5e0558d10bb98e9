"""Finds what is known of a unit's items by what a poll comes to, through the index of `item_index`."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newswatch.core.dates.places import Places
from newswatch.core.polling.changes import Known
from newswatch.core.polling.lookups import By, Tally
from newswatch.store import known_items
from newswatch.store.item_index import number_of
from newswatch.store.store import Store, stamp

_INDEXED = (
    "SELECT EXISTS (SELECT 1 FROM json_each(patterns) WHERE value = ?3) AS fit FROM indexed_units WHERE unit_id = ?1 AND made_by = ?2"
)
_OF_INDEX = "SELECT i.key FROM indexed_items x JOIN items i ON i.id = x.item_id WHERE x.unit_id = ?1 AND "
_UNINDEXED = "SELECT i.key FROM unindexed x JOIN items i ON i.id = x.item_id WHERE x.unit_id = ?1"
_TOLD = " AND EXISTS (SELECT 1 FROM sightings s WHERE s.source_id = ?3 AND s.item_id = x.item_id AND s.digest <> '')"
_FIND = {
    By.TITLE: f"{_OF_INDEX} x.title = ?2",
    By.KEY_TODAY: "SELECT i.key FROM indexed_keys x JOIN items i ON i.id = x.item_id WHERE x.unit_id = ?1 AND x.id_pattern = ?3 AND x.key = ?2",
    By.ADDRESS: """SELECT i.key FROM json_each(?2) a CROSS JOIN items i
        WHERE i.unit_id = ?1 AND i.channel = 'portal' AND i.key > a.value || '#guid:' AND i.key < a.value || '#guid;'""",
    By.BODY: """SELECT i.key FROM articles a JOIN items i ON i.id = a.item_id
        WHERE substr(a.body, 1, 12) = substr(?2, 1, 12) AND a.body <> '' AND i.unit_id = ?1""",
    By.WAITS: f"{_OF_INDEX} x.waits",
    By.UNDATED: f"{_OF_INDEX} x.published_at IS NULL",
    By.ELSEWHERE: f"{_OF_INDEX} x.elsewhere",
    By.SETTLED: """SELECT i.key FROM decisions d JOIN items i ON i.id = d.item_id
        WHERE d.published_on IS NOT NULL AND i.unit_id = ?1 AND (SELECT settled FROM units WHERE id = ?1)""",
    By.PLACE: f"{_OF_INDEX} x.dated_at = ?2",
    By.SINCE: f"{_OF_INDEX} x.published_at >= ?2",
    By.NAMED_SINCE: f"{_OF_INDEX} x.published_at >= ?2 {_TOLD}",
    By.READING: f"{_OF_INDEX} x.reading = ?2 {_TOLD}",
    By.OFF: f"{_OF_INDEX} x.site IS NOT NULL AND x.site NOT IN (SELECT value FROM json_each(?2))",
}
_TALLY = """
    SELECT place, count(*) AS articles, sum(dated) AS dated, max(event) AS event FROM indexed_items x
    WHERE unit_id = ?1 AND site = ?2 AND place IS NOT NULL AND item_id NOT IN (SELECT item_id FROM unindexed WHERE unit_id = ?1)
        AND item_id NOT IN (SELECT i.id FROM json_each(?3) k JOIN items i ON i.unit_id = ?1 AND i.channel = 'portal' AND i.key = k.value)
    GROUP BY place
"""


@dataclass(frozen=True, slots=True)
class FoundItems:
    """The items of a unit, as one of its sources with this `id_pattern` names them. `store` gives the connection of the thread that asks."""

    store: Callable[[], Store]
    unit_id: int
    source_id: int
    id_pattern: str
    made_by: str

    def keys(self, by: By, what: object = "") -> Sequence[str] | None:
        """See `Lookups`."""
        store = self.store()
        with store.reading():
            if not self._indexed(store):
                return None
            given = (self.unit_id, _given(by, what), self.id_pattern if by is By.KEY_TODAY else self.source_id)
            sql = _FIND[by]
            found = store.rows(sql, *given[: 3 if "?3" in sql else 2 if "?2" in sql else 1])
            return [row["key"] for row in (*found, *store.rows(_UNINDEXED, self.unit_id))]

    def read(self, keys: Collection[str]) -> Mapping[str, Known]:
        """See `Lookups`."""
        return known_items.of_keys(self.store(), self.unit_id, self.source_id, keys)

    def read_all(self) -> Mapping[str, Known]:
        """See `Lookups`."""
        return known_items.known(self.store(), self.unit_id, self.source_id)

    def moved(self, keys: Collection[str]) -> Mapping[str, str]:
        """See `Lookups`."""
        return known_items.moved(self.store(), self.unit_id, keys)

    def all_moved(self) -> Mapping[str, str]:
        """See `Lookups`."""
        return known_items.moved(self.store(), self.unit_id)

    def tally(self, site: str, besides: Collection[str]) -> Tally | None:
        """See `Lookups`."""
        store = self.store()
        with store.reading():
            if not self._indexed(store):
                return None
            rows = store.rows(_TALLY, self.unit_id, site, json.dumps(sorted(besides)))
            others = [row["key"] for row in store.rows(_UNINDEXED, self.unit_id)]
        counts = Counter({row["place"]: row["articles"] for row in rows})
        events = {row["place"] for row in rows if row["event"]}
        return Tally(Places(counts.total(), sum(row["dated"] for row in rows), counts, events), others)

    def _indexed(self, store: Store) -> bool:
        found = store.rows(_INDEXED, self.unit_id, self.made_by, self.id_pattern)
        return bool(found and found[0]["fit"])


def _given(by: By, what: object) -> object:
    """A parameter as SQL takes it."""
    if by is By.TITLE:
        return number_of(str(what))
    if isinstance(what, datetime):
        return stamp(what)
    return json.dumps(what) if isinstance(what, tuple) else str(what)
