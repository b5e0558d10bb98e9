"""Who acts: every write of a person is listed in its own transaction, and nobody decides over what one has not seen."""

import io
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.model import Decision, Verdict
from newswatch.core.months import Month
from newswatch.core.record.files import FileKind
from newswatch.core.rights import Action, Actor
from newswatch.errors import AlreadyDone, FieldCode, FieldFault, FieldFaults, InputError, NewswatchError, Overtaken
from newswatch.services import attach, audit, inbox, intake, review
from newswatch.services.choices import Choice, decisions_of
from newswatch.services.statements import history_of
from newswatch.store.store import Store

LOG = "Ngày phát;Giờ phát;Tên tin, bài\n05/10/2026;05:30;Công khai thủ tục hành chính\n06/10/2026;05:30;Một cửa thêm giờ làm việc\n"
HOA = Actor("Trần Thị Hoa", None, "10.0.0.7")


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with two logged bulletins, 1 and 2."""
    office = Office(tmp_path, portal)
    office.takes_in("so.csv", LOG)
    return office


def yes(item: int, by: str = "Trần Thị Hoa") -> Decision:
    return Decision(item, by, "đã nghe", Verdict.PAR)


def last(store: Store) -> tuple[str, Action, str, str, str]:
    """The last write: who, what, where, about what, from where."""
    write = audit.listed(store, most=1)[0]
    return write.name, write.action, write.unit, write.object, write.address


def test_every_write_of_a_person_is_listed(office: Office) -> None:
    """Deciding, withdrawing, voiding, attaching, closing a log: each leaves a row that says who, what, where, about what, from where."""
    unit, now = office.unit, office.now()
    with office.store() as store:
        [number] = review.decide(store, unit, [yes(1)], now, actor=HOA)
        assert last(store) == ("Trần Thị Hoa", Action.REVIEW, "unit", f"item 1, decision {number}", "10.0.0.7")
        review.withdraw(store, unit, number, "Trần Thị Hoa", "nhầm", now, actor=HOA)
        assert last(store)[1:4] == (Action.WITHDRAW, "unit", f"item 1, decision {number}")
        made = attach.attach_stream(store, io.BytesIO(b"%PDF-1.4\n" + b"x" * 100), "a.pdf", 1, FileKind.SCRIPT, now, actor=HOA)
        assert last(store)[1:4] == (Action.ATTACH, "unit", f"item 1, file {made.number}")
        attach.void(store, made.number, "Trần Thị Hoa", "nhầm", now, actor=HOA)
        assert last(store)[1:4] == (Action.VOID_FILE, "unit", f"item 1, file {made.number}")
        review.void(store, 2, "Trần Thị Hoa", "nhầm", now, actor=HOA)
        assert last(store)[1:4] == (Action.VOID, "unit", "bulletin 2")
        intake.close_log(store, unit, Month(2026, 10), "Trần Thị Hoa", none_aired=False, now=now, actor=HOA)
        assert last(store)[1:4] == (Action.CLOSE_LOG, "unit", "2026-10")


def test_commands_are_listed_by_whoever_signs(office: Office) -> None:
    """Where no account acts the name that signs is listed, and no address; a log taken in from the inbox is the program's and is not listed."""
    with office.store() as store:
        review.decide(store, office.unit, [yes(1, "Thư ký"), yes(2, "Thư ký")], office.now())
        assert [write.object[:6] for write in audit.listed(store, most=2)] == ["item 2", "item 1"]
        assert last(store)[0::4] == ("Thư ký", "")
        before = audit.listed(store)
        office.settings.inbox.mkdir(exist_ok=True)
        (office.settings.inbox / "nua.csv").write_text(LOG.replace("05/10", "07/10"), encoding="utf-8")
        intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
        assert audit.listed(store) == before


def test_what_fails_is_not_listed(office: Office) -> None:
    """A decision that is refused leaves no row, nor does one without a name or a reason; the missing field is named."""
    with office.store() as store:
        before = audit.listed(store)
        with pytest.raises(InputError):
            review.decide(store, office.unit, [yes(1), yes(99)], office.now(), actor=HOA)
        for by, because, field in (("", "x", "by"), ("a", " ", "because")):
            with pytest.raises(FieldFault) as fault:
                review.decide(store, office.unit, [Decision(1, by, because, Verdict.PAR)], office.now())
            assert (fault.value.field, fault.value.code) == (field, FieldCode.MISSING)
        assert audit.listed(store) == before


def test_who_decides_over_what_was_decided_since_is_told(office: Office) -> None:
    """A decision with the mark of before is refused with who settled it and when; with the present mark it overrules, and both stay on record."""
    with office.store() as store:
        mark = review.mark_of(store, 1)
        review.decide(store, office.unit, [yes(1)], office.now(), seen={1: mark})
        later = office.now() + timedelta(minutes=5)
        mine = [Decision(1, "Lê Văn Nam", "không phải", Verdict.OTHER), yes(2, "Lê Văn Nam")]
        with pytest.raises(Overtaken) as told:
            review.decide(store, office.unit, mine, later, seen={1: mark, 2: review.mark_of(store, 2)})
        assert (told.value.item, told.value.by, told.value.at) == (1, "Trần Thị Hoa", office.now())
        assert len([d for d in history_of(store, 2)["decisions"] if d["kind"] == "person"]) == 0
        review.decide(store, office.unit, mine, later, seen={1: told.value.mark})
        assert [d["verdict"] for d in history_of(store, 1)["decisions"] if d["kind"] == "person"] == ["par", "other"]


def test_a_withdrawal_is_seen_as_well(office: Office) -> None:
    """A decision withdrawn since then overtakes, too, and names who withdrew it."""
    with office.store() as store:
        [number] = review.decide(store, office.unit, [yes(1)], office.now())
        mark = review.mark_of(store, 1)
        review.withdraw(store, office.unit, number, "Lê Văn Nam", "nhầm", office.now())
        with pytest.raises(Overtaken) as told:
            review.decide(store, office.unit, [yes(1)], office.now(), seen={1: mark})
        assert told.value.by == "Lê Văn Nam"


def test_of_two_who_decide_at_once_one_is_told(office: Office) -> None:
    """Two people send a decision of one item at the same moment: one stands, the other is told of it, and nothing is lost."""
    with office.store() as store:
        mark = review.mark_of(store, 1)
    start, said = threading.Barrier(2), list[NewswatchError]()

    def decide(by: str) -> None:
        with office.store() as mine:
            start.wait()
            try:
                review.decide(mine, office.unit, [yes(1, by)], office.now(), seen={1: mark})
            except NewswatchError as error:
                said.append(error)

    both = [threading.Thread(target=decide, args=(by,)) for by in ("Hoa", "Nam")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    [told] = said
    assert isinstance(told, Overtaken)
    with office.store() as store:
        [stands] = [d["decided_by"] for d in history_of(store, 1)["decisions"] if d["kind"] == "person"]
        assert stands == told.by
        assert [write.action for write in audit.listed(store)].count(Action.REVIEW) == 1


def test_a_form_for_many_is_sent_once(office: Office) -> None:
    """A list of decisions sent twice is recorded once."""
    with office.store() as store:
        actor = Actor("Hoa", form="f-1")
        review.decide(store, office.unit, [yes(1), yes(2)], office.now(), actor=actor)
        with pytest.raises(AlreadyDone):
            review.decide(store, office.unit, [yes(1), yes(2)], office.now(), actor=actor)
        assert [write.action for write in audit.listed(store)].count(Action.REVIEW) == 2


def test_nothing_of_another_unit_is_touched(office: Office) -> None:
    """Voiding and attaching for a unit refuse what is another's, as if it were not there."""
    from dataclasses import replace

    other = replace(office.unit, id="an-hoa")
    now = office.now()
    with office.store() as store:
        made = attach.attach_stream(store, io.BytesIO(b"%PDF-1.4\n" + b"x" * 100), "a.pdf", 1, FileKind.SCRIPT, now, actor=HOA)
        with pytest.raises(InputError, match="no bulletin has the id 1"):
            review.void(store, 1, "a", "b", now, unit=other)
        with pytest.raises(InputError, match="no item has the id 1"):
            attach.attach_stream(store, io.BytesIO(b"%PDF-1.4"), "a.pdf", 1, FileKind.SCRIPT, now, actor=HOA, unit=other)
        with pytest.raises(InputError, match="no attached file"):
            attach.void(store, made.number, "a", "b", now, unit=other)


@pytest.mark.parametrize("name", ["C:\\Users\\hoa\\anh.pdf", "../../etc/anh.pdf", "anh.pdf", "\x00anh\n.pdf"])
def test_a_sent_file_is_named_by_its_last_part(office: Office, name: str) -> None:
    """A browser's name of a file never names a place."""
    with office.store() as store:
        attach.attach_stream(store, io.BytesIO(b"%PDF-1.4\n" + b"x" * 100), name, 1, FileKind.SCRIPT, office.now(), actor=HOA)
        [row] = attach.of_item(store, 1)
    assert row["name"].replace(" ", "") == "anh.pdf"
    assert row["attached_by"] == "Trần Thị Hoa"


def test_ignoring_a_log_names_the_missing_field(office: Office) -> None:
    """Ignoring a log without a reason is refused by its field."""
    with office.store() as store, pytest.raises(FieldFault) as fault:
        inbox.ignore(store, office.unit, "so.csv", "Hoa", "", office.now())
    assert fault.value.field == "because"


def test_choices_become_decisions(office: Office) -> None:
    """Short days, months, a story of its own and closed words become a decision."""
    choices = [Choice(1, Verdict.PAR, day="27/3", not_in=("2026-10",), own_story=True, origin="own", item_type="tin", domain="procedures")]
    [made] = decisions_of(office.unit, choices, "Hoa", "đã nghe", office.now().date())
    assert (made.published_on and made.published_on.isoformat(), made.same_as, str(made.domain)) == ("2026-03-27", 1, "procedures")
    assert [(first.isoformat(), last.isoformat()) for first, last in made.not_during] == [("2026-10-01", "2026-10-31")]


def test_every_fault_of_a_choice_is_told_at_once(office: Office) -> None:
    """Each wrong field is named once, however many items it was chosen for."""
    wrong = [Choice(n, day="31/02", not_in=("2026-13",), origin="ai", item_type="x", domain="y") for n in (1, 2)]
    with pytest.raises(FieldFaults) as told:
        decisions_of(office.unit, wrong, "Hoa", "x", office.now().date())
    assert sorted(fault.field for fault in told.value.faults) == ["day", "domain", "item_type", "not_in", "origin"]
