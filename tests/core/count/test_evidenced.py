"""Items that count and lack evidence: they count all the same, they are told, and the score without them is a second figure."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_tables import rule
from worlds import bulletin, countable, month_in, year_of

from newswatch.core.count.evidenced import at_hand, lacking, without
from newswatch.core.count.statement import YearStatement
from newswatch.core.model import Channel, Countable, Verdict
from newswatch.core.quota.clause import Scope
from newswatch.core.record.files import EvidenceKind

ASKING = {"portal": "url + capture", "loudspeaker": "log line + (audio or script)"}
KEPT = frozenset([EvidenceKind.CAPTURE])
HEARD = frozenset([EvidenceKind.AUDIO])
RULE = rule(evidence=ASKING)
TITLES = (
    "Mở rộng một cửa điện tử",
    "Rút ngắn thời gian cấp giấy khai sinh",
    "Niêm yết công khai thủ tục đất đai",
    "Đối thoại về cải cách hành chính",
)


def march(*aired: str, articles: int = 2) -> list[Countable]:
    """Articles of March 2026, and bulletins with the given titles."""
    items = [countable(n, TITLES[n], f"2026-03-{5 + n:02d}") for n in range(articles)]
    return [*items, *(bulletin(10 + n, title, f"2026-03-{15 + n:02d}") for n, title in enumerate(aired))]


def stated(items: list[Countable], evidence: dict[int, frozenset[EvidenceKind]], **options: Any) -> YearStatement:
    return year_of(items, options.pop("rule", RULE), evidence=evidence, **options)


def test_an_item_that_lacks_evidence_counts_and_is_told() -> None:
    """The count, the state and the score stay; the second figure is without it, and the line says what lacks."""
    items = march(TITLES[2], TITLES[3])
    year = stated(items, {0: KEPT, 1: KEPT, 10: HEARD})
    full = stated(items, {0: KEPT, 1: KEPT, 10: HEARD, 11: HEARD})
    month = month_in(year, 3)
    assert (month.count, month.state, year.score) == (month_in(full, 3).count, month_in(full, 3).state, full.score)
    assert [line.item.id for line in month.lines if line.lacks] == [11]
    assert [line.lacks for line in month.lines if line.lacks] == [((EvidenceKind.AUDIO, EvidenceKind.SCRIPT),)]
    assert (month.unevidenced, month_in(full, 3).unevidenced) == (1, 0)
    assert full.if_evidenced_only == full.score


def test_the_score_without_them_is_that_of_a_year_in_which_they_were_not() -> None:
    """Four of four items are three without the one that lacks its recording: half a point less."""
    items = [item for month in range(1, 13) for item in _full_month(month)]
    evidence = {item.id: KEPT for item in items}
    year = stated(items, evidence)
    assert (year.score, year.if_evidenced_only) == (Decimal(2), Decimal(2))
    bare = stated(items, {id_: kept for id_, kept in evidence.items() if id_ != 301})
    assert (bare.score, bare.if_evidenced_only) == (Decimal(2), Decimal("1.5"))


def _full_month(month: int) -> list[Countable]:
    return [countable(month * 100 + n, f"{TITLES[n]}, đợt {month}.{n}", f"2026-{month:02d}-{5 + 4 * n:02d}") for n in range(4)]


def test_a_story_counts_by_the_telling_that_has_its_evidence() -> None:
    """A broadcast without recording whose article of the month is kept still counts one story; among broadcasts it doesn't."""
    items = [bulletin(10, TITLES[0], "2026-03-02"), countable(0, TITLES[0], "2026-03-05")]
    month = month_in(stated(items, {0: KEPT}), 3)
    assert [(line.item.id, line.counted) for line in month.lines] == [(10, True), (0, False)]
    bare = without(month.count, month.lines)
    assert (month.count.combined, bare.combined) == (1, 1)
    assert bare.by_channel == {Channel.PORTAL: 1, Channel.LOUDSPEAKER: 0}
    nothing = month_in(stated(items, {}), 3)
    assert without(nothing.count, nothing.lines).combined == 0


@pytest.mark.parametrize("asking", [None, {}, {"portal": ""}])
def test_a_rule_that_asks_for_nothing_misses_nothing(asking: dict[str, str] | None) -> None:
    """Without evidence and without a rule that asks for it no item lacks any, and both figures are one."""
    year = stated(march(TITLES[2]), {}, rule=rule(evidence=asking))
    assert not any(line.lacks for line in year.lines)
    assert year.if_evidenced_only == year.score


def test_items_that_do_not_count_lack_nothing() -> None:
    """What is ruled out or waits is not asked for evidence."""
    items = [countable(1, TITLES[0], "2026-03-05", verdict=Verdict.OTHER), countable(2, TITLES[1], "2026-03-06", verdict=Verdict.UNSURE)]
    year = stated(items, {})
    assert not any(line.lacks for line in year.lines)


def test_what_an_item_has_by_itself() -> None:
    """An article has its address, a bulletin its line in the log; the rest is what is kept."""
    assert at_hand(countable(1, "a", "2026-03-05"), KEPT) == {EvidenceKind.URL, EvidenceKind.CAPTURE}
    assert at_hand(bulletin(1, "a", "2026-03-05"), HEARD) == {EvidenceKind.LOG_LINE, EvidenceKind.AUDIO}
    assert at_hand(bulletin(1, "a", "2026-03-05", url="https://xa.example/1"), ()) == {EvidenceKind.LOG_LINE, EvidenceKind.URL}


def test_what_lacks_is_told_kind_by_kind() -> None:
    """Each kind that would help stands once, in the order of the vocabulary."""
    (line,) = month_in(stated([bulletin(10, TITLES[0], "2026-03-02")], {}), 3).lines
    assert lacking(RULE, line, ()) == (EvidenceKind.AUDIO, EvidenceKind.SCRIPT)
    assert lacking(RULE, line, [EvidenceKind.SCRIPT]) == ()


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3), st.booleans(), st.booleans()), max_size=16),
    st.sampled_from(Scope),
)
def test_evidence_never_bears_on_the_count(told: list[tuple[int, int, bool, bool]], scope: Scope) -> None:
    """Whatever is kept: the year is the same but for what is said of evidence, and the second figure is at most the first."""
    items, evidence = [], {}
    for id_, (month, title, aired, kept) in enumerate(told):
        make = bulletin if aired else countable
        items.append(make(id_, f"{TITLES[title]} đợt {month}", f"2026-{month:02d}-{5 + 3 * title:02d}"))
        if kept:
            evidence[id_] = KEPT | HEARD
    under = rule(evidence=ASKING, scope=str(scope))
    year, plain = stated(items, evidence, rule=under), stated(items, {}, rule=rule(scope=str(scope)))
    assert (year.score, year.by_reading, year.low, year.high) == (plain.score, plain.by_reading, plain.low, plain.high)
    assert [(m.count, m.state, m.short) for m in year.months] == [(m.count, m.state, m.short) for m in plain.months]
    assert year.score is not None
    assert year.if_evidenced_only is not None
    assert year.if_evidenced_only <= year.score
