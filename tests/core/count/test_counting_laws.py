"""Laws of counting, over random worlds: order and repetition are no matter, a cluster counts once, a failed poll makes no month short."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from item_worlds import worlds
from rule_tables import rule
from worlds import moment, watched, year_of

from newswatch.core.count.duplicates import Sameness, clusters, duplicates
from newswatch.core.count.judgement import judge
from newswatch.core.count.reasons import Line, Why
from newswatch.core.count.statement import State, YearStatement
from newswatch.core.model import Channel, Countable, Origin, Verdict
from newswatch.core.polling.records import Span
from newswatch.core.quota.readings import MonthCount
from newswatch.core.quota.rule import Rule

law = settings(deadline=None, max_examples=150)
RULE = rule()
BY_SCOPE = {scope: rule(scope=scope) for scope in ("combined", "each_channel", "any_channel")}
BY_CHANNEL = {channel: rule(channels=[channel.value]) for channel in Channel}
POLLED_DAYS = st.integers(0, 121).map(lambda n: date(2026, 9, 1) + timedelta(days=n))
SPANS = st.lists(st.builds(lambda a, b: watched(min(a, b).isoformat(), max(a, b).isoformat()), POLLED_DAYS, POLLED_DAYS), max_size=4).map(
    tuple
)
NOWS = st.integers(0, 101).map(lambda n: (date(2026, 10, 1) + timedelta(days=n)).isoformat())
RULES = st.sampled_from(list(BY_SCOPE.values()))


def counts(year: YearStatement) -> list[MonthCount]:
    return [month.count for month in year.months]


def lines(year: YearStatement) -> list[object]:
    return [(line.item.id, line.counted, line.counted_on_channel) for month in year.months for line in month.lines]


@given(worlds(), st.data())
@law
def test_the_order_of_items_does_not_change_clusters(items: list[Countable], data: st.DataObject) -> None:
    """The same items in another order give the same pairs for the same reasons."""
    other = data.draw(st.permutations(items))
    pairs, as_pairs = duplicates(items), duplicates(other)
    assert set(as_pairs) == set(pairs)
    assert clusters(other, as_pairs) == clusters(items, pairs)


@given(worlds())
@law
def test_clusters_are_a_partition(items: list[Countable]) -> None:
    """Every item is in exactly one cluster, and all its members say so."""
    found = clusters(items, duplicates(items))
    assert sorted(found) == sorted(item.id for item in items)
    assert all(id_ in cluster and all(found[other] == cluster for other in cluster) for id_, cluster in found.items())


@given(worlds())
@law
def test_what_a_person_settled_always_holds(items: list[Countable]) -> None:
    """An item is in the cluster of the one a person named, and one set apart is drawn into no cluster but by a person."""
    found = clusters(items, duplicates(items))
    ids = {item.id for item in items}
    for item in items:
        if item.same_as in ids:
            assert item.id in found[item.same_as or 0]
    named = {item.same_as for item in items if item.same_as != item.id}
    apart = [item.id for item in items if item.same_as == item.id and item.id not in named]
    assert all(found[id_] == (id_,) for id_ in apart)


@given(worlds())
@law
def test_texts_that_differ_are_never_joined_by_titles(items: list[Countable]) -> None:
    """Two articles that were read, of one title and different texts, are in one cluster only if a text, a link or a person joins them."""
    pairs = duplicates(items)
    sure = [pair for pair in pairs if pair.because not in (Sameness.TITLE, Sameness.TITLE_AND_DAY)]
    found, surely = clusters(items, pairs), clusters(items, sure)
    texted = [item for item in items if item.whole and len(item.text) > 100 and item.channel is Channel.PORTAL]
    assert all((found[a.id] == found[b.id]) == (surely[a.id] == surely[b.id]) for a in texted for b in texted)


@given(worlds(), st.data())
@law
def test_the_order_of_items_does_not_change_a_line(items: list[Countable], data: st.DataObject) -> None:
    """The same items in another order give the same lines in the same order."""
    assert judge(data.draw(st.permutations(items)), RULE) == judge(items, RULE)


@given(worlds())
@law
def test_a_cluster_counts_at_most_once(items: list[Countable]) -> None:
    """Of all items of a cluster at most one counts together, and at most one on each channel; what counts is PAR, dated, and on its channel too."""
    found = judge(items, RULE)
    of = clusters(items, duplicates(items))
    together = [of[line.item.id] for line in found if line.counted]
    apart = [(of[line.item.id], line.item.channel) for line in found if line.counted_on_channel]
    assert len(together) == len(set(together)) <= sum(item.verdict is Verdict.PAR for item in items)
    assert len(apart) == len(set(apart))
    assert all(line.counted_on_channel and line.item.verdict is Verdict.PAR and line.month for line in found if line.counted)


@given(worlds())
@law
def test_every_item_counts_or_says_why_not(items: list[Countable]) -> None:
    """Each item has one line, with reasons exactly if it doesn't count, and a repetition names an item of its cluster that is none."""
    found = judge(items, RULE)
    of = clusters(items, duplicates(items))
    by_id = {line.item.id: line for line in found}
    assert sorted(by_id) == sorted(item.id for item in items)
    for line in found:
        assert line.counted == (not line.because)
        assert (line.duplicate_of is not None) == (Why.SAME_STORY in {reason.why for reason in line.because})
        if line.duplicate_of is not None:
            assert line.duplicate_of in of[line.item.id]
            assert by_id[line.duplicate_of].duplicate_of is None


@given(worlds())
@law
def test_an_unread_article_counts_as_one_without_text(items: list[Countable]) -> None:
    """With the same verdicts, an article that could not be read counts as one that has no text: whatever was received for it joins nothing."""
    unread = [replace(item, whole=False) for item in items]
    bare = [replace(item, whole=True, text="") for item in items]
    assert standing(judge(unread, RULE)) == standing(judge(bare, RULE))


def standing(lines: Sequence[Line]) -> list[tuple[int, bool, bool]]:
    """What counts, together and on its channel."""
    return [(line.item.id, line.counted, line.counted_on_channel) for line in lines]


@given(worlds(), st.sampled_from(Channel))
@law
def test_one_channel_alone_counts_as_it_does_beside_the_other(items: list[Countable], channel: Channel) -> None:
    """What counts on a channel is what counts together under a rule that knows only that channel, retold bulletins aside."""
    items = [item for item in items if item.origin is not Origin.RETOLD]
    alone = [line.item.id for line in judge(items, BY_CHANNEL[channel]) if line.counted]
    assert alone == [line.item.id for line in judge(items, RULE) if line.counted_on_channel and line.item.channel is channel]


@given(worlds(), SPANS, NOWS, st.data())
@law
def test_order_and_repetition_of_polls_and_items_are_no_matter(
    items: list[Countable], spans: tuple[Span, ...], now: str, data: st.DataObject
) -> None:
    """The same items and polls in another order, some polls twice, make the same statement."""
    other = year_of(data.draw(st.permutations(items)), spans=data.draw(st.permutations(spans + spans[:2])), now=now)
    assert other == year_of(items, spans=spans, now=now)


@given(worlds(), SPANS, SPANS, NOWS, RULES)
@law
def test_polling_less_never_makes_a_month_short(
    items: list[Countable], spans: tuple[Span, ...], more: tuple[Span, ...], now: str, under: Rule
) -> None:
    """With fewer polls the counts are the same, what is met stays met, and a month that is short was short with more polls."""
    fewer, all_ = (year_of(items, under, seen, now) for seen in (spans, spans + more))
    assert lines(fewer) == lines(all_)
    for less, whole in zip(fewer.months, all_.months, strict=True):
        assert less.count == whole.count
        assert less.state is not State.SHORT or whole.state is State.SHORT
        assert (less.state is State.MET) == (whole.state is State.MET)


@given(worlds(), SPANS, NOWS, st.sets(st.integers(1, 9)))
@law
def test_reading_less_never_makes_a_month_short(items: list[Countable], spans: tuple[Span, ...], now: str, unread: set[int]) -> None:
    """Of items that titles alone join, those that can't be read change no count and make no month short."""
    items = [replace(item, text="") for item in items]
    less_read = [replace(item, whole=item.whole and item.id not in unread) for item in items]
    fewer, all_ = (year_of(seen, spans=spans, now=now) for seen in (less_read, items))
    assert counts(fewer) == counts(all_)
    for less, whole in zip(fewer.months, all_.months, strict=True):
        assert less.state is not State.SHORT or whole.state is State.SHORT
        assert (less.state is State.MET) == (whole.state is State.MET)


@given(worlds(), SPANS, NOWS)
@law
def test_what_counts_is_par_and_counts_once(items: list[Countable], spans: tuple[Span, ...], now: str) -> None:
    """The counts of a year never exceed its PAR items, together never the sum of the channels, and each line's month is its own."""
    year = year_of(items, spans=spans, now=now)
    assert sum(count.combined for count in counts(year)) <= sum(item.verdict is Verdict.PAR for item in items)
    for month in year.months:
        assert month.count.combined <= sum(month.count.by_channel.values())
        assert all(line.month == month.month for line in month.lines)
        assert month.coverage.watched + len(month.coverage.blind) <= 31


@given(worlds(), SPANS, NOWS, RULES)
@law
def test_the_score_lies_within_its_range(items: list[Countable], spans: tuple[Span, ...], now: str, under: Rule) -> None:
    """Under the literal reading what is known lies between the bounds, and accepting what waits takes nothing away."""
    year = year_of(items, under, spans, now)
    if year.score is not None:
        assert year.low is not None
        assert year.high is not None
        assert year.if_accepted is not None
        assert 0 <= year.low <= year.score <= year.high <= 2
        assert year.if_accepted >= year.score


@given(worlds(), SPANS, NOWS)
@law
def test_a_month_has_the_state_its_numbers_say(items: list[Countable], spans: tuple[Span, ...], now: str) -> None:
    """Open before its end, met without shortfall, else short or unknown; only a short month costs points, and only one seen whole is short."""
    for month in year_of(items, spans=spans, now=now).months:
        ended = moment(now).date() > month.month.window(None).last
        assert (month.state is State.OPEN) == (not ended)
        assert (month.state is State.MET) == (ended and month.short == 0)
        assert (month.deduction > 0) == (month.state is State.SHORT)
        assert month.state is not State.SHORT or month.coverage.complete
