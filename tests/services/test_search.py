"""Finding items: words with marks or without, filters, pages, and what was only just written."""

import json
import sqlite3
from pathlib import Path

import pytest
from command import newswatch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import Office
from portal import Portal

from newswatch.core.count.reasons import Why
from newswatch.core.model import Channel, Decision, Verdict
from newswatch.core.months import Month
from newswatch.core.text import words
from newswatch.services import intake, review, search
from newswatch.services.search import Filters
from newswatch.store import found
from newswatch.store.store import Store

TITLES = (
    "Công khai thủ tục hành chính tại bộ phận một cửa xã",
    "Phòng cháy rừng mùa khô",
    "Hòa giải ở cơ sở: hoà thuận xóm giềng",
    "Lịch tiếp dân của Chủ tịch UBND xã tháng 10",
    'Giá "một cửa" 100% AND OR NOT (NEAR) * ^ -:',
)


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with five bulletins, 1 to 5, on 5 to 9 October 2026."""
    office = Office(tmp_path, portal)
    for n, title in enumerate(TITLES):
        with office.store() as store:
            intake.add(store, office.settings, office.unit, {"date": f"{5 + n:02d}/10/2026", "title": title}, office.now)
    return office


def ids(office: Office, filters: Filters) -> list[int]:
    """The items found, in their order."""
    with office.store() as store:
        told = search.find(store, office.unit, filters, office.now())
    assert (told.total, told.unsearched) == (len(told.rows), 0)
    return [row.item.id for row in told.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("một cửa", [5, 1]),
        ("mot cua", [5, 1]),
        ("MỘT  CỬA", [5, 1]),
        ("cửa một", [5, 1]),
        ("mót cửa", []),
        ("hoà", [3]),
        ("hòa", [3]),
        ("thu tuc ch", [1, 4][:1]),
        ("dân", [4]),
        ("đan", []),
        ("dan", [4]),
        ("ubnd", [4]),
        ("phòng", [2]),
        ("phong chay rung mua kho", [2]),
        ("phong chay rung mua kho a", []),
        ("?!…", []),
        ("tháng 10", [4]),
    ],
)
def test_words_are_found_with_marks_and_without(office: Office, text: str, expected: list[int]) -> None:
    """Words without marks find those with any, words with marks only their own; case, order and the place of a tone mark don't matter; the last word may
    have only begun, and a text without words finds nothing."""
    assert ids(office, Filters(text=text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '"một cửa',
        "một*",
        "AND",
        "một AND cửa",
        "NOT",
        "NEAR(a b)",
        "words:một",
        "^một",
        "-một",
        "(",
        "100%",
        "a_b",
        "'; DROP TABLE items; --",
    ],
)
def test_what_is_typed_is_never_syntax(office: Office, text: str) -> None:
    """Signs and words that mean something to the database are looked for as words."""
    told = {n for n, title in enumerate(TITLES, 1) for typed in [words(text)] if _begins(words(title), typed)}
    assert set(ids(office, Filters(text=text))) == told


def _begins(have: list[str], typed: list[str]) -> bool:
    return bool(typed) and all(word in have for word in typed[:-1]) and any(word.startswith(typed[-1]) for word in have)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_is_a_question(tmp_path: Path, text: str) -> None:
    """No text makes a query that the database refuses, and a title finds itself by all of its words."""
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE w USING fts5 (words, detail = none, tokenize = \"ascii tokenchars '_'\")")
        db.execute("INSERT INTO w (rowid, words) VALUES (1, ?)", (" ".join(found._forms(text)),))
        query = found.asked(text)
        assert (query is None) == (not words(text))
        if query:
            assert db.execute("SELECT rowid FROM w WHERE w MATCH ?", (query,)).fetchall() == [(1,)]


def test_filters_hold_together(office: Office) -> None:
    """Month, channel, verdict and words each leave out what does not meet them."""
    with office.store() as store:
        review.decide(store, office.unit, [Decision(2, "Hoa", "đã nghe", Verdict.PAR)], office.now())
    assert 2 in ids(office, Filters(verdict=Verdict.PAR))
    assert ids(office, Filters(text="rừng", verdict=Verdict.OTHER)) == []
    assert ids(office, Filters(month=Month(2026, 9))) == []
    assert ids(office, Filters(month=Month(2026, 10), text="rừng")) == [2]
    assert ids(office, Filters(channel=Channel.PORTAL)) == []
    assert ids(office, Filters(channel=Channel.LOUDSPEAKER, text="rung")) == [2]


def test_items_are_found_by_how_they_stand(office: Office) -> None:
    """What counts, what waits and what does not count for a reason are told as the month's statement tells them, and each row has its line."""
    lines = {line.item.id: line for line in office.month("2026-10").lines}
    for filters, meets in (
        (Filters(counted=True), [n for n, line in lines.items() if line.counted]),
        (Filters(counted=False, month=Month(2026, 10)), [n for n, line in lines.items() if not line.counted]),
        (Filters(awaiting=True), [n for n, line in lines.items() if line.awaiting]),
        (Filters(why=Why.NOT_PAR), [n for n, line in lines.items() if any(r.why is Why.NOT_PAR for r in line.because)]),
    ):
        assert sorted(ids(office, filters)) == sorted(meets)
    assert [n for n, line in lines.items() if line.counted]
    with office.store() as store:
        told = search.find(store, office.unit, Filters(), office.now())
    assert {row.item.id: row.line and row.line.counted for row in told.rows} == {n: line.counted for n, line in lines.items()}


def test_what_was_just_decided_is_found_so(office: Office) -> None:
    """A decision, its withdrawal, a date and a voided bulletin show in the very next search."""
    assert ids(office, Filters(text="rung", verdict=Verdict.PAR)) == []
    with office.store() as store:
        [number] = review.decide(store, office.unit, [Decision(2, "Hoa", "đã nghe", Verdict.PAR)], office.now())
    assert ids(office, Filters(text="rung", verdict=Verdict.PAR)) == [2]
    with office.store() as store:
        review.withdraw(store, office.unit, number, "Hoa", "nhầm", office.now())
    assert ids(office, Filters(text="rung", verdict=Verdict.PAR)) == []
    with office.store() as store:
        dated = Decision(2, "Hoa", "theo sổ", published_on=Month(2026, 9).window(None).last)
        review.decide(store, office.unit, [dated], office.now())
    assert ids(office, Filters(month=Month(2026, 9))) == [2]
    with office.store() as store:
        review.void(store, 2, "Hoa", "nhập nhầm", office.now())
    assert ids(office, Filters(text="rung")) == []


def test_pages_hold_each_item_once(office: Office) -> None:
    """Pages of two go from the newest to the oldest, each item once, though one is added meanwhile; a token that is none begins at the top."""
    told, after, added = list[int](), "", False
    with office.store() as store:
        while True:
            page = search.find(store, office.unit, Filters(), office.now(), after=after, most=2)
            told += [row.item.id for row in page.rows]
            if not added:
                intake.add(store, office.settings, office.unit, {"date": "20/10/2026", "title": "Tin mới"}, office.now)
                added = True
            if not (after := page.next):
                break
        assert told == [5, 4, 3, 2, 1]
        assert search.find(store, office.unit, Filters(), office.now(), after="rác.x", most=1).rows[0].item.id == 6


def test_very_many_are_not_counted_one_by_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to a bound the number of items is told as it is, beyond it as one more than the bound."""
    for bound, told in ((5, 5), (3, 4)):
        monkeypatch.setattr(search, "MOST_COUNTED", bound)
        with office.store() as store:
            assert search.find(store, office.unit, Filters(), office.now(), most=1).total == told


def test_the_helper_is_made_anew_from_the_facts(office: Office) -> None:
    """Dropped, it comes back with the next search, equal to what it was."""
    before = ids(office, Filters(text="một cửa"))
    with office.store() as store:
        with store.writing():
            found.drop(store)
        assert store.rows("SELECT name FROM sqlite_master WHERE name LIKE 'found%'") == []
    assert ids(office, Filters(text="một cửa")) == before == [5, 1]


def test_what_could_not_be_looked_through_is_told(office: Office) -> None:
    """While another writes, what was written since the last search is not found, and its number is told; afterwards it is."""
    ids(office, Filters())
    with office.store() as store:
        intake.add(store, office.settings, office.unit, {"date": "20/10/2026", "title": "Tin mới"}, office.now)
        with Store.open(store.path) as other, other.writing():
            told = search.find(store, office.unit, Filters(text="tin"), office.now())
        assert (told.total, told.unsearched) == (0, 1)
        assert search.find(store, office.unit, Filters(text="tin mới"), office.now()).total == 1


def test_items_lists_those_with_words(office: Office) -> None:
    """`newswatch items --search` lists the items of the year that have the words, and no others."""
    told = json.loads(newswatch("items", "--year", "2026", "--search", "mot cua", "--json", cwd=office.folder).stdout)
    assert sorted(item["id"] for item in told) == [1, 5]
    assert json.loads(newswatch("items", "--year", "2026", "--search", "?", "--json", cwd=office.folder).stdout) == []
