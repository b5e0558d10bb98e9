"""Commands without `--unit` go over all units of the configuration, grouped and named."""

import json
from pathlib import Path
from typing import Any

import pytest
from command import newswatch
from office import Office
from portal import Portal

UNITS = 40


@pytest.fixture
def offices(tmp_path: Path, portal: Portal) -> Office:
    """Forty units that watch one portal, checked once."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-11-03 08:00")
    office.par(2, "")
    text = office.settings.path.read_text(encoding="utf-8")
    unit = text[text.index("[[units]]") :]
    more = "\n".join(
        unit.replace('id = "unit"', f'id = "unit-{n}"').replace('name = "Thử"', f'name = "Thử {n}"') for n in range(2, UNITS + 1)
    )
    office.settings.path.write_text(f"{text}\n{more}", encoding="utf-8")
    office.reads_settings()
    office.polls("2026-11-20 06:30")
    return office


def printed(office: Office, *words: str | Path) -> str:
    """What a command prints."""
    result = newswatch(*words, cwd=office.folder)
    assert result.returncode == 0, result.stderr
    return result.stdout


def shape(office: Office, *words: str) -> Any:
    """The JSON a command prints."""
    return json.loads(printed(office, *words, "--json"))


def test_status_of_many_units_is_a_line_each(offices: Office) -> None:
    """Forty units are forty lines below a head; `--full` tells the whole of each, and one named unit is told whole."""
    lines = [line for line in printed(offices, "status", "--year", "2026").splitlines() if line.startswith("Xã Thử")]
    assert len(lines) == UNITS
    assert "Được tính" not in printed(offices, "status", "--year", "2026")
    assert printed(offices, "status", "--year", "2026", "--full").count("Được tính") == UNITS
    assert printed(offices, "status", "--year", "2026", "--unit", "unit-7").count("Được tính") == 1


@pytest.mark.parametrize("words", [("score",), ("items",), ("review",), ("explain", "--month", "2026-11")], ids=lambda words: words[0])
def test_units_are_told_one_after_another_by_name(offices: Office, words: tuple[str, ...]) -> None:
    """Without `--unit` each unit is told under its name; with it, that one alone."""
    text = printed(offices, *words)
    assert [text.count(f"Xã Thử {n}\n") + text.count(f"Xã Thử {n} ") for n in (2, 9, UNITS)] == [1, 1, 1]
    assert "Xã Thử 9" not in printed(offices, *words, "--unit", "unit-8")


@pytest.mark.parametrize("words", [("score",), ("items",), ("review",), ("explain", "--month", "2026-11")], ids=lambda words: words[0])
def test_json_of_several_units_is_a_list(offices: Office, words: tuple[str, ...]) -> None:
    """JSON of several units is a list with the id of each; of one unit it keeps its shape."""
    found = shape(offices, *words)
    assert [one["unit"] for one in found[:2]] == ["unit", "unit-2"]
    assert len(found) == UNITS
    one = shape(offices, *words, "--unit", "unit")
    single = {"unit": "unit", **one} if isinstance(one, dict) else {"unit": "unit", "items": one}
    assert found[0] | {"as_of": ""} == single | {"as_of": ""}


def test_previews_of_several_units_lie_in_folders_of_their_own(offices: Office, tmp_path: Path) -> None:
    """No unit's list overwrites that of another."""
    printed(offices, "mail", "preview", "--month", "2026-10", "--out", tmp_path / "seen")
    assert len(list((tmp_path / "seen").glob("*/*.xlsx"))) == UNITS
