"""What is new in a poll: the sorting of entries, a listing that breaks, items that are missing."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import moment

from newswatch.core.identity import entry_digest
from newswatch.core.model import Entry
from newswatch.core.polling.changes import Changes, Known, diff, guard, missing
from newswatch.errors import SuspectListing

law = settings(deadline=None)
SEEN = moment("2026-10-06")
ENTRY = Entry(
    key="58", url="https://xa.example.vn/58.html", title="Xã ra mắt tổ công nghệ số cộng đồng", published_at=moment("2026-10-05 09:00")
)
KNOWN = Known(1, entry_digest(ENTRY), SEEN, ENTRY.title, ENTRY.url, ENTRY.published_at)
UNDATED = replace(ENTRY, published_at=None)


def kind_of(entry: Entry, known: Known | None) -> str:
    """The one kind an entry alone is sorted into."""
    changes = diff([entry], {entry.key: known} if known else {})
    (kind,) = (name for name in Changes.__slots__ if getattr(changes, name))
    return str(kind)


@pytest.mark.parametrize(
    ("case", "known", "kind"),
    [
        ("never seen", None, "new"),
        ("as it was", KNOWN, "same"),
        ("said otherwise before", replace(KNOWN, digest="other"), "changed"),
        ("known from another source", replace(KNOWN, digest=""), "sighted"),
        ("listed again", replace(KNOWN, digest="-", unlisted=True), "sighted"),
        ("another source had another title", replace(KNOWN, digest="", title="Tin khác"), "changed"),
        ("another source had another day", replace(KNOWN, digest="", published_at=moment("2026-10-04 09:00")), "changed"),
        ("another source had another hour", replace(KNOWN, digest="", published_at=moment("2026-10-05 17:00")), "sighted"),
        ("another source had no date", replace(KNOWN, digest="", published_at=None), "changed"),
        ("listed again with another title", replace(KNOWN, digest="-", unlisted=True, title="Tin khác"), "changed"),
        ("the other title was cut short", replace(KNOWN, digest="", title="Xã ra mắt tổ công nghệ…"), "sighted"),
        ("back at its address", replace(KNOWN, gone=True), "changed"),
        ("its article not read yet", replace(KNOWN, whole=False), "changed"),
        ("its date withheld", replace(KNOWN, withheld=True, published_at=None), "changed"),
        ("from another source, and not read yet", replace(KNOWN, digest="", whole=False), "changed"),
    ],
)
def test_an_entry_is_sorted_by_what_is_known(case: str, known: Known | None, kind: str) -> None:
    """An entry is new, changed, sighted for the first time by this source, or the same."""
    assert kind_of(ENTRY, known) == kind, case


@pytest.mark.parametrize("published_at", [None, moment("2026-09-01")])
def test_a_source_without_dates_contradicts_none(published_at: datetime | None) -> None:
    """An entry that states no date is sighted whatever the item's date."""
    assert kind_of(UNDATED, replace(KNOWN, digest="", published_at=published_at)) == "sighted"


ENTRIES = st.lists(
    st.builds(Entry, key=st.sampled_from("abcdef"), url=st.just("u"), title=st.sampled_from(["Tin một", "Tin hai"])), max_size=8
)
KNOWNS = st.dictionaries(
    st.sampled_from("abcdefg"),
    st.builds(
        Known,
        st.just(1),
        st.sampled_from(["", "-", entry_digest(Entry("k", "u", "Tin một"))]),
        st.just(SEEN),
        title=st.sampled_from(["Tin một", "Tin hai"]),
        whole=st.booleans(),
        gone=st.booleans(),
        unlisted=st.booleans(),
        withheld=st.booleans(),
    ),
)


@given(ENTRIES, KNOWNS)
@law
def test_a_diff_is_a_partition(entries: list[Entry], known: dict[str, Known]) -> None:
    """Every address of a poll is in exactly one kind, at its first place, in the order of the poll."""
    changes = diff(entries, known)
    sorted_ = [entry for name in Changes.__slots__ for entry in getattr(changes, name)]
    firsts = [entry for n, entry in enumerate(entries) if entry.key not in {e.key for e in entries[:n]}]
    assert sorted(sorted_, key=lambda e: e.key) == sorted(firsts, key=lambda e: e.key)
    for name in Changes.__slots__:
        kept = getattr(changes, name)
        assert list(kept) == [entry for entry in firsts if entry in kept]


@given(ENTRIES, KNOWNS, st.data())
@law
def test_repetition_and_order_are_no_matter(entries: list[Entry], known: dict[str, Known], data: st.DataObject) -> None:
    """An entry's kind depends on nothing but itself: twice in a poll, or elsewhere in it, is the same."""
    once = list({entry.key: entry for entry in entries}.values())
    other = data.draw(st.permutations(once * 2))
    first, second = diff(once, known), diff(other, known)
    for name in Changes.__slots__:
        assert {e.key for e in getattr(first, name)} == {e.key for e in getattr(second, name)}


@given(KNOWNS)
@law
def test_a_poll_that_shows_nothing_changes_nothing(known: dict[str, Known]) -> None:
    """No entries, no kinds."""
    assert diff([], known) == Changes((), (), (), ())


@pytest.mark.parametrize(
    ("entries", "usual", "passes"),
    [
        (0, None, False),
        (0, 0, False),
        (0, 20, False),
        (1, None, True),
        (1, 0, True),
        (1, 3, True),
        (1, 4, False),
        (2, 10, False),
        (3, 10, True),
        (5, 20, False),
        (6, 20, True),
        (20, 20, True),
        (200, 20, True),
    ],
)
def test_a_listing_may_shrink_to_three_tenths(entries: int, usual: int | None, passes: bool) -> None:
    """Nothing at all is never believed; below three tenths of the usual number a listing counts as broken."""
    with nullcontext() if passes else pytest.raises(SuspectListing):
        guard([ENTRY] * entries, usual, "https://xa.example.vn/tin")


def test_a_broken_listing_is_told_with_the_way_out() -> None:
    """The message names the page, what was found, what is usual, and the command that helps."""
    with pytest.raises(SuspectListing) as caught:
        guard([ENTRY], 12, "https://xa.example.vn/tin")
    for part in ("https://xa.example.vn/tin", "1 entries", "usually 12", "newswatch probe"):
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("case", "known", "found"),
    [
        ("named before, within reach", KNOWN, True),
        ("at the very end of the reach", replace(KNOWN, published_at=moment("2026-10-01")), True),
        ("older than the reach", replace(KNOWN, published_at=moment("2026-09-30 23:59")), False),
        ("undated", replace(KNOWN, published_at=None), False),
        ("never named by this source", replace(KNOWN, digest=""), False),
        ("gone already", replace(KNOWN, gone=True), False),
        ("unlisted already", replace(KNOWN, digest="-", unlisted=True), False),
    ],
)
def test_what_a_source_names_no_more_is_missing(case: str, known: Known, found: bool) -> None:
    """Only dated items that this source named before and should have shown within its reach are asked for."""
    assert missing(set(), {"58": known}, moment("2026-10-01")) == (["58"] if found else []), case


def test_what_is_seen_is_not_missing() -> None:
    """An item the poll did show is not asked for."""
    assert missing({"58"}, {"58": KNOWN, "59": KNOWN}, moment("2026-10-01")) == ["59"]
