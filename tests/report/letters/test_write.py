"""What holds for a notice of any kind: the same bytes each time, facts for machines, a short chat text."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_worlds import EARLIER, counting, excluded, letter, march, told, unit, waiting
from worlds import countable, watched, year_of

from newswatch.core.model import Verdict
from newswatch.core.notices.notice import NoticeKind, Unreadable
from newswatch.report import letters


def test_a_notice_is_the_same_each_time_and_its_facts_are_json() -> None:
    """Writing twice gives equal notices, enclosures included; facts pass through JSON unchanged."""
    briefing = march([*EARLIER, *counting(3, 3), *excluded(3)])
    first, second = letter(briefing), letter(briefing)
    assert first == second
    assert first.facts == second.facts == json.loads(json.dumps(first.facts))
    assert {k: first.facts[k] for k in ("counted", "quota", "short", "state", "deduction", "score")} == {
        "counted": 3,
        "quota": 4,
        "short": 1,
        "state": "short",
        "deduction": "0.5",
        "score": "1.5",
    }


@given(st.text(max_size=700), st.text(max_size=300), st.sampled_from(["met", "short", "warning"]))
def test_the_chat_text_never_passes_six_hundred_characters(name: str, title: str, case: str) -> None:
    """The chat text is one plain line of at most 600 characters that tells the count, whatever unit and titles are called."""
    items = [*counting(3, 4 if case == "met" else 2), countable(390, title, "2026-03-20", verdict=Verdict.UNSURE)]
    briefing = march(items)
    if case == "warning":
        briefing = told(NoticeKind.WARNING, [3], year_of(items, now="2026-03-25 08:00"), "2026-03-25", period="2026-03-25")
    notice = letters.write(unit(name=name), briefing)
    assert len(notice.short_text) <= letters.SHORT_TEXT
    assert notice.short_text.isprintable()
    assert "/4" in notice.short_text
    assert "\n" not in notice.subject


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_the_chat_text_holds_no_command_whatever_awaits(kind: NoticeKind) -> None:
    """The chat text names neither the program nor a command, whatever the kind and whatever awaits a person."""
    items = [*counting(3, 2), waiting(390, "2026-03-20"), waiting(391, "2026-01-20")]
    year = year_of(items, spans=[watched("2025-12-01", "2026-03-28")], now="2026-04-01 08:00")
    source = Unreadable("list", "https://xa.example.vn/", date(2026, 3, 28), "HTTP 500", True)
    briefing = told(kind, [1, 2, 3], year, "2026-04-01", due_notice={"sources": (source,)})
    text = letters.write(unit(), briefing).short_text
    assert "newswatch" not in text
    assert "--" not in text


@given(st.lists(st.text(max_size=800), min_size=1, max_size=6))
def test_sentences_are_fitted_whole(texts: list[str]) -> None:
    """Only the first sentence may be cut; any other stands whole or not at all."""
    text = letters.fitted(texts)
    assert len(text) <= letters.SHORT_TEXT
    assert letters.fitted(["a" * 600, "b", *texts]) == "a" * 600
    assert letters.fitted(["a" * 598, "bb", "c"]) == "a" * 598 + " c"
