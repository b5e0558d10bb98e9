"""Second witnesses: they prove days that a list alone can't prove, show what it hides, and prove nothing where they are contradicted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from office import LISTING, Office
from portal_pages import Post
from portal_wordpress import WordPress

from newswatch.core.count.statement import State
from newswatch.core.polling.proof import Gap, Proof, Walk
from newswatch.core.polling.records import PollOutcome
from newswatch.report.vi import proofs
from newswatch.report.vi import setup as vi_setup
from newswatch.services import statements
from newswatch.services.check import Polled
from newswatch.services.starter import Answers, start

POSTS = 'id = "posts"\nkind = "wordpress"\nurl = "{portal.rest_url}"'


@pytest.fixture
def portal() -> Iterator[WordPress]:
    """A portal of WordPress."""
    with WordPress() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, portal: WordPress) -> Office:
    """An office that watches the list and the list for machines."""
    return filled(Office(tmp_path, portal, LISTING, POSTS))


def filled(office: Office) -> Office:
    for n, day in enumerate(["2026-08-20", "2026-09-03", "2026-09-10", "2026-09-17", "2026-10-05", "2026-10-20", "2026-11-02"], start=1):
        office.par(n, f"{day} 08:00")
    office.closes_log("2026-10", "2026-11-02 09:00", none_aired=True)
    return office


def mixed(posts: list[Post]) -> list[Post]:
    """Posts in no order: the oldest, the newest, the second oldest, and so on."""
    return [posts.pop(-1 if n % 2 == 0 else 0) for n in range(len(posts))]


def last(office: Office, at: str, since: str | None = None) -> Polled:
    """The poll of the witness in a check."""
    return next(p for p in office.polls(at, since).polled if p.source == "posts")


def proof(polled: Polled) -> Proof:
    assert polled.poll.proof is not None
    return polled.poll.proof


def test_it_proves_days_that_the_list_cannot(office: Office, portal: WordPress) -> None:
    """A list sorted by no order proves nothing, but all posts of the window were listed and the server counts no more."""
    portal.per_page, portal.arrange = 100, mixed
    found = proof(last(office, "2026-11-20 09:00"))
    assert (found.walk, found.gaps, found.pages) == (Walk.COUNTED, (), 1)
    assert office.month("2026-10").coverage.complete


def test_without_it_the_same_list_proves_nothing(tmp_path: Path, portal: WordPress) -> None:
    """So what is proved beside it is proved by it."""
    office = filled(Office(tmp_path, portal, LISTING))
    portal.per_page, portal.arrange = 100, mixed
    office.polls("2026-11-20 09:00")
    assert not office.month("2026-10").coverage.complete


def test_it_shows_what_the_list_hides(office: Office, portal: WordPress) -> None:
    """A post that the list leaves out is an item of the unit."""
    portal.list_hides = {6}
    office.polls("2026-11-20 09:00")
    assert office.item("Xã 6 ").url == portal.url_of(6)


def test_its_pages_are_read_to_the_end(office: Office, portal: WordPress) -> None:
    """A list of many pages is walked by the number of pages that the server states."""
    portal.a_page = 2
    found = proof(last(office, "2026-11-20 09:00"))
    assert (found.pages, found.gaps, found.reach is not None) == (2, (), True)


def test_it_walks_back_for_a_backfill(office: Office) -> None:
    """A month is proved from the first item's on; older posts show that the portal is older."""
    last(office, "2026-11-20 09:00", since="2026-08-01")
    assert office.month("2026-08").coverage.complete
    assert office.month("2026-09").coverage.complete


def test_a_count_that_does_not_agree_proves_nothing(office: Office, portal: WordPress) -> None:
    """The server counts a post that it doesn't name: walked four times, not proved, told; the next poll agrees and proves."""
    portal.counts_more = 1
    found = proof(last(office, "2026-11-20 09:00"))
    assert (found.reach, found.gaps) == (None, (Gap.WITNESS_CONTRADICTS,))
    assert len(portal.asked("/wp-json/.*page=1&.*after")) == 4
    portal.counts_more = 0
    found = proof(last(office, "2026-11-20 10:00"))
    assert found.reach is not None


def test_a_post_that_another_source_has_contradicts_it(office: Office, portal: WordPress) -> None:
    """What the list shows and the list for machines doesn't makes that one no witness, as long as the article stands."""
    portal.rest_hides = {6}
    assert proof(last(office, "2026-11-20 09:00")).gaps == (Gap.WITNESS_CONTRADICTS,)
    portal.deletes(6)
    assert proof(last(office, "2026-11-20 10:00")).reach is not None


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_list_fails_by_name(office: Office, portal: WordPress, status: int) -> None:
    """WordPress with REST closed: the source has failed, the error names its address and status, and the list goes on."""
    portal.closed = status
    polled = last(office, "2026-11-20 09:00")
    assert polled.poll.outcome is PollOutcome.FAILED
    assert f"{portal.rest_url}" in polled.poll.error
    assert str(status) in polled.poll.error
    assert office.month("2026-10").state is not State.UNKNOWN


def test_an_empty_window_of_an_older_site_is_proved(tmp_path: Path, portal: WordPress) -> None:
    """No post in two months is proved by the count of none, since older ones show that the list is one."""
    office = Office(tmp_path, portal, POSTS)
    office.par(1, "2026-03-05 08:00")
    found = proof(last(office, "2026-11-20 09:00"))
    assert (found.gaps, found.reach is not None) == ((), True)
    portal.deletes(1)
    assert last(office, "2026-11-20 10:00").poll.outcome is PollOutcome.SUSPECT


def test_init_finds_it_and_offers_it(tmp_path: Path, portal: WordPress) -> None:
    """The list for machines stands in the first configuration as a further source, which a check can read."""
    office = filled(Office(tmp_path, portal))
    portal.per_page = 10
    started = start(Answers(portal.listing_url, "Thử", "xã", "quang-dien-2614"), tmp_path / "new.toml", office.now)
    (found,) = started.witnesses
    assert (str(found.kind), found.url, found.names) == ("wordpress", portal.rest_url, 7)
    assert f'kind = "wordpress"\nurl = "{portal.rest_url}"' in (tmp_path / "new.toml").read_text(encoding="utf-8")


def test_init_offers_nothing_where_it_is_closed(tmp_path: Path, portal: WordPress) -> None:
    """A site that refuses its list for machines gets none."""
    office = filled(Office(tmp_path, portal))
    portal.per_page, portal.closed = 10, 401
    assert start(Answers(portal.listing_url, "Thử", "xã", "quang-dien-2614"), tmp_path / "new.toml", office.now).witnesses == ()


def test_explain_tells_what_it_rests_on(office: Office, portal: WordPress) -> None:
    """The month's proof is told in Vietnamese: the count that agreed, or the contradiction, under each source."""
    portal.per_page, portal.arrange = 100, mixed
    assert "ghi đủ số bài đúng như tổng số máy chủ báo" in told(office, "2026-11-20 09:00")
    portal.counts_more = 1
    assert "09:00 22/11/2026): các nguồn tin nói khác nhau về cùng một ngày" in told(office, "2026-11-22 09:00", "2026-11")


def told(office: Office, at: str, month: str = "2026-10") -> str:
    """What `explain` says of the proofs of a month after a check."""
    office.polls(at)
    with office.store() as store:
        found = statements.proofs_of(store, office.unit, office.month(month), office.unit.rule_for(2026), office.now())
    return "\n".join(line for one in found for line in proofs.source(one))


def test_what_a_proved_list_hides_refutes_its_day(tmp_path: Path, portal: WordPress) -> None:
    """A full list, newest first, hides a post: that day is not proved, and told with both, until the next poll of the witness agrees."""
    office = filled(Office(tmp_path, portal, POSTS, LISTING))
    portal.per_page, portal.list_hides = 2, {6}
    text = told(office, "2026-11-20 09:00")
    assert office.month("2026-10").coverage.blind == (date(2026, 10, 20),)
    assert "Nguồn tin list: chứng minh được 30/31 ngày." in text
    assert text.count("có bài mà danh sách không hiện ra (20/10/2026); chờ lần xem sau") == 2
    told(office, "2026-11-20 15:00")
    assert office.month("2026-10").coverage.complete


def test_a_list_that_hides_proves_its_day_never_again(tmp_path: Path, portal: WordPress) -> None:
    """The list goes on claiming the day; without a witness that agrees it stays unproved."""
    office = filled(Office(tmp_path, portal, LISTING, POSTS))
    portal.per_page, portal.list_hides = 2, {6}
    office.polls("2026-11-20 09:00")
    portal.closed = 401
    office.polls("2026-11-21 09:00")
    assert office.month("2026-10").coverage.blind == (date(2026, 10, 20),)


def test_what_is_put_up_between_list_and_witness_refutes_nothing(office: Office, portal: WordPress) -> None:
    """An article dated after the list was read could not be on it."""
    portal.list_hides = {8}
    office.par(8, "2026-11-20 09:01")
    found = proof(last(office, "2026-11-20 09:00"))
    assert (found.refutes, found.gaps) == ((), ())


@pytest.mark.parametrize(("maps", "told"), [(0, "nêu 7 địa chỉ"), (3, "là mục lục của 3 sơ đồ trang")])
def test_an_index_of_sitemaps_is_told_as_one(maps: int, told: str) -> None:
    """`init` counts addresses as addresses and sitemaps as sitemaps."""
    assert told in vi_setup.witness("https://xa.example/sitemap.xml", "sitemap", 0 if maps else 7, maps)
