"""Decides what is new in one poll of a source: which entries are new or changed, which known items are missing, which listings are broken.

It compares values that it is handed. Polling itself is `services.poll`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from newswatch.core import dates as forms
from newswatch.core.answer.garbled import mostly_garbled
from newswatch.core.answer.schedule import NEVER, Asked
from newswatch.core.identity import entry_digest
from newswatch.core.model import DateOrigin, Dates, Entry
from newswatch.core.months import local_day
from newswatch.core.text import same_title, title_key
from newswatch.errors import SuspectListing

_FEWEST_LOST = 3
"""So many entries that a list lost though they live, and half as many as it kept, show a fault of the list: an editor hides one or two. Chosen by
hand."""

_FEWEST_CONTRARY = 2
"""So many entries that state another day than before, most of all with those that state none any more, show a fault of the list. Chosen by hand."""

_UNDATED_WAIT, _UNDATED_FOR = timedelta(days=7), timedelta(days=92)

FEWEST_SHARE = 0.3
"""Below this share of its usual entries a listing counts as broken, not as quiet. Chosen by hand and pinned by tests/core/polling/test_changes.py."""
_MOST_TWINS = 2
"""How many items of one title are asked whether they moved. Titles that come again every week ("Lịch công tác") would cost a request each."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one item. `digest` is what this source said of it last, empty if the source never named it.

    `whole` is false while its article could not be read. `gone` is true once its address no longer exists, `unlisted` once this source names it
    no more, and `withheld` while the date that it states may be that of the answer and therefore doesn't stand. `doubtful` says that its
    date once was another day, or that its places state different days, `settled_at` when a person gave it. `dates` are those that its places stated,
    as far as they stood. `elsewhere` says that its article was not asked for, because nobody had settled its host; `guids` are the names that feeds
    gave it. `asked` tells how its article was last asked for, `body` is a digest of its text. `stated` are the days that its places stated.
    """

    item_id: int
    digest: str
    first_seen_at: datetime
    title: str = ""
    url: str = ""
    published_at: datetime | None = None
    whole: bool = True
    gone: bool = False
    unlisted: bool = False
    withheld: bool = False
    doubtful: bool = False
    dates: Dates = field(default_factory=Dates)
    elsewhere: bool = False
    guids: frozenset[str] = frozenset()
    settled_at: datetime | None = None
    asked: Asked = NEVER
    body: str = ""
    stated: tuple[tuple[DateOrigin, date], ...] = ()


def caught_up(known: Known | None, other: Known) -> Known:
    """What a source knows of an item, once another source of the run opened it: what this source said of it stays its own."""
    if known is None or known.asked == other.asked:
        return known or other
    return replace(other, item_id=known.item_id, digest=known.digest, unlisted=known.unlisted, first_seen_at=known.first_seen_at)


@dataclass(frozen=True, slots=True)
class Changes:
    """The entries of one poll by kind. `sighted` are known items that this source names for the first time and says nothing new about."""

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    sighted: tuple[Entry, ...]
    same: tuple[Entry, ...]


def diff(entries: Sequence[Entry], known: Mapping[str, Known], due: Collection[str] = (), *, resting: Collection[str] = ()) -> Changes:
    """Sorts the entries of one poll by kind. A key that comes twice counts once, at its first place. Those `due` are changed: they are to be opened.

    Of items that are `resting` nothing is taken to have changed: their article can't be had, and is not to be asked for before its time.
    """
    kinds: dict[str, list[Entry]] = {"new": [], "changed": [], "sighted": [], "same": []}
    seen: set[str] = set()
    for entry in entries:
        if entry.key not in seen:
            seen.add(entry.key)
            kind = "changed" if entry.key in due else _kind(entry, known.get(entry.key), rests=entry.key in resting)
            kinds[kind].append(entry)
    return Changes(**{kind: tuple(found) for kind, found in kinds.items()})


def missing(seen: Collection[str], known: Mapping[str, Known], reach: datetime) -> list[str]:
    """Keys of the items that this source named before, that are dated from `reach` on, and that it names no more."""
    return [
        key
        for key, item in known.items()
        if key not in seen
        and item.digest
        and not (item.gone or item.unlisted or (item.asked.waits and not item.whole))
        and item.published_at is not None
        and item.published_at >= reach
    ]


def by_title(known: Mapping[str, Known]) -> dict[str, list[str]]:
    """The keys of known items under their titles, as `core.text.title_key` has them; without those that are gone or have no address."""
    found: dict[str, list[str]] = {}
    for key, item in known.items():
        if item.url and not item.gone:
            found.setdefault(title_key(item.title), []).append(key)
    return found


def candidates(titled: Sequence[str], seen: Collection[str]) -> list[str]:
    """Keys of the items that an entry of an unknown address may be, of those that bear its title (see `by_title`): this poll has not met them."""
    return [key for key in titled if key not in seen][:_MOST_TWINS]


def dates_late(known: Known, now: datetime) -> bool:
    """Whether an article that was read without any date is to be read again: a fault of its page may have hidden it. Once a week, for three months."""
    undated = known.published_at is None and known.settled_at is None and known.whole and not known.elsewhere
    rested = known.asked.at is None or now - known.asked.at >= _UNDATED_WAIT
    return undated and not known.asked.waits and rested and now - known.first_seen_at <= _UNDATED_FOR


def _kind(entry: Entry, known: Known | None, *, rests: bool) -> str:
    if known is None:
        return "new"
    if rests:
        return "same" if known.digest and not known.unlisted else "sighted"
    if known.asked.waits or known.gone or known.withheld or not (known.whole or known.elsewhere):
        return "changed"
    if known.digest == entry_digest(entry):
        return "same" if not entry.name or entry.name in known.guids else "sighted"
    return "sighted" if (not known.digest or known.unlisted) and _agrees(entry, known) else "changed"


def _agrees(entry: Entry, known: Known) -> bool:
    if not same_title(entry.title, known.title):
        return False
    if entry.published_at is None or entry.date_origin is DateOrigin.MODIFIED:
        return True
    return known.published_at is not None and local_day(entry.published_at) == local_day(known.published_at)


def guard(entries: Sequence[Entry], usual: int | None, url: str) -> None:
    """Raises SuspectListing if a poll shows no entry at all, or far fewer than the source's usual number."""
    if entries and (usual is None or len(entries) >= usual * FEWEST_SHARE):
        return
    before = f", usually {usual}" if usual else ""
    raise SuspectListing(
        f"{url}: the page has {len(entries)} entries{before}; the layout or address may have changed: "
        f"run `newswatch probe {url}` and compare its profile with the one in config.toml"
    )


def guard_letters(titles: Collection[str], url: str) -> None:
    """Raises SuspectListing if most titles of a list came in broken letters: what it says of its entries is not to be believed."""
    if mostly_garbled(titles):
        shown = next(iter(titles))
        raise SuspectListing(
            f"{url}: the titles came in broken letters, such as {shown!r}; the portal states a false charset, or its keeper has to mend its texts"
        )


def guard_days(entries: Sequence[Entry], known: Mapping[str, Known], url: str) -> None:
    """Raises SuspectListing if a list states other days than before for most of its known entries: a fault has dated them anew, not an editor.

    Entries that print what they printed before, and are of another day only because the list has since proved to print the month first, count for
    nothing.
    """
    dated = [e for e in entries if e.date_origin is not DateOrigin.MODIFIED and not (e.month_first and _same_print(e, known.get(e.key)))]
    stated = [(e, before) for e in dated if (before := _stated(known.get(e.key), e))]
    contrary = sum(e.published_at is not None and local_day(e.published_at) != local_day(before) for e, before in stated)
    silent = sum(e.published_at is None for e, _ in stated)
    if contrary >= _FEWEST_CONTRARY and 2 * (contrary + silent) > len(stated):
        raise SuspectListing(
            f"{url}: {contrary} of {len(stated)} articles are stated to be of other days than before, {silent} of none; open it in a browser: "
            "its dates may be those of today, or day and month exchanged; if the portal means them, `newswatch backfill` takes them"
        )


def _stated(known: Known | None, entry: Entry) -> datetime | None:
    """The date that the same kind of source stated before for an entry's item."""
    if known is None or known.settled_at is not None:
        return None
    return known.dates.feed_at if entry.date_origin is DateOrigin.FEED else known.dates.listing_at or known.dates.feed_at


def _same_print(entry: Entry, known: Known | None) -> bool:
    """Whether an entry prints the same date, which can name two days, as when it was read before."""
    if known is None or known.published_at is None:
        return False
    days = forms.both_days(entry.published_raw, local_day(known.published_at))
    return days is not None and days == forms.both_days(known.dates.printed_raw, local_day(known.published_at))


def guard_lost(living: int, kept: int, url: str) -> None:
    """Raises SuspectListing if a list names many of its known entries no more, though their pages live: `living` of them, while it `kept` others."""
    if living >= _FEWEST_LOST and 2 * living >= kept:
        raise SuspectListing(
            f"{url}: the list lacks {living} articles that it named before and that are still there, and names {kept} of those days; "
            "it may show another section, or be broken: open it in a browser; if the portal means it so, `newswatch backfill` takes it"
        )
