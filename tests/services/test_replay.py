"""Replaying a year from its captures under other rules, and learning from decisions."""

import json
from pathlib import Path

import pytest
from office import Office
from portal import Portal
from rule_tables import rule

from newswatch.config import load_lexicon, shipped
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.count.statement import State
from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.services import replay
from newswatch.services.vocabulary import learn


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with three PAR items in October, whose log is closed, and two of something else."""
    office = Office(tmp_path, portal)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    for n in (10, 11):
        portal.article(
            n, title=f"Hội thi bơi trải lần {n}", date=f"2026-10-{n:02d} 08:00", body="Mười đội bơi trải tranh tài trên sông Lạc." * n
        )
    office.polls("2026-11-05 08:00", since="2026-01-01")
    office.closes_log("2026-10")
    office.polls("2026-11-05 08:05")
    return office


def replayed(office: Office, **changes: object) -> replay.Replay:
    """The year 2026 under another rule or lexicon."""
    under = {"other_rule": None, "lexicon": None} | changes
    with office.store() as store:
        return replay.run(store, office.settings, office.unit, 2026, under["other_rule"], under["lexicon"])  # type: ignore[arg-type]


def swimming_is_par() -> Lexicon:
    """The shipped lexicon, except that boat races are PAR news."""
    table = shipped("lexicon.toml")
    table["phrases"] = [
        *table["phrases"],
        {"kind": "par", "domain": "steering", "weight": 9.0, "text": ["hội thi bơi trải", "bơi trải tranh tài"]},
    ]  # type: ignore[misc]
    return Lexicon.from_table(table, "test")


def test_same_rules_change_nothing(office: Office) -> None:
    """Under the rules in force a replay finds no difference: the captures say what was stored."""
    found = replayed(office, lexicon=load_lexicon())
    assert found.changed == ()
    assert found.before.score == found.after.score


def test_same_inputs_give_the_same_bytes(office: Office) -> None:
    """Two replays of one database are byte-identical JSON, whenever they are made."""
    first = json.dumps(replay.shape(office.unit, replayed(office, other_rule=rule(quota=3))))
    office.at = "2027-05-05 08:00"
    assert json.dumps(replay.shape(office.unit, replayed(office, other_rule=rule(quota=3)))) == first


def test_another_rule(office: Office) -> None:
    """Under a quota of three October is met, and the replay says so month by month."""
    shaped = replay.shape(office.unit, replayed(office, other_rule=rule(quota=3)))
    october = next(m for m in shaped["months"] if m["month"] == "2026-10")
    assert (october["before"]["state"], october["after"]["state"]) == (State.SHORT, State.MET)
    assert shaped["items"] == []


def test_another_lexicon_reads_the_captures_again(office: Office) -> None:
    """Under another lexicon items are ruled anew from their captured pages, and each that changes is named; nothing is written."""
    found = replayed(office, lexicon=swimming_is_par())
    assert {before.item.title for before, _ in found.changed} == {"Hội thi bơi trải lần 10", "Hội thi bơi trải lần 11"}
    assert {(before.counted, after.counted) for before, after in found.changed} == {(False, True)}
    assert office.counted() == {"2026-10": 3}


def test_decision_of_a_person_stands_in_a_replay(office: Office) -> None:
    """What a person decided does not change with the lexicon."""
    office.decides(office.item("lần 10").id, verdict=Verdict.OTHER)
    found = replayed(office, lexicon=swimming_is_par())
    assert {before.item.title for before, _ in found.changed} == {"Hội thi bơi trải lần 11"}


def test_decisions_suggest_phrases(office: Office) -> None:
    """A phrase that stands in two items people accepted against the rules, and in none they rejected, is proposed with those items."""
    ids = sorted(office.item(f"lần {n}").id for n in (10, 11))
    for id_ in ids:
        office.decides(id_, verdict=Verdict.PAR)
    office.decides(office.item("Xã 1 ").id, verdict=Verdict.OTHER)
    with office.store() as store:
        found = learn(store, office.settings, office.unit)
    suggestions = [effect.suggestion for effect in found.effects]
    assert (found.decided, found.overruled) == (3, 3)
    assert ("hội thi bơi trải lần", Verdict.PAR, tuple(ids)) in [(s.phrase, s.verdict, s.items) for s in suggestions]
    assert not any("cải cách" in s.phrase for s in suggestions)


def test_a_suggestion_says_what_it_would_change(office: Office, portal: Portal) -> None:
    """Each phrase is tried: which overruled items the program would see as people did, which undecided items would flip, which months would count
    otherwise; the database stays as it is."""
    for n, place in ((12, "bến đò"), (13, "chợ phiên")):
        body = f"Tổ nhanh tay của xã đến {place}, bà con khen gọn. Ảnh do người dân ở {place} gửi về."
        portal.article(n, title=f"Tổ nhanh tay về thôn {n}", date=f"2026-10-{n:02d} 08:00", body=body)
    body = "Cán bộ mang giấy của dân theo, bà con khen gọn."
    portal.article(14, title="Tổ nhanh tay về thôn 14", date="2026-11-04 08:00", body=body)
    office.polls("2026-11-05 09:00")
    for n in (12, 13):
        office.decides(office.item(f"thôn {n}").id, verdict=Verdict.PAR)
    before = office.counted()
    with office.store() as store:
        found = learn(store, office.settings, office.unit)
    effect = next(effect for effect in found.effects if effect.suggestion.phrase == "tổ nhanh tay về thôn")
    assert (effect.suggestion.verdict, len(effect.suggestion.items)) == (Verdict.PAR, 2)
    assert [(flip.title, flip.before, flip.after) for flip in effect.flips] == [("Tổ nhanh tay về thôn 14", Verdict.UNSURE, Verdict.PAR)]
    assert effect.months == ((Month(2026, 11), 0, 1),)
    assert office.counted() == before
