"""A poll that reads: what is new on the pages of a source, what that proves, and what became of items they name no more."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newswatch.config import SourceKind
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.model import Page, SourceWarning, WarningKind
from newswatch.core.polling.changes import guard
from newswatch.core.polling.known import KnownItems
from newswatch.core.polling.proof import End, Gap, Proof
from newswatch.core.polling.prove import Walked, prove
from newswatch.core.polling.records import Past, Poll, PollOutcome
from newswatch.core.polling.witness import prove_named
from newswatch.errors import BudgetSpent, SourceError, Stopped, SuspectListing, TlsError
from newswatch.services.faults import Fault
from newswatch.services.poll.addresses import AddressesWalk
from newswatch.services.poll.again import ask_again, is_calm, is_settled
from newswatch.services.poll.gather import Gathered
from newswatch.services.poll.listing_pages import ListingWalk
from newswatch.services.poll.look_back import out_of_order
from newswatch.services.poll.outcomes import FRESH, age_of, faulted, unchanged
from newswatch.services.poll.posts import PostsWalk
from newswatch.services.poll.task import Items, Task
from newswatch.sources import feed
from newswatch.sources.gist import gist
from newswatch.sources.http.answered import answered_at, server_clock
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.read.feed_dates import Asked

_OF_DATES = frozenset({WarningKind.DATES_CLASH, WarningKind.DATES_CONTRADICT, WarningKind.ZONE_DOUBT})
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(slots=True)
class Reading:
    """One poll that reads pages."""

    task: Task
    fetcher: Fetcher
    lexicon: Lexicon
    page: Page | None = None
    listing: ListingWalk | None = None
    feed: Walked | None = None
    witness: PostsWalk | AddressesWalk | None = None
    first_count: int = 0
    _in_hand: bool = False
    _gathered: Gathered | None = None

    @property
    def gathered(self) -> Gathered:
        """What was gathered so far. It begins with all that is known, so it is asked for only once a page is there."""
        if self._gathered is None:
            self._gathered = Gathered.begin(self.task, self.fetcher, self.lexicon)
        return self._gathered

    def read(self, page: Page) -> None:
        """Reads a feed, the pages of a listing, or what a second witness names."""
        self.page = page
        if self.task.source.kind is SourceKind.WORDPRESS:
            self.witness = PostsWalk(self.task, self.gathered, self.fetcher)
            self.witness.run(page)
        elif self.task.source.kind is SourceKind.SITEMAP:
            self.witness = AddressesWalk(self.task, self.gathered, self.fetcher)
            self.witness.run(page)
        elif self.task.source.kind is SourceKind.FEED:
            self._read_feed(page)
        else:
            self.listing = ListingWalk(self.task, self.gathered, self.fetcher)
            self.listing.run(page)

    def _read_feed(self, page: Page) -> None:
        source = self.task.source
        hours = self.task.past.zone_hours if self.task.past else 0
        asked = Asked(answered_at(page), server_clock(page), hours, self.gathered.keys.known_day)
        found = feed.read(page.body, page.final_url, id_pattern=source.profile.id_pattern, content_type=page.content_type, asked=asked)
        entries = self.gathered.keys.told_apart(found.entries)
        self.gathered.warn(found.warnings)
        self.first_count = len(entries)
        guard(entries, self.task.past.usual if self.task.past else None, source.url)
        self._in_hand = True
        self.gathered.take(entries, page)
        self.feed = Walked((self.gathered.shown(entries),), alone=True, feed=True, broken=not found.whole)

    @property
    def walked(self) -> Walked:
        """What was shown so far."""
        return self.listing.walked if self.listing else self.feed or Walked()

    @property
    def pages(self) -> int:
        """How many pages were read so far, the one whose articles are being opened among them."""
        if self.witness:
            return self.witness.named.pages
        return self.listing.number if self.listing else int(self._in_hand)

    @property
    def entries(self) -> int:
        """How many entries stood on the first page."""
        walk = self.listing or self.witness
        return walk.first_count if walk else self.first_count

    def proof(self, at: datetime, *gaps: Gap) -> Proof:
        """What was shown proves, less what `gaps` take from it. Unread articles take nothing: each keeps its own month open, or all if it is undated."""
        found = (
            prove_named(replace(self.witness.named, refutes=self.gathered.refutes()))
            if self.witness
            else prove(self.walked, self.task.past, at)
        )
        unread = (Gap.UNREAD_ARTICLES,) if self.gathered.unread else ()
        reach = None if Gap.SUSPECT in gaps else found.reach
        age = age_of(self.page) if self.page else timedelta()
        until = at - age if age > FRESH else found.until
        return replace(found, reach=reach, until=until, gaps=tuple(dict.fromkeys((*found.gaps, *gaps, *unread))))

    def failed(self, error: SourceError | Stopped) -> Poll:
        """The poll as far as it came before an error, or before it was stopped: then items found gone are told too, since each was asked for. That a list
        is to be believed shows only at its end, so a stopped poll proves no day."""
        suspect, stopped = isinstance(error, SuspectListing), isinstance(error, Stopped)
        if self.page is None:
            self._gathered = Gathered.begin(replace(self.task, items=Items(KnownItems())), self.fetcher, self.lexicon)
        if isinstance(error, TlsError):
            self.gathered.warn([SourceWarning(WarningKind.TLS, 0, error.fault)])
        at = self.page.fetched_at if self.page else self.fetcher.now()
        spent = (Gap.OVER_BUDGET,) if isinstance(error, BudgetSpent) else ()
        proof = self.proof(at, Gap.SUSPECT if suspect else Gap.FAILED, *spent)
        found = self._poll(at, PollOutcome.SUSPECT if suspect else PollOutcome.FAILED, str(error), proof)
        if not stopped:
            return found
        return replace(found, stopped=True, gone=tuple(self.gathered.gone), reach=None, proof=replace(proof, reach=None))

    def faulted(self, found: Fault) -> Poll:
        """The poll as far as it came before a fault nobody foresaw. What was read is kept, but it proves nothing of any day."""
        told = faulted(found, self.fetcher.now())
        pages, entries, read = self.pages, self.entries, self.gathered
        told = replace(told, pages=pages, entries=entries, updates=tuple(read.updates), sighted=tuple(read.sighted))
        return replace(told, warnings=(*read.warnings, *read.keys.about_hosts()), vain=tuple(read.vain))

    def done(self) -> Poll:
        """The poll at its end: failed if articles could not be read because of the site."""
        assert self.page is not None, "a page was read"
        self._settle_dates()
        self.fetcher.share.own = 0
        gone, unlisted = self.gathered.recheck(self.proof(self.page.fetched_at).foot)
        ask_again(self.gathered)
        self._settle_dates()
        found = self._poll(self.page.fetched_at, PollOutcome.OK, "", self.proof(self.page.fetched_at))
        found = replace(found, etag=self.page.etag, last_modified=self.page.last_modified, sha256=self.page.sha256, gist=self._gist())
        return _told(replace(found, gone=tuple(gone), unlisted=tuple(unlisted)), self.gathered)

    def _gist(self) -> str:
        """What the first page says of articles; empty where the same words can mean another day at another time, or are to be read again anyway."""
        source = self.task.source
        if not is_settled(self.gathered):
            return ""
        if source.kind.is_witness or self.page is None or any(w.kind in _OF_DATES for w in self.gathered.warnings):
            return ""
        if not all(_YEAR.search(raw) for raw in self.gathered.printed):
            return ""
        return gist(self.page, source.kind is SourceKind.FEED, source.profile)

    def _settle_dates(self) -> None:
        """Dates items by what all articles read so far show of their site."""
        self.gathered.settle_places()
        if self.listing:
            self.listing.walked = out_of_order(self.gathered, self.listing.walked)

    def unchanged(self, past: Past, proof: Proof, page: Page) -> Poll:
        """The poll if the first page is as it was. It extends the proof before it, because the newest leads there."""
        self.page, self._in_hand, self.fetcher.share.own = page, True, 0
        ask_again(self.gathered)
        self.gathered.settle_places()
        gaps = [gap for gap in proof.gaps if gap is not Gap.UNREAD_ARTICLES] + [Gap.UNREAD_ARTICLES] * bool(self.gathered.unread)
        found = unchanged(past, replace(proof, gaps=tuple(gaps)), page)
        calm = is_calm(self.gathered)
        found = replace(
            found, updates=tuple(self.gathered.updates), vain=tuple(self.gathered.vain), quiet=self.task.mark_of_items if calm else ""
        )
        return _told(replace(found, warnings=self.gathered.keys.about_hosts(self._strangers_named())), self.gathered)

    def _strangers_named(self) -> list[str]:
        """The keys of the items that this source named before and that may lie on other hosts than the portal's."""
        known, hosts = self.task.known, self.task.hosts
        return [key for key in known.off(hosts.own - hosts.foreign) if known.was_named(key)]

    def _poll(self, at: datetime, outcome: PollOutcome, error: str, proof: Proof) -> Poll:
        return Poll(
            fetched_at=at,
            outcome=outcome,
            error=error,
            reach=proof.reach,
            proof=proof,
            ended=proof.end is not End.NOT_REACHED,
            pages=self.pages,
            entries=self.entries,
            updates=tuple(self.gathered.updates),
            sighted=tuple(self.gathered.sighted),
            warnings=(*self.gathered.warnings, *self.gathered.keys.about_hosts()),
            vain=tuple(self.gathered.vain),
        )


def _told(poll: Poll, gathered: Gathered) -> Poll:
    """The poll with what it could not read: it failed where the site is at fault, and warns where single articles are."""
    troubles = gathered.troubles
    single = [error for _, error in gathered.unread if error not in troubles]
    if single:
        first = single[0] if len(single) == 1 else f"{len(single)} articles could not be read, first {single[0]}"
        poll = replace(poll, warnings=(*poll.warnings, SourceWarning(WarningKind.UNREAD_ARTICLE, len(single), first)))
    if not troubles:
        return poll
    return replace(poll, outcome=PollOutcome.FAILED, error=f"{len(troubles)} articles could not be read, first {troubles[0]}")
