"""Sign-off of a month's statement by secretary and head."""

import json
from pathlib import Path

import pytest
from command import newswatch
from ledgered import by_other_hands, verified
from office import Office
from portal import Portal

from newswatch.core.model import Verdict
from newswatch.core.months import Month
from newswatch.core.rights import Action, Actor
from newswatch.errors import FieldFault, InputError, RowRefused
from newswatch.services import audit, signing, statements
from newswatch.services.signing import Function

OCTOBER = Month(2026, 10)
HOA, NAM = Actor("Trần Thị Hoa", None, "10.0.0.7"), Actor("Lê Văn Nam")


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose October was stated."""
    office = Office(tmp_path, portal)
    portal.per_page = 10
    for n in range(1, 4):
        office.par(n, f"2026-10-{n + 2:02d} 08:00")
    office.polls("2026-10-20 09:00")
    office.polls("2026-11-20 09:00")
    office.states()
    return office


def test_each_function_signs_once_by_another_person(office: Office) -> None:
    """Secretary and head sign what was stated last; the same function again, and the same person in both, are refused."""
    with office.store() as store:
        made = signing.sign(store, office.unit, OCTOBER, Function.SECRETARY, office.now(), HOA)
        assert (made.by, made.function, made.revision, made.overtaken) == ("Trần Thị Hoa", Function.SECRETARY, 0, False)
        write = audit.listed(store)[0]
        assert (write.action, write.object, write.address) == (Action.SIGN, "2026-10 revision 0 as secretary", "10.0.0.7")
        for function, actor in ((Function.SECRETARY, NAM), (Function.HEAD, Actor("TRẦN THỊ HOA"))):
            with pytest.raises(InputError, match="signed"):
                signing.sign(store, office.unit, OCTOBER, function, office.now(), actor)
        signing.sign(store, office.unit, OCTOBER, Function.HEAD, office.now(), NAM)
        assert [one.function for one in signing.standing(store, office.unit, OCTOBER)] == [Function.SECRETARY, Function.HEAD]


def test_nothing_is_signed_unseen(office: Office) -> None:
    """A month that was not stated, another revision than the one looked at, and a signature without a name are refused."""
    with office.store() as store:
        with pytest.raises(InputError, match="not stated yet"):
            signing.sign(store, office.unit, Month(2026, 12), Function.HEAD, office.now(), NAM)
        with pytest.raises(FieldFault) as fault:
            signing.sign(store, office.unit, OCTOBER, Function.HEAD, office.now(), NAM, seen=1)
        assert fault.value.field == "revision"
        with pytest.raises(FieldFault) as fault:
            signing.sign(store, office.unit, OCTOBER, Function.HEAD, office.now(), Actor(" "), seen=0)
        assert fault.value.field == "by"
        assert signing.of_month(store, office.unit, OCTOBER) == ()


def test_a_revision_tells_that_it_was_signed_before(office: Office) -> None:
    """After a revision the signature is overtaken, `explain` says so until somebody signs again, and both are on record."""
    with office.store() as store:
        signing.sign(store, office.unit, OCTOBER, Function.HEAD, office.now(), NAM)
    said = newswatch("explain", "--month", "2026-10", cwd=office.folder).stdout
    assert "đã ký xác nhận: Lê Văn Nam (trưởng ban)" in said
    assert "chưa có ai ký" not in said
    office.decides(1, verdict=Verdict.OTHER)
    office.states()
    with office.store() as store:
        assert signing.standing(store, office.unit, OCTOBER) == ()
        assert [one.overtaken for one in signing.of_month(store, office.unit, OCTOBER)] == [True]
        assert len(statements.revisions_of(store, office.unit, OCTOBER)) == 2
    said = newswatch("explain", "--month", "2026-10", cwd=office.folder).stdout
    assert "Số liệu đã đổi sau khi Lê Văn Nam ký xác nhận; bản hiện nay chưa có ai ký." in said
    done = newswatch("sign", "--month", "2026-10", "--as", "head", "--by", "Lê Văn Nam", "--json", cwd=office.folder)
    assert json.loads(done.stdout) == {"month": "2026-10", "revision": 1, "as": "head", "by": "Lê Văn Nam"}
    told = json.loads(newswatch("explain", "--month", "2026-10", "--json", cwd=office.folder).stdout)["signatures"]
    assert [(one["revision"], one["overtaken"]) for one in told] == [(0, True), (1, False)]
    assert "chưa có ai ký" not in newswatch("explain", "--month", "2026-10", cwd=office.folder).stdout


def test_a_signature_is_in_the_ledger_and_stays(office: Office) -> None:
    """A signature can't be changed or deleted, has its link, and a forged one is found."""
    with office.store() as store:
        signing.sign(store, office.unit, OCTOBER, Function.HEAD, office.now(), NAM)
        for sql in ("UPDATE signatures SET signed_by = 'ai khác'", "DELETE FROM signatures"):
            with pytest.raises(RowRefused, match="append-only"), store.writing():
                store.run_sql(sql)
        assert store.rows("SELECT count(*) AS n FROM ledger WHERE kind = 'signatures'") == [{"n": 1}]
    assert verified(office).whole
    with by_other_hands(office.settings.database) as db:
        db.execute("UPDATE signatures SET signed_by = 'ai khác'")
    assert [fault.table for fault in verified(office).all_faults] == ["signatures"]
