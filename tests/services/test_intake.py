"""Taking in loudspeaker logs: once each, the good rows whatever the bad ones are."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.model import Verdict
from newswatch.services import intake

LOG = (
    "Ngày phát;Giờ phát;Tên tin, bài;Thể loại;Nguồn\n"
    "05/10/2026;05:30;Công khai thủ tục hành chính tại bộ phận một cửa xã;Tin;Tự viết\n"
    "05/10/2026;17:30;Công khai thủ tục hành chính tại bộ phận một cửa xã;Tin;Phát lại\n"
    "31/02/2026;05:30;Tin hỏng;Tin;Tự viết\n"
    "07/10/2026;05:30;Phòng cháy rừng mùa khô;Tin;Tự viết\n"
)


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with an empty portal."""
    return Office(tmp_path, portal)


def test_good_rows_go_in_and_bad_ones_are_told(office: Office) -> None:
    """Of a log with a bad row the good rows are taken in, and the bad one is named with row, column and reason."""
    taken = office.takes_in("so.csv", LOG)
    assert (taken.added, len(office.items())) == (3, 3)
    assert taken.problems == ("so.csv: row 4, column 'Ngày phát': '31/02/2026' no such day: 31/02/2026",)


def test_two_airings_are_one_item(office: Office) -> None:
    """Two airings of one script are two bulletins on record and one countable item."""
    office.takes_in("so.csv", LOG)
    month = office.month("2026-10")
    assert month.count.combined == 1
    assert [line.duplicate_of for line in month.lines if line.item.title.startswith("Công khai")] == [None, 1]


def test_same_content_is_taken_in_once(office: Office) -> None:
    """The same file under another name, and the same rows in another file, add nothing."""
    office.takes_in("so.csv", LOG)
    assert office.takes_in("so (1).csv", LOG).before
    again = office.takes_in("so2.csv", LOG.replace(";", "\t"))
    assert (again.before, again.added, again.known) == (False, 0, 3)


def test_bytes_of_a_log_are_kept(office: Office) -> None:
    """The file taken in is kept byte for byte, also when the office later edits it; one that was refused is not."""
    edited = LOG.replace("07/10", "08/10")
    office.takes_in("so.csv", LOG)
    office.takes_in("so.csv", edited)
    office.settings.inbox.mkdir(exist_ok=True)
    (office.settings.inbox / "hong.csv").write_bytes(b"\x00\x01\x02rubbish")
    with office.store() as store:
        intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
        kept = {gzip.decompress(row["body"]) for row in store.rows("SELECT body FROM log_files")}
    assert kept == {LOG.encode(), edited.encode()}


def test_programme_title_is_never_ruled_out(office: Office) -> None:
    """A bulletin logged by its title alone is judged by it, but a programme's title may hide a PAR story and waits for a person."""
    office.takes_in("so.csv", LOG + "08/10/2026;05:30;Bản tin sáng thứ Năm;Tin;Tự viết\n")
    verdicts = {i.title: i.verdict for i in office.items()}
    assert verdicts["Phòng cháy rừng mùa khô"] is Verdict.OTHER
    assert verdicts["Bản tin sáng thứ Năm"] is Verdict.UNSURE


def test_file_that_can_not_be_read_stops_nothing(office: Office) -> None:
    """Of two files in the inbox one is rubbish: it is refused by name, the other is taken in, and the rubbish is tried again next time."""
    inbox = office.settings.inbox
    inbox.mkdir()
    (inbox / "a.csv").write_bytes(b"\x00\x01\x02rubbish")
    (inbox / "b.csv").write_text(LOG, encoding="utf-8")
    (inbox / "~$b.xlsx").write_bytes(b"lock file of Excel")
    with office.store() as store:
        first = intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
        second = intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
    assert [(f.file, bool(f.refused), f.added) for f in first] == [("a.csv", True, 0), ("b.csv", False, 3)]
    assert [f.file for f in second] == ["a.csv"]


def test_each_of_several_units_has_its_own_inbox(office: Office) -> None:
    """With several units a log belongs to the unit whose folder it lies in."""
    other = replace(office.unit, id="other", sources=())
    office.settings = replace(office.settings, units=(office.unit, other))
    folder = office.settings.inbox / "other"
    folder.mkdir(parents=True)
    (folder / "so.csv").write_text(LOG, encoding="utf-8")
    with office.store() as store:
        taken = intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
    assert [f.added for f in taken] == [3]
    assert office.items() == []
