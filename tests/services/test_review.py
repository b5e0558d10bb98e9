"""What people decide and withdraw: a person is a person whatever the name, and nothing is erased."""

from datetime import date
from pathlib import Path

import pytest
from command import newswatch
from office import Office
from portal import Portal

from newswatch.core.model import PROGRAM, Decider, DeciderKind, Decision, Origin, Verdict
from newswatch.errors import InputError, StoreError
from newswatch.report import json_shapes
from newswatch.report.terminal import explain
from newswatch.report.vi import item_names, terms
from newswatch.services import replay, review, statements
from newswatch.store.store import Store


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with two PAR articles of October, looked at on 2 November."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-10-05 08:00")
    office.par(2, "2026-10-06 08:00")
    office.polls("2026-11-02 06:30", since="2026-10-01")
    return office


def withdraws(office: Office, decision: int, by: str = "Trưởng ban", because: str = "xét nhầm") -> None:
    """Withdraws a decision."""
    with office.store() as store:
        review.withdraw(store, office.unit, decision, by, because, office.now())


def numbers(office: Office, item: int) -> list[int]:
    """The numbers of the decisions of people about an item."""
    return [row["id"] for row in office.trace(item)["decisions"] if row["kind"] == "person"]


def told(office: Office, item: int) -> list[str]:
    """What `explain --item` prints."""
    with office.store() as store:
        return explain.item(office.trace(item), statements.line_of(store, office.unit, item, office.now()))


def test_a_person_named_as_the_program_is_a_person(office: Office) -> None:
    """A decision by somebody named "rules" is a person's everywhere: in what stands, JSON, explanations, letters, and under other rules."""
    item = office.item("Xã 1 ")
    with office.store() as store:
        review.decide(store, office.unit, [Decision(item.id, "rules", "là giấy mời", Verdict.OTHER)], office.now())
        line = statements.line_of(store, office.unit, item.id, office.now())
        again = replay.run(store, office.settings, office.unit, 2026, None, office.settings.lexicon)
    assert line is not None
    assert line.item.decided_by == Decider(DeciderKind.PERSON, "rules", "là giấy mời")
    shape = json_shapes.item(line)
    assert (shape["decided_by"], shape["decided_by_kind"], shape["reasons"]) == ("rules", "person", ["là giấy mời"])
    assert item_names.why_not(line, terms.by_number, phrases=True) == "không phải tin, bài CCHC – rules xét: là giấy mời"
    assert any("rules: không phải CCHC – là giấy mời" in text for text in told(office, item.id))
    assert again.changed == ()
    assert office.counted() == {"2026-10": 1}
    office.portal.retitles(1, "Xã 1 và cải cách hành chính: thêm một bước")
    office.polls("2026-11-03 06:30")
    assert office.counted() == {"2026-10": 1}


def test_the_program_is_no_person(office: Office) -> None:
    """What nobody decided is the program's, told as "rules" in JSON, with its phrases."""
    with office.store() as store:
        line = statements.line_of(store, office.unit, office.item("Xã 1 ").id, office.now())
    assert line is not None
    assert line.item.decided_by == PROGRAM
    shape = json_shapes.item(line)
    assert (shape["decided_by"], shape["decided_by_kind"]) == ("rules", "program")
    assert "+5.0 cải cách hành chính (title)" in shape["reasons"]


def test_after_a_withdrawal_the_program_stands_again(office: Office) -> None:
    """A rejected item counts again once the decision is withdrawn; both stay on record, and the history tells who withdrew it and why."""
    item = office.item("Xã 1 ").id
    office.decides(item, "tin cũ", verdict=Verdict.OTHER)
    (number,) = numbers(office, item)
    assert f"quyết định {number}, Thư ký" in "\n".join(told(office, item))
    withdraws(office, number)
    assert office.counted() == {"2026-10": 2}
    assert office.item("Xã 1 ").decided_by == PROGRAM
    assert numbers(office, item) == [number]
    history = told(office, item)
    assert any(f"quyết định {number}, Thư ký: không phải CCHC – tin cũ" in text for text in history)
    assert "      đã rút lại 06:30 02/11/2026, người rút: Trưởng ban – xét nhầm" in history


def test_after_a_withdrawal_an_earlier_decision_stands_again(office: Office) -> None:
    """Of two decisions the earlier one stands once the later one is withdrawn, and the program once both are."""
    item = office.item("Xã 1 ").id
    office.decides(item, verdict=Verdict.OTHER, origin=Origin.REPOST)
    office.decides(item, verdict=Verdict.PAR, published_on=date(2026, 9, 30), origin=Origin.OWN, same_as=item)
    earlier, later = numbers(office, item)
    assert (office.counted(), office.item("Xã 1 ").same_as) == ({"2026-09": 1, "2026-10": 1}, item)
    withdraws(office, later)
    stands = office.item("Xã 1 ")
    assert (stands.verdict, stands.origin, stands.same_as, stands.day) == (Verdict.OTHER, Origin.REPOST, None, date(2026, 10, 5))
    withdraws(office, earlier, "Thư ký")
    stands = office.item("Xã 1 ")
    assert (stands.verdict, stands.origin, stands.decided_by) == (Verdict.PAR, Origin.OWN, PROGRAM)


def test_what_can_not_be_withdrawn_is_refused(office: Office) -> None:
    """A withdrawal names a decision that a person made about an item of the unit and that stands, and is signed with a reason."""
    item = office.item("Xã 1 ").id
    office.decides(item, verdict=Verdict.OTHER)
    (number,) = numbers(office, item)
    (ruling,) = (row["id"] for row in office.trace(item)["decisions"] if row["kind"] == "ruling")
    for wrong in (999, ruling):
        with pytest.raises(InputError, match=f"no person's decision has the number {wrong}"):
            withdraws(office, wrong)
    for by, because in ((" ", "lý do"), ("Thư ký", " ")):
        with pytest.raises(InputError, match="a withdrawal needs --by NAME and --because TEXT"):
            withdraws(office, number, by, because)
    assert office.counted() == {"2026-10": 1}
    withdraws(office, number)
    with pytest.raises(InputError, match=f"decision {number} is withdrawn already"):
        withdraws(office, number)


def test_a_decision_about_an_item_of_another_unit_is_refused(office: Office) -> None:
    """A number of another unit's decision is unknown here."""
    text = office.settings.path.read_text(encoding="utf-8")
    other = text[text.index("[[units]]") :].replace('id = "unit"', 'id = "other"')
    office.settings.path.write_text(f"{text}\n{other}", encoding="utf-8")
    office.decides(office.item("Xã 1 ").id, verdict=Verdict.OTHER)
    office.reads_settings()
    (number,) = numbers(office, office.item("Xã 1 ").id)
    with office.store() as store, pytest.raises(InputError, match="no person's decision"):
        review.withdraw(store, office.settings.units[1], number, "Thư ký", "nhầm", office.now())
    withdraws(office, number)


def test_a_withdrawal_waits_for_no_run(office: Office) -> None:
    """A decision is withdrawn while a check holds the run lock; while somebody writes, it is refused within seconds and nothing is recorded."""
    item = office.item("Xã 1 ").id
    office.decides(item, verdict=Verdict.OTHER)
    (number,) = numbers(office, item)
    with Store.open(office.settings.database) as other:
        with other.writing(), pytest.raises(StoreError, match="nothing was recorded, try again"):
            withdraws(office, number)
        with other.run("check", office.now):
            withdraws(office, number)
    assert office.counted() == {"2026-10": 2}


def test_explain_shows_weights_only_if_asked(office: Office) -> None:
    """`explain` tells the phrases behind a verdict; what each weighs is shown by `--weights` alone."""
    item = office.item("Xã 1 ").id
    for words in (("--item", str(item)), ("--month", "2026-10")):
        plain, weighed = (newswatch("explain", *words, *option, cwd=office.folder).stdout for option in ((), ("--weights",)))
        assert "cải cách hành chính (tiêu đề)" in plain
        assert ("+5,0" in plain, "+5,0 cải cách hành chính (tiêu đề)" in weighed) == (False, True)
