"""Data is not markup: what a portal, a log or a person writes is printed as it is, in every table and text of the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from office import Office
from portal import Portal

from newswatch.cli import newswatch
from newswatch.core.model import Verdict

ODD = ("[/b]", "[video]", ":smile:", "[red]đỏ[/red]", "[link=http://x]", r"\[b]", "1:2:3 {x} %s", "[@click=app.quit]")


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose articles, bulletins, log file and decisions all bear texts that a terminal library could take for markup."""
    office = Office(tmp_path, portal)
    for n, odd in enumerate(ODD):
        office.par(n, f"2026-11-{n + 3:02d} 08:00", title=f"Cải cách hành chính số {n} {odd} hết")
    rows = [f'{n + 3:02d}/11/2026;"Truyền thanh {n} {odd} hết"' for n, odd in enumerate(ODD)]
    office.polls(since="2026-09-01")
    office.takes_in("so [video].csv", "\n".join(["Ngày phát;Tên tin", *rows, "31/02/2026;Tin hỏng [/b]"]))
    for n, item in enumerate(office.items()[:3]):
        office.decides(item.id, because=f"vì {ODD[n]}", verdict=Verdict.OTHER)
    return office


def said(office: Office, *words: str, terminal: bool = False) -> str:
    """What a command prints, to a file or to a wide terminal with colours."""
    environment = {"FORCE_COLOR": "1", "COLUMNS": "400", "TERM": "xterm-256color"} if terminal else {}
    result = CliRunner().invoke(newswatch, ["--config", str(office.settings.path), *words], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize("terminal", [False, True], ids=["file", "terminal"])
@pytest.mark.parametrize("words", [("items", "--year", "2026"), ("review",), ("bulletin", "list")], ids=" ".join)
def test_titles_in_tables_are_printed_as_they_are(office: Office, words: tuple[str, ...], terminal: bool) -> None:
    """A title with brackets or colons in it is printed letter by letter in a table, and ends no command."""
    titles = [row["title"] for row in json.loads(said(office, *words, "--json"))]
    assert len(titles) >= len(ODD) // 2
    shown = said(office, *words, terminal=terminal)
    assert [title for title in titles if title not in shown] == []


@pytest.mark.parametrize("terminal", [False, True], ids=["file", "terminal"])
def test_titles_in_texts_are_printed_as_they_are(office: Office, terminal: bool) -> None:
    """A month explained shows the title of each of its items as it is, and the history of an item its title and a person's reason."""
    shown = said(office, "explain", "--month", "2026-11", terminal=terminal)
    assert [item.title for item in office.items() if item.title not in shown] == []
    for n, item in enumerate(office.items()[:3]):
        told = said(office, "explain", "--item", str(item.id), terminal=terminal)
        assert (item.title in told, f"vì {ODD[n]}" in told) == (True, True)


def test_status_prints_names_of_files_and_faults_as_they_are(office: Office, portal: Portal) -> None:
    """`status` names a log file and the address of a source that failed as they are, brackets and all."""
    text = office.settings.path.read_text(encoding="utf-8").replace(portal.listing_url, f"{portal.base}/[video]/:smile:")
    office.settings.path.write_text(text, encoding="utf-8")
    office.reads_settings()
    office.polls()
    shown = said(office, "status", "--year", "2026")
    assert ("so [video].csv" in shown, "/[video]/:smile:: máy chủ trả lời 404" in shown) == (True, True)


def test_replay_and_outbox_print_titles_and_addresses_as_they_are(office: Office) -> None:
    """What would be judged otherwise, and a mail's subject, are printed as they are."""
    text = office.settings.path.read_text(encoding="utf-8").replace('name = "Thử"', 'name = "Thử [video] :smile:"')
    office.settings.path.write_text(text, encoding="utf-8")
    office.reads_settings()
    office.has_board(None, "thuky@xa.example")
    assert "Thử [video] :smile:" in said(office, "close")
    assert "Thử [video] :smile:" in said(office, "outbox", "list")
    assert "Thử [video] :smile:" in said(office, "status", "--year", "2026")
    assert "[/b]" in said(office, "replay", "--rule", "phuoc-an-2026", "--year", "2026")
