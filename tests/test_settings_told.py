"""What the settings say of a unit, as a text that years and duties rest on."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newswatch.config import Member, Source, SourceKind, Trust, Unit, load_rule
from newswatch.config.telling import told
from newswatch.core.bulletin import Broadcasts
from newswatch.core.model import Profile
from newswatch.core.notices.board import NoticeKind, Role

RULE = load_rule("quang-dien-2614", Path())
SOURCE = Source("site", SourceKind.LISTING, "https://xa.example.vn/", Profile("joomla"), True)
MEMBER = Member("a@xa.example", "Thư ký")
UNIT = Unit("xa", "Thử", "xã", (RULE,), (SOURCE,), board=(MEMBER,))
OF_UNIT: dict[str, Any] = {
    "id": "xb",
    "name": "Thư",
    "kind": "phường",
    "rules": (replace(RULE, quota=9),),
    "sources": (),
    "valid_from": date(2026, 1, 1),
    "valid_to": date(2026, 1, 2),
    "predecessors": ("cu",),
    "when_met": True,
    "broadcasts": Broadcasts.UNWATCHED,
    "log_closes_on": 9,
    "board": (),
    "province": "Huế",
}
OF_SOURCE: dict[str, Any] = {
    "id": "tin",
    "kind": SourceKind.FEED,
    "url": "https://xb.example.vn/",
    "profile": Profile("khac"),
    "required": False,
    "hosts": ("a.vn",),
    "foreign_hosts": ("b.vn",),
    "trust": Trust(tls_legacy=True),
}
OF_MEMBER: dict[str, Any] = {"address": "b@xa.example", "name": "Ban", "role": Role.HEAD, "notices": (NoticeKind.WARNING,)}


@pytest.mark.parametrize("name", [one.name for one in fields(Unit)])
def test_any_other_unit_is_told_otherwise(name: str) -> None:
    """No two units that differ in a field are told alike."""
    assert told(replace(UNIT, **{name: OF_UNIT[name]})) != told(UNIT)


@pytest.mark.parametrize("name", [one.name for one in fields(Source)])
def test_any_other_source_is_told_otherwise(name: str) -> None:
    """Nor are two that differ in a field of a source."""
    assert told(replace(UNIT, sources=(replace(SOURCE, **{name: OF_SOURCE[name]}),))) != told(UNIT)


@pytest.mark.parametrize("name", [one.name for one in fields(Member)])
def test_any_other_mailbox_is_told_otherwise(name: str) -> None:
    """Nor are two that differ in a field of a mailbox."""
    assert told(replace(UNIT, board=(replace(MEMBER, **{name: OF_MEMBER[name]}),))) != told(UNIT)


def test_equal_units_are_told_alike() -> None:
    """Settings read twice are told alike."""
    again = replace(UNIT, rules=(load_rule("quang-dien-2614", Path()),), sources=(replace(SOURCE),), board=(replace(MEMBER),))
    assert told(again) == told(UNIT)


def test_texts_can_not_pass_for_one_another() -> None:
    """Text that is written like settings stays a text."""
    assert told(replace(UNIT, name="a','b", kind="c")) != told(replace(UNIT, name="a", kind="b','c"))
