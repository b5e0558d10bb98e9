"""A unit's history handed from one database to another: under other numbers, with the same counts and the same chain."""

import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from command import newswatch
from communes import publishes
from portal import Portal, profile_toml

from newswatch.core.model import LOCAL
from newswatch.store.relations import HELPERS, relations
from newswatch.store.store import Store

UNITS = {
    "cu-mot": ("Cũ Một", "valid_to = 2025-06-30", dict.fromkeys(range(1, 7), 2) | {3: 5}),
    "cu-hai": ("Cũ Hai", "valid_to = 2025-06-30", dict.fromkeys(range(1, 7), 3) | {6: 1}),
    "moi": ("Mới", 'valid_from = 2025-07-01\npredecessors = ["cu-mot", "cu-hai"]', dict.fromkeys(range(7, 13), 4) | {9: 3}),
}
BOARD = '[[units.board]]\naddress = "thu-ky@xa.example"\nrole = "secretary"\n'
NOW = datetime(2026, 1, 5, 8, tzinfo=LOCAL)
LOG = "Ngày,Giờ,Tiêu đề,Loại,Nguồn\n" + "".join(
    f"{d:02d}/02/2025,05:30,Xã rút ngắn thủ tục hành chính tại bộ phận một cửa đợt {d},tin,tự viết\n" for d in (3, 10)
)


def told(*words: str | Path, cwd: Path) -> Any:
    """What a command prints as JSON."""
    done = newswatch(*words, "--json", cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Three communes, each with an office, a portal and a database of its own, all looked at; two were merged into the third in mid-2025."""
    with ExitStack() as stack:
        stack.enter_context(time_machine.travel(NOW))
        found = {}
        for key, (name, validity, items) in UNITS.items():
            portal = stack.enter_context(Portal())
            publishes(portal, 2025, items)
            folder = found[key] = tmp_path_factory.mktemp(key)
            table = (
                f'[[units]]\nid = "{key}"\nname = "{name}"\nrules = ["quang-dien-2614"]\n{validity}\n'
                f'[[units.sources]]\nid = "site"\nkind = "listing"\nurl = "{portal.listing_url}"\n[units.sources.profile]\n{profile_toml()}\n'
            )
            (folder / "unit.toml").write_text(table, encoding="utf-8")
            own = table.replace('predecessors = ["cu-mot", "cu-hai"]', "").replace("[[units.sources]]", f"{BOARD}[[units.sources]]")
            (folder / "config.toml").write_text(f"[fetch]\npace_seconds = 0\n{own}", encoding="utf-8")
            assert newswatch("backfill", "--since", "2025-01-01", cwd=folder).returncode == 0
            _people_work(folder)
            assert newswatch("close", cwd=folder).returncode == 0
        yield found


def _people_work(folder: Path) -> None:
    """Bulletins, one of them voided, decisions, one of them withdrawn, closed logs, and a file."""
    (folder / "so.csv").write_text(LOG, encoding="utf-8")
    assert newswatch("bulletin", "import", "so.csv", cwd=folder).returncode == 0
    items = [one["id"] for one in told("items", "--year", "2025", cwd=folder) if one["channel"] == "portal"]
    bulletins = [one["item_id"] for one in told("bulletin", "list", cwd=folder)]
    assert newswatch("bulletin", "void", str(bulletins[0]), "--by", "Lan", "--because", "ghi nhầm", cwd=folder).returncode == 0
    for item in items[:2]:
        done = newswatch("review", "--reject", str(item), "--by", "Lan", "--because", "không phải tin CCHC", cwd=folder)
        assert done.returncode == 0, done.stderr
    signed = ("--by", "Lan", "--because", "đã đọc")
    assert newswatch("review", "--settle", str(items[2]), "--same-as", str(items[3]), *signed, cwd=folder).returncode == 0
    assert newswatch("review", "--withdraw", "2", *signed, cwd=folder).returncode in (0, 2)
    for month in ("08", "09") if folder.name.startswith("moi") else ("01", "02"):
        done = newswatch("bulletin", "close", "--month", f"2025-{month}", "--by", "Lan", cwd=folder)
        assert done.returncode == 0, done.stderr
    (folder / "anh.txt").write_text("kịch bản", encoding="utf-8")
    assert newswatch("attach", str(items[0]), "anh.txt", "--kind", "script", "--by", "Lan", cwd=folder).returncode == 0


def exported(folder: Path, to: Path) -> Path:
    file = to / f"{folder.name}.zip"
    assert newswatch("export", file, cwd=folder).returncode == 0
    return file


@pytest.fixture
def successor(offices: dict[str, Path], tmp_path: Path) -> Iterator[tuple[Path, dict[str, Path]]]:
    """The third commune's office, in a copy of its folder, and the files of the other two; nothing of them is taken in yet."""
    with time_machine.travel(NOW):
        folder = tmp_path / "moi"
        folder.mkdir()
        for name in ("config.toml", "newswatch.db"):
            (folder / name).write_bytes((offices["moi"] / name).read_bytes())
        shutil.copytree(offices["moi"] / "newswatch.db.files", folder / "newswatch.db.files")
        yield folder, {key: exported(offices[key], tmp_path) for key in ("cu-mot", "cu-hai")}


def names_all(offices: dict[str, Path], folder: Path) -> None:
    """Names the old communes in the successor's configuration, as predecessors."""
    tables = [(offices[key] / "unit.toml").read_text(encoding="utf-8") for key in UNITS]
    (folder / "config.toml").write_text("[fetch]\npace_seconds = 0\n" + "".join(tables), encoding="utf-8")


def counts(folder: Path, unit: str, year: str = "2025") -> list[tuple[str, int, str]]:
    """The months of a year: count and state."""
    return [(m["month"], m["counted"], m["state"]) for m in told("score", "--unit", unit, "--year", year, cwd=folder)["months"]]


def heads(folder: Path) -> dict[str, str]:
    """The head of each unit's chain, all of which must be whole."""
    found = told("verify", cwd=folder)
    assert found["whole"], found
    return {one["unit"]: one["head"] for one in found["chains"]}


def test_both_halves_of_a_year_are_right_before_and_after(offices: dict[str, Path], successor: tuple[Path, dict[str, Path]]) -> None:
    """Of communes merged in mid-2025 every month has, in the successor's database, the count and state it had in their own, chains are whole with the
    same heads, and the successor's own months stay as they were."""
    folder, files = successor
    before = {key: counts(offices[key], key) for key in UNITS}
    own = heads(folder)
    for key, file in files.items():
        told("import", file, cwd=folder)
        assert heads(folder)[key] == heads(offices[key])[key]
    assert heads(folder)["moi"] == own["moi"]
    names_all(offices, folder)
    for key in UNITS:
        assert counts(folder, key) == before[key]
    merged = told("score", "--unit", "moi", "--year", "2025", "--merge", "sum", cwd=folder)
    assert [m["counted"] for m in merged["months"] if m["month"] <= "2025-06"] == [
        a + b for (_, a, _), (_, b, _) in zip(before["cu-mot"][:6], before["cu-hai"][:6], strict=True)
    ]
    explained = told("explain", "--unit", "cu-mot", "--month", "2025-02", cwd=folder)
    assert explained["counted"] == before["cu-mot"][1][1]


def rows(folder: Path) -> dict[str, int]:
    """How many rows each table of a database has."""
    with closing(sqlite3.connect(folder / "newswatch.db")) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def test_a_history_is_taken_in_once(successor: tuple[Path, dict[str, Path]]) -> None:
    """Taking the same file in again changes nothing."""
    folder, files = successor
    told("import", files["cu-mot"], cwd=folder)
    before = rows(folder), heads(folder)
    told("import", files["cu-mot"], cwd=folder)
    assert (rows(folder), heads(folder)) == before


def test_a_unit_that_is_watched_here_is_not_overwritten(offices: dict[str, Path], successor: tuple[Path, dict[str, Path]]) -> None:
    """A history is refused where something is known of its unit already, with what to do, and nothing is written."""
    folder, files = successor
    names_all(offices, folder)
    assert newswatch("check", "--unit", "cu-mot", cwd=folder).returncode == 0
    before = heads(folder)
    done = newswatch("import", files["cu-mot"], cwd=folder)
    assert done.returncode == 2
    assert "take it in first" in done.stderr
    assert heads(folder) == before


def test_a_unit_that_is_only_named_here_is_taken_in(offices: dict[str, Path], successor: tuple[Path, dict[str, Path]]) -> None:
    """That the configuration names the unit, with other sources, is no hindrance."""
    folder, files = successor
    names_all(offices, folder)
    text = (folder / "config.toml").read_text(encoding="utf-8")
    (folder / "config.toml").write_text(text.replace('id = "site"', 'id = "khac"'), encoding="utf-8")
    told("status", "--unit", "moi", cwd=folder)
    told("import", files["cu-mot"], cwd=folder)
    assert counts(folder, "cu-mot") == counts(offices["cu-mot"], "cu-mot")


def _member(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"xin chao", _member("../ra-ngoai", b"x"), _member("unit.db", b"x"), _member("history.json", b"[" * 5000)],
    ids=["empty", "cut", "text", "outside", "no facts", "deep"],
)
def test_what_is_no_history_is_refused(successor: tuple[Path, dict[str, Path]], content: bytes) -> None:
    """A file that is no history is refused by name, and nothing is left of it."""
    folder, _ = successor
    file = folder.parent / "la.zip"
    file.write_bytes(content)
    done = newswatch("import", file, cwd=folder)
    assert done.returncode == 2
    assert str(file) in done.stderr
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize("where", range(20))
def test_a_damaged_history_is_refused(successor: tuple[Path, dict[str, Path]], where: int) -> None:
    """A history with a byte changed anywhere in what it holds is refused, and the database stays as it was."""
    folder, files = successor
    content = bytearray(files["cu-mot"].read_bytes())
    place = len(content) * (2 * where + 1) // 40
    content[place] ^= 0x55
    file = folder.parent / "hong.zip"
    file.write_bytes(content)
    before = heads(folder)
    done = newswatch("import", file, cwd=folder)
    assert done.returncode == 2 or heads(folder).items() > before.items()


def test_a_history_without_its_evidence_is_refused(successor: tuple[Path, dict[str, Path]]) -> None:
    """A history that lacks a file of evidence, or unpacks to very much, is refused, and nothing of it stays."""
    folder, files = successor
    with zipfile.ZipFile(files["cu-mot"]) as whole:
        kept = {name: whole.read(name) for name in whole.namelist() if not name.startswith("files/")}
    for name, more in (("thieu.zip", {}), ("no.zip", {"files/00/" + "0" * 64: b"\0" * 200_000_000})):
        file = folder.parent / name
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for entry, content in (kept | more).items():
                packed.writestr(entry, content)
        before = heads(folder)
        done = newswatch("import", file, cwd=folder)
        assert done.returncode == 2
        assert str(file) in done.stderr
        assert heads(folder) == before


def test_a_refused_history_leaves_no_file(offices: dict[str, Path], successor: tuple[Path, dict[str, Path]]) -> None:
    """The files of a history that is refused for what is known here are not kept."""
    folder, files = successor
    names_all(offices, folder)
    assert newswatch("check", "--unit", "cu-mot", cwd=folder).returncode == 0
    kept = sorted((folder / "newswatch.db.files").rglob("*"))
    assert newswatch("import", files["cu-mot"], cwd=folder).returncode == 2
    assert [path for path in sorted((folder / "newswatch.db.files").rglob("*")) if path.is_file()] == [
        path for path in kept if path.is_file()
    ]


def test_every_table_has_its_place(tmp_path: Path) -> None:
    """Each table is either made anew from others, or its rows belong to one unit, or they are named by rows that do."""
    with Store.open(tmp_path / "n.db") as store:
        found = relations(store.connection)
        names = {row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")}
    reached = {t for name in found.shared for t in [name] if found.naming(name) or name in found.besides}
    assert names == found.owned | reached | (names & HELPERS)
