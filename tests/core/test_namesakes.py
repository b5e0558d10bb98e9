"""Which entries of one feed are of one article, and which known items entries go on with."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core.model import LOCAL, Entry
from newswatch.core.namesakes import apart, base_of, name_of, own_key, shares_address
from newswatch.core.polling.changes import Known
from newswatch.core.polling.follow import follow, old_keys

law = settings(deadline=None)
AT = datetime(2026, 3, 5, 8, tzinfo=LOCAL)
URL = "https://xa.example.vn/tin"
ENTRY = Entry(URL, URL, "Tin A", "Tóm tắt", published_at=AT, name="a")


@pytest.mark.parametrize(
    ("guid", "url", "name"),
    [
        ("", URL, ""),
        (URL, URL, ""),
        ("http://www.xa.example.vn/tin/", URL, ""),
        (f"{URL}?utm_source=rss", URL, ""),
        ("bai-7", URL, "bai-7"),
        ("7", URL, "7"),
        ("http://xa.example.vn/?p=7", URL, "https://xa.example.vn/?p=7"),
        ("https://xa.example.vn/?p=7", URL, "https://xa.example.vn/?p=7"),
        (f"{URL}#7", URL, f"{URL}#7"),
        ("", f"{URL}#7", f"{URL}#7"),
        (URL, f"{URL}#7", f"{URL}#7"),
        ("tag:xa.example.vn,2026:7", URL, "tag:xa.example.vn,2026:7"),
        ("http://[", URL, "http://["),
    ],
)
def test_a_name_says_more_than_the_address(guid: str, url: str, name: str) -> None:
    """A guid that is the address, in whatever form, tells nothing; http and https are one."""
    assert name_of(guid, url) == name


@pytest.mark.parametrize(
    ("other", "one"),
    [
        (ENTRY, True),
        (replace(ENTRY, title="Tin B"), True),
        (replace(ENTRY, name="b"), True),
        (replace(ENTRY, name="b", published_at=None), True),
        (replace(ENTRY, name="b", title="Tin B"), False),
        (replace(ENTRY, name="b", summary="Khác"), False),
        (replace(ENTRY, name="b", text="Khác"), False),
        (replace(ENTRY, name="b", published_at=AT + timedelta(days=1)), False),
        (replace(ENTRY, name="", title="Tin B"), True),
        (replace(ENTRY, name="", published_at=AT + timedelta(days=1)), True),
        (replace(ENTRY, name="", title="Tin B", published_at=AT + timedelta(days=1)), False),
        (replace(ENTRY, key="k2", title="Tin B"), False),
    ],
)
def test_two_entries_of_one_feed(other: Entry, one: bool) -> None:
    """One name, or one title, text and day, is one article; other names over other texts, or other titles on other days, are two."""
    found = apart([ENTRY, other])
    assert len(found) == (1 if one else 2)
    assert len({e.key for e in found}) == len(found)
    assert found[0].title == ENTRY.title


NAMES = st.sampled_from(["", "a", "b", "c"])
ENTRIES = st.lists(
    st.builds(
        lambda key, name, title, day: Entry(key, key, title, published_at=AT + timedelta(days=day) if day else None, name=name),
        st.sampled_from([URL, f"{URL}/2"]),
        NAMES,
        st.sampled_from(["Tin A", "Tin B", "Tin C"]),
        st.integers(0, 2),
    ),
    max_size=8,
)
KNOWN = st.dictionaries(
    st.sampled_from([URL, f"{URL}/2", own_key(ENTRY), own_key(replace(ENTRY, name="b"))]),
    st.builds(
        lambda title, day, names, digest: Known(1, digest, AT, title, URL, AT + timedelta(days=day), guids=frozenset(names)),
        st.sampled_from(["Tin A", "Tin B", "Tin C"]),
        st.integers(0, 2),
        st.sets(NAMES.filter(bool)),
        st.sampled_from(["", "d"]),
    ),
)


@given(ENTRIES, KNOWN)
@law
def test_no_two_entries_share_a_key_and_none_changes_its_address(entries: list[Entry], known: dict[str, Known]) -> None:
    """Whatever is known, each entry has a key of its own, of its address; following again what was followed changes nothing."""
    told = apart(entries)
    found = follow(told, known).entries
    assert len({e.key for e in found}) == len(found) == len(told)
    assert [base_of(e.key) for e in found] == [base_of(e.key) for e in told]
    assert [replace(e, key="") for e in found] == [replace(e, key="") for e in told]
    stored = known | {e.key: Known(1, "d", AT, e.title, e.url, e.published_at, guids=frozenset({e.name} - {""})) for e in found}
    if not known:
        assert [e.key for e in follow(told, stored).entries] == [e.key for e in found]


@given(ENTRIES)
@law
def test_alone_at_their_addresses_entries_keep_the_keys_of_old(entries: list[Entry]) -> None:
    """Where no two articles share an address, the key is the address's own, as in databases of earlier versions."""
    alone = list({e.key: e for e in entries}.values())
    assert [e.key for e in follow(apart(alone), {}).entries] == [e.key for e in alone]


@pytest.mark.parametrize(
    ("entry", "guids", "digest", "goes_on"),
    [
        (replace(ENTRY, title="Tin B"), (), "d", True),
        (replace(ENTRY, title="Tin B"), ("a",), "d", True),
        (replace(ENTRY, title="Tin B", name="b"), ("a",), "d", False),
        (replace(ENTRY, title="Tin B", name=""), ("a",), "d", True),
        (replace(ENTRY, name="b"), ("a",), "d", True),
        (replace(ENTRY, name="b", published_at=AT + timedelta(days=9)), ("a",), "d", True),
        (replace(ENTRY, title="Tin B", name="b"), ("a",), "", True),
        (replace(ENTRY, title="Tin B", name="b", published_at=AT + timedelta(days=9)), ("a",), "", False),
    ],
)
def test_an_entry_alone_at_its_address(entry: Entry, guids: tuple[str, ...], digest: str, goes_on: bool) -> None:
    """It is the known item there: by its name, by its title, or where nobody named that. Another name over another title is another item, save that
    another feed may name the item of one day in its own way."""
    known = {URL: Known(1, digest, AT, "Tin A", URL, AT, guids=frozenset(guids))}
    (found,) = follow([entry], known).entries
    assert (found.key == URL) is goes_on
    assert shares_address(found.key) is not goes_on


def test_keys_of_old_are_followed_only_where_one_item_claims_them() -> None:
    """An item whose address gives another key today is found by that one, unless another item is known by it or claims it too."""
    old = Known(1, "d", AT, "Tin", f"{URL}/amp")
    assert old_keys({URL: old}, "") == {f"{URL}/amp": URL}
    assert old_keys({URL: old, f"{URL}/amp": old}, "") == {}
    assert old_keys({URL: old, f"{URL}/2": old}, "") == {}
    assert old_keys({"https://xã.vn/tin": replace(old, url="https://xã.vn/tin")}, "") == {"https://xn--x-yfa.vn/tin": "https://xã.vn/tin"}
    assert old_keys({URL: replace(old, url=f"{URL}?id=7")}, r"id=(?P<id>\d+)") == {"xa.example.vn#7": URL}
