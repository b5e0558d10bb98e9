"""Rules as dated data: what ships, what is refused, what a unit may override."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

import pytest
from rule_tables import RULES_FOLDER, SHIPPED, rule, rule_table, shipped_rule, shipped_table

from newswatch.core.model import Channel, ItemType, Origin
from newswatch.core.quota.clause import Policy, Reading, ReadingStatus, Scope
from newswatch.core.quota.rule import Rule, official_problem
from newswatch.errors import ConfigError

BASIS = {"number": "7/QĐ-UBND", "date": date(2020, 1, 2), "issuer": "UBND huyện Thử", "verified": True}
CONFIRMED = {"reading_status": "confirmed", "confirmed_by": "12/PNV ngày 03/02/2020"}


def problems_of(call: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        call()
    return caught.value.problems


def test_the_shipped_rules_are_these() -> None:
    """The folder holds exactly the rules the other tests go through."""
    assert tuple(sorted(path.stem for path in RULES_FOLDER.glob("*.toml"))) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_rule_loads_clean_under_its_own_name(name: str) -> None:
    """A shipped rule has no fault, its id is its file name, and no float is left in it."""
    loaded = shipped_rule(name)
    assert loaded.id == name
    assert not [f.name for f in fields(loaded) if isinstance(getattr(loaded, f.name), float)]


def test_quang_dien_says_what_the_plan_quotes() -> None:
    """Four items a month over two channels, half a point each, two points, in force 2018 and 2019, reading assumed."""
    loaded = shipped_rule("quang-dien-2614")
    assert (loaded.criterion, loaded.quota, loaded.penalty, loaded.max_points, loaded.min_points) == (
        "1.3.3",
        4,
        Decimal("0.5"),
        Decimal(2),
        Decimal(0),
    )
    assert (loaded.channels, loaded.scope) == ((Channel.PORTAL, Channel.LOUDSPEAKER), Scope.COMBINED)
    assert (loaded.reading, loaded.reading_status) == (Reading.A_CUMULATIVE, ReadingStatus.ASSUMED)
    days = (date(2017, 12, 4), date(2017, 12, 5), date(2019, 12, 31), date(2020, 1, 1))
    assert [loaded.in_force(day) for day in days] == [False, True, True, False]
    assert str(loaded.legal_basis) == "2614/QĐ-UBND of 05/12/2017, UBND huyện Quảng Điền"


def test_phuoc_an_is_a_target_without_points() -> None:
    """Two items a month on the portal alone, and no points to win or lose."""
    loaded = shipped_rule("phuoc-an-2026")
    assert (loaded.quota, loaded.channels, loaded.max_points, loaded.penalty) == (2, (Channel.PORTAL,), None, Decimal(0))


@pytest.mark.parametrize(
    ("subject", "on", "expected"),
    [
        (shipped_rule("hue-3241"), None, "nobody has read its clause in 3241/QĐ-UBND"),
        (shipped_rule("phuoc-an-2026"), None, "a target without points"),
        (shipped_rule("quang-dien-2614"), date(2019, 12, 31), "reading A_cumulative is assumed"),
        (shipped_rule("quang-dien-2614"), date(2020, 1, 1), "in force from 05/12/2017 to 31/12/2019, not on 01/01/2020"),
        (rule(**CONFIRMED), date(2019, 1, 1), "in force from 02/01/2020, not on 01/01/2019"),
    ],
)
def test_why_a_score_is_not_official(subject: Rule, on: date | None, expected: str) -> None:
    """A guessed clause, a rule not in force, a target without points and an assumed reading each keep a score unofficial."""
    assert expected in str(official_problem(subject, on))


def test_a_confirmed_reading_of_a_verified_rule_is_official() -> None:
    """With clause, date and reading settled nothing stands against the score."""
    assert official_problem(rule(**CONFIRMED), date(2020, 12, 31)) is None


def test_a_filled_in_template_is_no_longer_refused_for_its_clause() -> None:
    """Setting verified in a copy of the Huế template moves the objection on to the reading."""
    filled = Rule.from_table(shipped_table("hue-3241") | {"id": "hue", "verified": True}, "hue")
    assert "is assumed" in str(official_problem(filled))


def test_the_defaults() -> None:
    """What a rule file may leave out has the literal and cautious value."""
    loaded = rule()
    assert (loaded.reading, loaded.scope, loaded.reading_status) == (Reading.A_CUMULATIVE, Scope.COMBINED, ReadingStatus.ASSUMED)
    assert (loaded.cutoff_day, loaded.window_start, loaded.window_end) == (None, "01-01", "12-31")
    assert (loaded.types, loaded.backdating, loaded.round_step, loaded.display_decimals) == (
        (ItemType.TIN, ItemType.BAI),
        Policy.REVIEW,
        None,
        2,
    )
    assert loaded.origins == {
        Origin.OWN: Policy.COUNT,
        Origin.RETOLD: Policy.COUNT,
        Origin.RELAY: Policy.REVIEW,
        Origin.REPOST: Policy.REVIEW,
        Origin.REBROADCAST: Policy.EXCLUDE,
    }
    assert rule(verified=None).verified is False


@pytest.mark.parametrize("written", [0.5, "0.5", "0.50", Decimal("0.500")])
def test_points_are_exact_however_they_are_written(written: object) -> None:
    """A TOML float, a text and a Decimal of the same points are one and the same Decimal."""
    penalty = rule(penalty=str(written) if isinstance(written, Decimal) else written).penalty
    assert isinstance(penalty, Decimal)
    assert str(penalty) == "0.5"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"quota": None}, ["thu.quota: is missing; expected a whole number"]),
        ({"quota": "bốn"}, ["thu.quota: expected a whole number, found 'bốn'"]),
        ({"quota": True}, ["thu.quota: expected a whole number, found True"]),
        ({"quota": 0}, ["thu.quota: expected 1 to 1000, found 0"]),
        ({"qouta": 5}, ["thu.qouta: unknown key, did you mean 'quota'?"]),
        ({"zzz": 5}, ["thu.zzz: unknown key"]),
        ({"title": "  "}, ["thu.title: is empty"]),
        ({"measure": "minutes"}, ["thu.measure: only 'count' (a quota counted in items) can be computed, found 'minutes'"]),
        ({"per": "week"}, ["thu.per: only 'month' (a quota due every month) can be computed, found 'week'"]),
        ({"scope": "both"}, ["thu.scope: expected one of combined, each_channel, any_channel, found 'both'"]),
        ({"channels": None}, ["thu.channels: is missing; expected some of portal, loudspeaker"]),
        ({"channels": []}, ["thu.channels: is empty; expected some of portal, loudspeaker"]),
        ({"channels": ["radio"]}, ["thu.channels: expected one of portal, loudspeaker, found 'radio'"]),
        ({"channels": "portal"}, ["thu.channels: expected a list, found 'portal'"]),
        ({"penalty": 0}, ["thu.penalty: expected more than 0 for a missing item, found 0"]),
        ({"penalty": "nửa"}, ["thu.penalty: expected points such as 0.5, found 'nửa'"]),
        ({"penalty": "1e-400"}, ["thu.penalty: expected at most 1000 points with at most four decimals, found 1E-400"]),
        ({"max_points": "1e999"}, ["thu.max_points: expected at most 1000 points with at most four decimals, found 1E+999"]),
        ({"max_points": float("inf")}, ["thu.max_points: expected points such as 0.5, found inf"]),
        ({"max_points": None}, ["thu.max_points: is missing; give max_points and penalty, or neither for a target without points"]),
        ({"penalty": None}, ["thu.penalty: is missing; give max_points and penalty, or neither for a target without points"]),
        ({"min_points": 2}, ["thu.min_points: expected less than max_points 2, found 2"]),
        ({"max_points": None, "penalty": None, "min_points": -1}, ["thu.min_points: has no meaning without max_points"]),
        ({"round_step": 0.3}, ["thu.round_step: expected a step that divides max_points and min_points evenly, found 0.3"]),
        (
            {"round_step": 0.5, "min_points": -0.2},
            ["thu.round_step: expected a step that divides max_points and min_points evenly, found 0.5"],
        ),
        ({"round_step": -1}, ["thu.round_step: expected a step that divides max_points and min_points evenly, found -1"]),
        ({"display_decimals": 5}, ["thu.display_decimals: expected 0 to 4, found 5"]),
        ({"effective_from": None}, ["thu.effective_from: is missing; expected a day such as 2026-01-31"]),
        ({"effective_from": datetime(2020, 1, 2)}, ["expected a day such as 2026-01-31, found datetime.datetime"]),  # noqa: DTZ001
        ({"effective_to": date(2019, 1, 1)}, ["thu.effective_to: 2019-01-01 lies before effective_from 2020-01-02"]),
        ({"reading_status": "confirmed"}, ["thu.confirmed_by: is missing; a confirmed reading names the number and date"]),
        ({"confirmed_by": "12/PNV"}, ['thu.confirmed_by: is given, but reading_status is not "confirmed"']),
        ({"cutoff_day": 32}, ["thu.cutoff_day: expected 1 to 31, found 32"]),
        ({"cutoff_day": "cuối"}, ["thu.cutoff_day: expected a whole number, found 'cuối'"]),
        ({"window_start": "11-01"}, ["thu.window_end: is missing; give both ends of the window"]),
        ({"window_start": "01-01", "window_end": "02-30"}, ["thu.window_end: '02-30' is not a day of the year"]),
        ({"window_start": "01-05", "window_end": "01-20"}, ["thu.window_end: 01-05 to 01-20 holds 0 whole months"]),
        (
            {"cutoff_day": 19, "window_start": "01-01", "window_end": "12-31"},
            ["holds 11 whole months under this cutoff_day; January to December is 12-20 to 12-19"],
        ),
        ({"window_start": "03-01", "window_end": "02-28"}, ["thu.window_end: 03-01 to 02-28 holds 11 whole months"]),
        ({"legal_basis": None}, ["thu.legal_basis.date: is missing", "thu.legal_basis.issuer: is missing"]),
        ({"legal_basis": "7/QĐ-UBND"}, ["thu.legal_basis: expected a table, found '7/QĐ-UBND'"]),
        ({"legal_basis": BASIS | {"nummer": "7"}}, ["thu.legal_basis.nummer: unknown key, did you mean 'number'?"]),
        ({"origins": {"repost": "maybe"}}, ["thu.origins.repost: expected one of count, review, exclude, found 'maybe'"]),
        ({"origins": {"reposts": "count"}}, ["thu.origins.reposts: unknown key, did you mean 'repost'?"]),
        ({"types": ["tin", "ảnh"]}, ["thu.types: expected one of tin, bai, notice, document, skit, found 'ảnh'"]),
    ],
)
def test_a_faulty_table_is_refused_by_its_path(changes: dict[str, object], expected: list[str]) -> None:
    """Each fault is named by its dotted path with what was found and what is wanted, and nothing else is complained of."""
    table = {key: value for key, value in (rule_table() | changes).items() if value is not None}
    found = problems_of(lambda: Rule.from_table(table, "thu"))
    assert [part for part in expected if not any(part in problem for problem in found)] == []
    assert [problem for problem in found if not problem.startswith("thu.legal_basis")][1:] == []


def test_all_faults_come_at_once() -> None:
    """Unknown keys, wrong types, values out of range and faults between sound keys are reported together."""
    table = rule_table(quota="4", penalty=-1, qutoa=4, display_decimals=9, effective_to=date(2001, 1, 1), confirmed_by="12/PNV")
    found = problems_of(lambda: Rule.from_table(table, "thu"))
    assert sorted(problem.split(":")[0].removeprefix("thu.") for problem in found) == [
        "confirmed_by",
        "display_decimals",
        "effective_to",
        "penalty",
        "quota",
        "qutoa",
    ]


def test_every_fault_of_an_empty_table_is_a_missing_key() -> None:
    """An empty table names exactly the keys a rule can't do without."""
    found = problems_of(lambda: Rule.from_table({}, "thu"))
    keys = {problem.split(":")[0].removeprefix("thu.") for problem in found}
    assert len(found) == len(keys)
    assert keys == {"id", "criterion", "title", "legal_basis.date", "legal_basis.issuer", "effective_from", "quota", "channels"}


@pytest.mark.parametrize("written", ["last", 31, None])
def test_the_last_day_is_written_in_three_ways(written: object) -> None:
    """`last`, 31 and silence are the calendar month, and one rule."""
    assert rule(cutoff_day=written) == rule()


def test_a_year_without_a_window_follows_the_cut_off() -> None:
    """With a cut-off and no window the year is the twelve months that end on that day."""
    loaded = rule(cutoff_day=19)
    assert (loaded.window_start, loaded.window_end) == ("12-20", "12-19")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_rule_with_nothing_overridden_is_itself(name: str) -> None:
    """Overriding nothing, or a key with its own value, gives an equal rule of the same digest."""
    loaded = shipped_rule(name)
    for overrides in ({}, {"scope": str(loaded.scope)}):
        again = loaded.with_overrides(overrides, "units.a")
        assert (again, again.digest) == (loaded, loaded.digest)


@pytest.mark.parametrize(
    ("overrides", "key", "expected"),
    [
        ({"reading": "E_annual_total"}, "reading", Reading.E_ANNUAL_TOTAL),
        ({"scope": "each_channel"}, "scope", Scope.EACH_CHANNEL),
        ({"cutoff_day": 19}, "window_start", "12-20"),
        ({"window_start": "11-01", "window_end": "10-31"}, "window_end", "10-31"),
        ({"types": ["bai", "tin", "notice"]}, "types", (ItemType.TIN, ItemType.BAI, ItemType.NOTICE)),
        ({"backdating": "exclude"}, "backdating", Policy.EXCLUDE),
        ({"round_step": 0.25}, "round_step", Decimal("0.25")),
        ({"display_decimals": 3}, "display_decimals", 3),
        (CONFIRMED, "reading_status", ReadingStatus.CONFIRMED),
    ],
)
def test_what_a_unit_may_override(overrides: dict[str, object], key: str, expected: object) -> None:
    """Method, period and presentation are the unit's to set, and the digest tells the difference."""
    changed = rule().with_overrides(overrides, "units.a")
    assert getattr(changed, key) == expected
    assert changed.digest != rule().digest


def test_overriding_one_origin_leaves_the_others() -> None:
    """A partial origins table changes only what it names."""
    changed = rule(origins={"relay": "exclude"}).with_overrides({"origins": {"repost": "count"}}, "units.a")
    assert (changed.origins[Origin.RELAY], changed.origins[Origin.REPOST]) == (Policy.EXCLUDE, Policy.COUNT)


@pytest.mark.parametrize("key", ["id", "quota", "channels", "max_points", "penalty", "verified", "legal_basis", "effective_to", "measure"])
def test_what_the_legal_text_fixes_cannot_be_overridden(key: str) -> None:
    """The clause itself belongs to the rule file; a unit that needs another writes another rule."""
    found = problems_of(lambda: rule().with_overrides({key: rule_table().get(key)}, "units.a"))
    assert found == (f"units.a.{key}: is fixed by rule 'thu'; to change it, write a rule file under another id",)


def test_overrides_are_checked_like_a_rule() -> None:
    """Every fault of an override is reported under the override's own path."""
    found = problems_of(
        lambda: rule().with_overrides({"raeding": "A", "scope": "x", "penalty": 1, "reading_status": "confirmed"}, "units.a")
    )
    assert sorted(problem.split(":")[0] for problem in found) == [
        "units.a.confirmed_by",
        "units.a.penalty",
        "units.a.raeding",
        "units.a.scope",
    ]


@pytest.mark.parametrize("overrides", [{"reading": "C_worst_month"}, {"scope": "each_channel"}, {"reading_status": "assumed"}])
def test_a_confirmation_does_not_outlive_what_it_confirmed(overrides: dict[str, object]) -> None:
    """Changing the reading or its scope makes the reading assumed again; other overrides leave it confirmed."""
    confirmed = rule(**CONFIRMED)
    changed = confirmed.with_overrides(overrides, "units.a")
    assert (changed.reading_status, changed.confirmed_by) == (ReadingStatus.ASSUMED, "")
    assert confirmed.with_overrides({"display_decimals": 3}, "units.a").confirmed_by == CONFIRMED["confirmed_by"]


def test_a_target_without_points_takes_overrides() -> None:
    """A rule without maximum and penalty can be overridden and stays without points."""
    changed = shipped_rule("phuoc-an-2026").with_overrides({"cutoff_day": 25}, "units.a")
    assert (changed.cutoff_day, changed.max_points, changed.penalty) == (25, None, Decimal(0))


def test_the_digest_is_of_the_content_not_of_the_writing() -> None:
    """Key order, number spelling, list order and Unicode form don't move the digest; a figure does."""
    table = rule_table(max_points="2.00", channels=["loudspeaker", "portal"], title="Tin, bài thử")
    assert Rule.from_table(dict(reversed(table.items())), "elsewhere").digest == rule().digest
    assert len({rule().digest, rule(quota=5).digest, rule(penalty=0.25).digest, rule(origins={"relay": "count"}).digest}) == 4
    assert len(rule().digest) == 64
