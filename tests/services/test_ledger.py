"""`verify`: whatever is changed in the record behind the program's back is found, and named."""

import gzip
import json
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from command import newswatch
from ledgered import TABLES, Change, by_other_hands, changed, copied, full_year, repacked, rows_named, taken_back, verified
from office import Office
from openpyxl import load_workbook
from portal import Portal

from newswatch import __file__ as newswatch_package
from newswatch.core.model import Verdict
from newswatch.core.record.ledger import Broken, Verified, genesis, short
from newswatch.errors import InputError, StoreError
from newswatch.services import ledger
from newswatch.services.opening import open_as_it_is
from newswatch.store import vault
from newswatch.store.ledger_kinds import KINDS

SEED, CHANGES = 20261127, 200


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose record holds a row of every kind, made once."""
    with Portal() as portal:
        return full_year(tmp_path_factory.mktemp("kept"), portal)


@pytest.fixture
def office(kept: Office, tmp_path: Path) -> Office:
    """A copy of it."""
    return copied(kept, tmp_path / "copy")


def links(office: Office) -> int:
    """How many links the unit's chain has."""
    (chain,) = verified(office).chains
    return chain.links


def test_what_the_program_wrote_is_whole(office: Office) -> None:
    """Every row of a unit's record has its link, of every kind there is, and nothing is broken."""
    found = verified(office)
    assert found.whole, found
    assert found.bodies > 5
    with office.store() as store:
        kinds = {row["kind"] for row in store.rows("SELECT DISTINCT kind FROM ledger")}
        assert store.rows("SELECT * FROM unsealed") == []
    assert kinds == set(KINDS) - {"adoptions"}


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_file_beside_the_database_is_held_against_its_digest(office: Office, harm: str) -> None:
    """A file of evidence whose bytes were changed, or that is gone, is named, with the items it belongs to."""
    (path, *_) = sorted(vault.folder_of(office.settings.database).glob("??/*"))
    path.unlink()
    if harm == "changed":
        path.write_bytes(b"khac")
    (fault,) = verified(office).faults
    assert (fault.table, fault.row, fault.also) == ("files", path.name, ("items 1",))
    assert fault.what is (Broken.BODY if harm == "changed" else Broken.NO_BODY)


def test_a_unit_that_was_taken_out_is_missed(office: Office) -> None:
    """Rows of a unit that is not there any more are told, whichever way it went."""
    for sql in ("DELETE FROM units", "UPDATE units SET id = 0"):
        with by_other_hands(office.settings.database) as db:
            db.execute("PRAGMA foreign_keys = OFF")
            db.execute("SAVEPOINT before")
            db.execute(sql)
            db.commit()
        assert not verified(office).whole, sql


@pytest.mark.parametrize("link", [10**18, 2**63 - 1])
def test_a_link_far_off_holds_up_nothing(office: Office, link: int) -> None:
    """A changed number of a link is found at once, however large; nothing more is entered then, and the command says why."""
    with by_other_hands(office.settings.database) as db:
        db.execute("UPDATE ledger SET link = ? WHERE link = (SELECT max(link) FROM ledger)", (link,))
    assert not verified(office).whole
    with pytest.raises(StoreError, match="newswatch verify"):
        office.decides(1, verdict=Verdict.OTHER)


def test_each_of_200_random_changes_is_found_and_named(kept: Office) -> None:
    """Any value of any ledgered table, and any byte of a kept body, changed with the triggers dropped: verify names the row."""
    rng, changes, tried = random.Random(SEED), list[Change](), 0
    with open_as_it_is(kept.settings) as store:
        assert ledger.verify(store).whole
        while len(changes) < CHANGES:
            tried += 1
            with taken_back(store.connection):
                if (change := changed_at_random(store.connection, rng, tried)) is not None:
                    changes.append(change)
                    assert_named(change, ledger.verify(store))
        assert ledger.verify(store).whole
    assert {change.table for change in changes} == set(TABLES) - {"adoptions"}


def changed_at_random(db: sqlite3.Connection, rng: random.Random, tried: int) -> Change | None:
    """A change of a table whose turn it is, or of a kept body."""
    if tried % 5 == 0:
        return repacked(db, rng, rng.choice(["captures", "log_files"]))
    return changed(db, rng, TABLES[(tried - tried // 5) % len(TABLES)])


def assert_named(change: Change, found: Verified) -> None:
    """The row that was changed is named, by the key that it had or has; of a link, that the chain is broken there."""
    assert not found.whole, change
    if change.table == "ledger":
        broken = {fault.link for chain in found.chains for fault in chain.faults}
        assert broken & {0, *range(int(change.row) - 1, int(change.row) + 2)}, (change, found)
        return
    table = {"enclosures": "notifications"}.get(change.table, change.table)
    assert {(table, change.row), (table, str(change.after))} & rows_named(found), (change, found)


def test_what_another_program_adds_is_no_part_of_the_record(office: Office) -> None:
    """A row that another program wrote stays outside the chain, whatever newswatch writes after it, and is named."""
    with closing(sqlite3.connect(office.settings.database)) as db:
        db.execute(
            "INSERT INTO closings (unit_id, month, closed_at, closed_by, none_aired) VALUES (1, '2026-09', '2026-10-01T00:00:00+00:00', 'x', 1)"
        )
        (row,) = db.execute("SELECT max(id) FROM closings").fetchone()
        db.commit()
    office.decides(3, verdict=Verdict.OTHER)
    (chain,) = verified(office).chains
    (fault,) = chain.faults
    assert (fault.what, fault.table, fault.row, fault.says) == (Broken.OUTSIDE, "closings", str(row), "2026-09")


def test_a_row_taken_out_is_named_by_its_link(office: Office) -> None:
    """The link of a deleted row names it, and the links after it are whole."""
    with by_other_hands(office.settings.database) as db:
        db.execute("DELETE FROM decisions WHERE id = 2")
    (chain,) = verified(office).chains
    assert [(f.what, f.table, f.row) for f in chain.faults if f.what is Broken.MISSING] == [(Broken.MISSING, "decisions", "2")]
    assert chain.first == chain.faults[0].link > 0


def test_a_link_taken_out_is_named_as_the_link(office: Office) -> None:
    """A deleted link leaves a gap in the chain, and its row outside it; the link after it doesn't fit any more."""
    with by_other_hands(office.settings.database) as db:
        db.execute("DELETE FROM ledger WHERE link = 20")
    (chain,) = verified(office).chains
    assert chain.first == 20
    assert {f.what for f in chain.faults} == {Broken.LINK, Broken.CHANGED, Broken.OUTSIDE}


def test_a_changed_head_is_no_fault_of_the_rows(office: Office) -> None:
    """Where a link was changed and not its row, the link is named, and the one after it is not blamed."""
    with by_other_hands(office.settings.database) as db:
        db.execute("UPDATE ledger SET head = randomblob(32) WHERE link = 20")
    (chain,) = verified(office).chains
    assert [(f.what, f.link, f.table) for f in chain.faults] == [(Broken.LINK, 20, "ledger")]


def test_a_chain_of_another_unit_does_not_fit(office: Office) -> None:
    """The first link rests on the unit's id, so that a chain can't be passed off as another unit's."""
    with by_other_hands(office.settings.database) as db:
        db.execute("UPDATE units SET key = 'khac'")
    (chain,) = verified(office).chains
    assert (chain.unit, chain.first) == ("khac", 1)
    assert genesis("khac") != genesis("unit")


@pytest.mark.parametrize("unit", [None, "unit"])
def test_a_body_that_is_gone_is_named(office: Office, unit: str | None) -> None:
    """Neither emptying a kept page nor dropping its row goes unnoticed, of all units or of the one whose items cite it."""
    with by_other_hands(office.settings.database) as db:
        digests = [digest for (digest,) in db.execute("SELECT sha256 FROM captures ORDER BY 1 LIMIT 2")]
        db.execute("UPDATE captures SET body = x'' WHERE sha256 = ?", digests[:1])
        db.execute("DELETE FROM captures WHERE sha256 = ?", digests[1:])
    found = verified(office, unit)
    assert {fault.what for fault in found.faults} - {Broken.LOOSE} == {Broken.NO_BODY}
    assert {("captures", digest) for digest in digests} <= rows_named(found)


def test_a_packed_body_fills_no_memory(office: Office) -> None:
    """A body that unpacks to more than was kept is broken, and is unpacked no further than it was large."""
    with by_other_hands(office.settings.database) as db:
        db.execute("UPDATE captures SET body = ?", (gzip.compress(b"0" * 50_000_000),))
    assert {fault.what for fault in verified(office).faults} == {Broken.BODY}


def test_a_head_tells_where_it_stood(office: Office) -> None:
    """Each statement holds the head of all that was recorded before it; the mail that tells it holds one that covers it."""
    with office.store() as store:
        (stated,) = store.rows("SELECT id, month, head FROM statements WHERE month = '2026-10'")
        (mail,) = store.rows("SELECT text, html, facts FROM notifications ORDER BY id LIMIT 1")
        (link,) = store.rows("SELECT link FROM ledger WHERE kind = 'statements' AND row = ?", stated["id"])
        (before,) = ledger.find(store, stated["head"], ledger.verify(store))
        told = json.loads(mail["facts"])["ledger_head"]
        (covering,) = ledger.find(store, told, ledger.verify(store))
    assert (before.link, before.whole) == (link["link"] - 1, True)
    assert covering.link >= link["link"]
    assert (covering.month, covering.revision) == ("2026-10", 0)
    assert told in mail["text"]
    assert told in mail["html"]


def test_the_workbook_and_the_revisions_bear_the_head(office: Office) -> None:
    """The workbook has it in short on each sheet and in full in its properties; `explain` tells that of each statement."""
    with office.store() as store:
        (mail,) = store.rows(
            "SELECT n.facts, e.body FROM notifications n JOIN enclosures e ON e.notification_id = n.id ORDER BY n.id LIMIT 1"
        )
        (stated,) = store.rows("SELECT head FROM statements WHERE month = '2026-10'")
    head, book = json.loads(mail["facts"])["ledger_head"], load_workbook(BytesIO(mail["body"]))
    assert head in book.properties.description
    assert all(any(short(head) in str(cell.value) for row in sheet["A1:A3"] for cell in row) for sheet in book.worksheets)
    done = newswatch("explain", "--month", "2026-10", "--json", cwd=office.folder)
    assert json.loads(done.stdout)["revisions"][0]["ledger_head"] == stated["head"]


def test_an_old_mail_proves_what_stood_then(office: Office) -> None:
    """A head of before is found, and says whether what it covers was changed since."""
    with office.store() as store:
        (mail,) = store.rows("SELECT facts FROM notifications ORDER BY id LIMIT 1")
    head = json.loads(mail["facts"])["ledger_head"]
    with by_other_hands(office.settings.database) as db:
        db.execute("UPDATE observations SET title = 'Khác' WHERE id = 1")
    done = newswatch("verify", "--head", head[:9], cwd=office.folder)
    assert done.returncode == 3
    assert "bảng observations (lần ghi nhận bài), dòng 1, “Khác”" in done.stdout
    assert "TRƯỚC ĐÓ CÓ MẮT XÍCH BỊ HỎNG" in done.stdout


@pytest.mark.parametrize(
    ("head", "code", "said"), [("0000-0000-0000", 3, "không có trong sổ ghi nào"), ("hello", 2, "is no head of a ledger")]
)
def test_a_head_that_is_none_of_ours_is_told(office: Office, head: str, code: int, said: str) -> None:
    """A head of no chain ends with code 3, a text that is no head with code 2."""
    done = newswatch("verify", "--head", head, cwd=office.folder)
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_verify_speaks_json(office: Office) -> None:
    """The same as JSON, with the head that `status --json` gives."""
    done, status = (newswatch(*words, "--json", cwd=office.folder) for words in (("verify", "--unit", "unit"), ("status",)))
    found = json.loads(done.stdout)
    assert (done.returncode, found["whole"], found["chains"][0]["broken"]) == (0, True, 0)
    assert json.loads(status.stdout)[0]["ledger"] == {"links": found["chains"][0]["links"], "head": found["chains"][0]["head"]}


def test_a_unit_that_is_not_there_is_refused(office: Office) -> None:
    """The units that are there are named."""
    with open_as_it_is(office.settings) as store, pytest.raises(InputError, match="knows no unit 'khac'; it knows unit"):
        ledger.verify(store, "khac")


def test_verifying_writes_nothing(office: Office) -> None:
    """What the configuration would put right in the database is not put right before it was looked at."""
    with by_other_hands(office.settings.database) as db:
        db.execute("UPDATE sources SET key = 'khac' WHERE id = 1")
    done = newswatch("verify", cwd=office.folder)
    assert done.returncode == 3
    assert "bảng sources" in done.stdout


def test_a_source_that_was_renamed_has_a_link_for_each_name(office: Office) -> None:
    """What the configuration changes is a link of its own, and the rows that name the source stay whole."""
    before = links(office)
    text = office.settings.path.read_text(encoding="utf-8").replace('id = "list"', 'id = "danh-sach"')
    office.settings.path.write_text(text, encoding="utf-8")
    office.reads_settings()
    with office.store():
        pass
    assert links(office) == before + 1
    assert verified(office).whole


OTHERWHERE = [
    {"TZ": "America/New_York", "LC_ALL": "C"},
    {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "vi_VN.UTF-8", "PYTHONUTF8": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "PYTHONHASHSEED": "7"},
]
PROGRAM = """
import sys
from pathlib import Path
from newswatch.services import ledger
from newswatch.store.store import Store
with Store.open(Path(sys.argv[1]), create=False) as store:
    found = ledger.verify(store)
print(found.whole, found.bodies, [(chain.links, chain.head) for chain in found.chains])
"""


def pythons() -> list[str]:
    """This Python, and later ones that pyenv keeps on the machine."""
    others = sorted(Path.home().glob(".pyenv/versions/3.1[2-9].*/bin/python3"))
    return [sys.executable, *map(str, others)]


@pytest.mark.parametrize("python", pythons())
@pytest.mark.parametrize("where", OTHERWHERE, ids=lambda where: str(where["TZ"]))
def test_a_record_is_whole_under_another_zone_locale_and_python(office: Office, python: str, where: dict[str, str]) -> None:
    """The chain is verified to the same head wherever, by whomever and whenever it is walked."""
    found = verified(office)
    paths = [str(Path(newswatch_package).parents[1]), *(path for path in sys.path if path.endswith("site-packages"))]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(paths), **where}
    command = [python, "-c", PROGRAM, str(office.settings.database)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split(maxsplit=1)[0] == "True"
    assert found.chains[0].head in done.stdout
