"""What a poll gathers from the entries of a source: articles opened and classified, dates noted, failures."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal

from newswatch.core.answer.garbled import is_garbled
from newswatch.core.answer.kinds import Answer
from newswatch.core.answer.schedule import Asked, is_due
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.dates.memory import stood
from newswatch.core.identity import text_digest
from newswatch.core.model import DateOrigin, Entry, Page, Place, SourceWarning
from newswatch.core.months import local_day
from newswatch.core.polling.changes import Known, dates_late, diff, guard_days, guard_letters, guard_lost, missing
from newswatch.core.polling.prove import Shown
from newswatch.core.polling.records import ItemUpdate, Vain
from newswatch.core.polling.witness import hidden
from newswatch.errors import BudgetSpent
from newswatch.services.poll.headlines import served_for_several
from newswatch.services.poll.items import Opened, Opener, entry_of
from newswatch.services.poll.keys import Keys
from newswatch.services.poll.made import Maker
from newswatch.services.poll.receive import Receiver
from newswatch.services.poll.task import Task
from newswatch.sources.http.fetch import Fetcher

_FRESH = timedelta(days=3)
_MOST_RECHECKS = 40


@dataclass(slots=True)
class Gathered:
    """What a poll has gathered so far; `found` the updates of items that no source had named, `vain` the items whose articles were asked for in vain,
    `unread` what came back in place of articles and why.

    `tried` are the keys of those asked for, `first_asked` says that one of them was in vain for the first time because of the site, `revived` counts
    the articles that were unread before and are read in this poll, `strange` are digests of texts that are no article's, `common` are texts that a
    feed gives for several entries, `printed` the dates as the source prints them. `left_over` says that the next poll has to look at entries or items
    again. `gone` are the keys of items that are no more where they stood. `keys` tell under which key an item is known.
    """

    task: Task
    fetcher: Fetcher
    opener: Opener
    keys: Keys
    refuted: set[str] = field(default_factory=set)
    updates: list[ItemUpdate] = field(default_factory=list)
    found: list[ItemUpdate] = field(default_factory=list)
    sighted: list[Entry] = field(default_factory=list)
    days: dict[str, datetime] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    vain: list[Vain] = field(default_factory=list)
    unread: list[tuple[Answer, str]] = field(default_factory=list)
    revived: int = 0
    tried: set[str] = field(default_factory=set)
    first_asked: bool = False
    common: set[str] = field(default_factory=set)
    warnings: list[SourceWarning] = field(default_factory=list)
    strange: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)
    left_over: bool = False
    gone: list[str] = field(default_factory=list)
    lists: dict[str, Page] = field(default_factory=dict)

    @classmethod
    def begin(cls, task: Task, fetcher: Fetcher, lexicon: Lexicon) -> "Gathered":
        """Before anything is read. Items that were left undated until their site's pages were known are to be read again once they are."""
        known, places = task.known, task.known.places(task.source.url)
        for key, item in known.undated().items():
            if item.published_at is None and item.dates.bare_at and places.is_usual(item.dates.bare_place):
                known.put(key, replace(item, withheld=True))
        refuted = {key for key, item in known.dated_at(places.events).items() if places.refutes(item.dates)}
        for key in refuted:
            known.put(key, replace(known[key], withheld=True, dates=replace(known[key].dates, printed_at=None)))
        opener = Opener(Receiver(task.source.profile, fetcher), Maker(task.source.profile, lexicon, places), task.hosts)
        return cls(task, fetcher, opener, Keys(task, opener), refuted)

    def take(self, entries: Sequence[Entry], page: Page | None) -> None:
        """Notes the entries of one page; opens the articles of those that are new or changed."""
        if page is not None:
            self.opener.receiver.learn(page)
        texts = Counter(text_digest(entry.text) for entry in entries if entry.text)
        self.common |= {text for text, times in texts.items() if times > 1}
        guard_letters([entry.title for entry in entries], self.task.source.url)
        self.printed |= {entry.published_raw for entry in entries if entry.published_raw}
        known, now = self.task.known, self.fetcher.now()
        fresh = [e for e in self.keys.owned(entries, self.seen) if e.key not in self.seen]
        if not self.task.new_ground:
            guard_days(fresh, known, self.task.source.url)
        self.keys.place(fresh)
        due = [e.key for e in fresh if self.task.to_be_read(e.key) or ((item := known.get(e.key)) and dates_late(item, now))]
        resting = {e.key for e in fresh if self._rests(e, now)}
        self.left_over |= bool(resting)
        changes = diff(fresh, known, due, resting=resting)
        for entry in (*changes.same, *changes.sighted):
            before = known[entry.key]
            doubtful = before.doubtful or _differ(entry.published_at, before.published_at)
            self._note(entry, entry.published_at or before.published_at, self.fetcher.now(), doubtful=doubtful)
        self.sighted += changes.sighted
        moved = [e for e in (*changes.same, *changes.sighted) if e.key in self.keys.moves]
        for entry in (*changes.new, *changes.changed, *moved):
            self.open(entry, page)

    def warn(self, warnings: Sequence[SourceWarning]) -> None:
        """Notes warnings, each once."""
        self.warnings += [w for w in warnings if w not in self.warnings]

    def shown(self, entries: Sequence[Entry]) -> tuple[Shown, ...]:
        """Entries that were taken, with what is known of their dates. What a person named as foreign tells nothing of the portal."""
        own, named = [self.task.known.owner(e.key) for e in entries], self.task.known.was_named
        ours = [key for key in own if self.keys.strangers.get(key) is not Place.FOREIGN]
        return tuple(Shown(key, self.days.get(key), key in self.doubtful, named(key)) for key in ours)

    def recheck(self, reach: datetime | None) -> tuple[list[str], list[str]]:
        """Asks for the items from `reach` on that this source named before but names no more: keys of those gone, and of those only unlisted."""
        unlisted: list[str] = []
        known = self.task.known
        left = [
            key
            for key, item in known.elsewhere().items()
            if key not in self.seen and item.digest and (self.task.to_be_read(key) or key in self.refuted)
        ]
        lost = missing(self.seen, known.since(reach, self.seen, named=True), reach) if reach else []
        living, wanted = 0, list(dict.fromkeys((*left, *lost)))
        self.left_over |= len(wanted) > _MOST_RECHECKS
        for key in wanted[:_MOST_RECHECKS]:
            if self.keys.is_shared(key):
                unlisted.append(key)
                continue
            self.tried.add(key)
            state, update = self.opener.reopen(key, known[key])
            if state == "gone":
                self.gone.append(key)
            elif state == "there":
                unlisted.append(key)
                living += key in lost
                self.updates += filter(None, [update])
            else:
                self.left_over = True
        kept = sum(1 for key in self.seen if known.was_named(key) and reach and (at := self.days.get(key)) is not None and at >= reach)
        if not self.task.new_ground:
            guard_lost(living, kept, self.task.source.url)
        return self.gone, unlisted

    def settle_places(self) -> None:
        """Dates what was left undated before enough articles had shown where the site prints its dates, and undates what was dated by a place that
        turned out to state the days of events."""
        for n, update in enumerate(self.updates):
            self.updates[n] = dated = self.opener.redate(update)
            if dated is not update:
                self._note(dated.entry, dated.published_at, dated.seen_at, doubtful=False)

    def refutes(self) -> tuple[date, ...]:
        """The days of which items were found that the lists of the site had not shown, though they were proved."""
        return hidden((update.published_at for update in self.found if update.published_at), self.task.claims)

    def discover(self, key: str, url: str, page: Page) -> Literal["there", "undated", "gone", "unsure"]:
        """Opens an address that nobody knows and that nothing but the address tells of. It is an item if there is an article with a date.

        Where the profile tells articles by their addresses, an article without a date is one too.
        """
        state, update = self.opener.look(key, url)
        if update is None:
            return state
        if update.published_at is None and not self.task.source.profile.id_pattern:
            return "undated"
        self._keep(replace(update, named_on=page), None, doubtful=False)
        return "there"

    def lacks(self, since: datetime, concerns: Callable[[str], bool]) -> bool:
        """Whether items dated from `since` on that this poll did not name still stand at their addresses; of those, the ones that concern it.

        Raises BudgetSpent if they could not all be asked for.
        """
        found = (
            (key, item)
            for key, item in self.task.known.since(since, self.seen, named=False).items()
            if key not in self.seen
            and not self.keys.is_shared(key)
            and not item.gone
            and item.published_at
            and item.published_at >= since
            and concerns(item.url)
        )
        if any(self.opener.reopen(key, item)[0] == "there" for key, item in islice(found, _MOST_RECHECKS)):
            return True
        if self.opener.receiver.spent:
            raise BudgetSpent(self.opener.receiver.spent)
        return False

    @property
    def troubles(self) -> list[str]:
        """Why articles could not be had, where the site is at fault. One article alone that fails time and again is that article's fault."""
        waiting = sum(item.asked.answer.of_site for item in self.task.known.waiting().values())
        return [error for answer, error in self.unread if answer.of_site] if waiting > 1 or self.first_asked else []

    def open(self, entry: Entry, page: Page | None, *, listed: bool = True) -> None:
        """Opens the article of an entry and keeps what it brings; where it can't be had, what is known of the item stands."""
        before = self.task.known.get(entry.key)
        if before is not None and before.whole and not before.elsewhere and entry.key in self.keys.strangers:
            self._note(entry, entry.published_at or before.published_at, self.fetcher.now(), doubtful=before.doubtful)
            self.sighted.append(entry)
            return
        self.tried.add(entry.key)
        own = replace(entry, text="") if entry.text and text_digest(entry.text) in self.common else entry
        opened = self.opener.open(own, before, fresh=self._is_fresh(entry), listed=listed, shared=entry.key in self.keys.shared)
        if opened.answer.unread:
            self.unread.append((opened.answer, opened.error))
            self.first_asked |= opened.answer.of_site and not (before is not None and before.asked.waits)
        if before is not None and opened.update is None:
            self._wait(entry, before, opened, listed=listed)
            return
        assert opened.update is not None, "an item that nobody knows gets what its list says"
        named_on, moved_to = page if before is None else None, self.keys.moves.get(entry.key, "")
        update = replace(opened.update, entry=entry, named_on=named_on, moved_to=moved_to)
        self.revived += before is not None and before.asked.waits and not opened.answer.unread
        redated = before is not None and (before.doubtful or _differ(update.published_at, before.published_at))
        contradicted = len({day for _, day in update.stated}) > 1
        self._keep(update, before, doubtful=redated or contradicted)
        served_for_several(self, update)

    def _wait(self, entry: Entry, before: Known, opened: Opened, *, listed: bool) -> None:
        """Notes that an item's article was asked for in vain. One that was not asked for, though it waits already, waits on as it did."""
        if opened.asked_at is not None or not before.asked.waits:
            self.vain.append(Vain(entry.key, opened.answer, opened.asked_at))
            times = before.asked.times + (opened.asked_at is not None)
            self.task.learn(entry.key, replace(before, asked=Asked(opened.answer, opened.asked_at, times)))
        if listed:
            self._note(entry, entry.published_at or before.published_at, self.fetcher.now(), doubtful=before.doubtful)

    def leave_unread(self, key: str, why: str) -> None:
        """Takes back what was read of an item, since its page turned out to be another one; `why` follows its address in what the keeper is told."""
        before = self.task.known[key]
        held = next((u for u in reversed(self.updates) if u.entry.key == key), None)
        entry = held.entry if held else entry_of(key, before)
        doubted = self.opener.unread(entry, before, Answer.OTHER_PAGE)
        self.unread.append((Answer.OTHER_PAGE, f"{entry.url}: {why}"))
        self.updates = [u for u in self.updates if u is not held]
        if held:
            doubted = replace(doubted, capture=held.capture, named_on=held.named_on)
        self._keep(replace(doubted, listed=held is not None and held.listed), before, doubtful=False)

    def _rests(self, entry: Entry, now: datetime) -> bool:
        """Whether nothing is to be made of what a list says of a known item: it is not to be asked for yet, or its title came in broken letters."""
        known = self.task.known.get(entry.key)
        if known is None:
            return False
        return is_garbled(entry.title) or (known.asked.waits and not is_due(known.asked, now))

    def _keep(self, update: ItemUpdate, before: Known | None, *, doubtful: bool) -> None:
        update = self._packed(update)
        self.updates.append(update)
        if before is None:
            self.found.append(update)
        at = update.published_at or (before.published_at if before and before.settled_at else None)
        self._note(update.entry, at, update.seen_at, doubtful=doubtful)
        first_seen, key = before.first_seen_at if before else update.seen_at, update.entry.key
        names = (before.guids if before else frozenset()) | ({update.entry.name} if update.entry.name else set())
        dates, settled_at = stood(update.dates, update.stated), before.settled_at if before else None
        asked = Asked.after(before.asked.times if before else 0, update.answer, update.seen_at)
        now = Known(0, "", first_seen, update.title, update.entry.url, at, update.whole, dates=dates, asked=asked, body=update.body)
        self.task.learn(key, replace(now, elsewhere=update.elsewhere, guids=names, settled_at=settled_at, stated=update.stated))

    def _packed(self, update: ItemUpdate) -> ItemUpdate:
        """The update with its pages as they are stored, so that what waits to be written is small."""
        named_on = update.named_on
        if named_on is not None:
            named_on = self.lists.get(named_on.url) or self.lists.setdefault(named_on.url, self.task.pack(named_on))
        return replace(update, capture=update.capture and self.task.pack(update.capture), named_on=named_on)

    def _note(self, entry: Entry, published_at: datetime | None, now: datetime, *, doubtful: bool) -> None:
        """Notes an entry and its date; one in the future tells nothing of how far back the page goes.

        A source that states changes alone is sorted by them, if by any date: they tell its order, though they date no item.
        """
        self.seen.add(entry.key)
        if entry.date_origin is DateOrigin.MODIFIED:
            published_at = entry.published_at
        if doubtful:
            self.doubtful.add(entry.key)
        if published_at is not None and published_at <= now:
            self.days[entry.key] = published_at

    def _is_fresh(self, entry: Entry) -> bool:
        """Whether a complete poll shortly before did not have the entry: then it can have been published today."""
        past, known = self.task.past, self.task.known
        complete = past is not None and past.reach is not None and self.fetcher.now() - past.fetched_at <= _FRESH
        return complete and not self.task.new_ground and entry.key not in known


def _differ(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and local_day(one) != local_day(other)
