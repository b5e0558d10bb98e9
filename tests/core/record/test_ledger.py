"""The canonical writing of records, their digests and the heads that follow."""

from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.record.ledger import asked, canonical, digest, following, genesis, short

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, VALUES)
def test_two_values_have_the_same_bytes_only_if_they_are_equal(one: Any, other: Any) -> None:
    """What differs is written differently, True and 1 too."""
    assert (canonical(one) == canonical(other)) == (repr(_sorted(one)) == repr(_sorted(other)))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": None}, '{"a":null,"b":1}'),
        (["Xã", "\u2028", "\x00", '"', "é"], '["Xã","\u2028","\\u0000","\\"","é"]'),
        ({"đ": True, "d": [1, {}]}, '{"d":[1,{}],"đ":true}'),
    ],
)
def test_a_value_is_written_in_one_way(value: Any, written: str) -> None:
    """Keys sorted, no blanks, letters as they are in UTF-8."""
    assert canonical(value) == written.encode()


def test_heads_are_known_to_the_letter() -> None:
    """A program in any language can work them out: fixed values."""
    first = genesis("xa-quang-dien")
    assert first == sha256(b'["unit",{"unit":"xa-quang-dien"}]').digest()
    record = digest("closings", {"month": "2026-03"})
    assert record == sha256(b'["closings",{"month":"2026-03"}]').digest()
    assert following(first, record) == sha256(first + record).digest()


def test_a_number_that_json_lacks_is_refused() -> None:
    """No record holds one."""
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))


@pytest.mark.parametrize("text", ["84a7-6291-702e-7ab1", "84A7 6291 702E 7AB1", "84a76291702e7ab1", "84a7–6291…"])
def test_a_head_is_read_as_people_write_it(text: str) -> None:
    """With dashes, blanks or none, in large letters or small."""
    assert "84a76291702e7ab1".startswith(asked(text))
    assert short("84a76291702e7ab1" + "0" * 48) == "84a7-6291-702e-7ab1"


@pytest.mark.parametrize("text", ["", "84a7", "xyzxyzxyz", "0" * 65, "84a76291 đ"])
def test_what_is_no_head_is_refused(text: str) -> None:
    """Fewer than eight digits could stand anywhere, more than sixty-four nowhere."""
    with pytest.raises(ValueError, match="no head of a ledger"):
        asked(text)
