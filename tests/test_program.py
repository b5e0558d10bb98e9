"""The program as a digest: other code is another program, though its version is the same."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

import newswatch

ASKED = "from newswatch.program import program_digest; print(program_digest())"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program."""
    folder = tmp_path_factory.mktemp("program")
    copytree(Path(newswatch.__file__).parent, folder / "newswatch", ignore=ignore_patterns("__pycache__"))
    return folder


def digest(folder: Path, asked: str = ASKED) -> str:
    """What a process of that program says."""
    return subprocess.run(
        [sys.executable, "-c", asked], cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize(
    ("file", "judges"),
    [
        ("core/count/judgement.py", True),
        ("core/polling/coverage.py", True),
        ("store/countables.py", True),
        ("config/settings.py", True),
        ("services/judging.py", True),
        ("report/vi/terms.py", False),
        ("cli/__init__.py", False),
    ],
)
def test_code_that_judges_is_told_apart(copied: Path, file: str, judges: bool) -> None:
    """A line more in a file that reads facts or judges them makes another program, one in a file that only tells of it does not."""
    before, path = digest(copied), copied / "newswatch" / file
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n_ANOTHER = 1\n", encoding="utf-8")
    try:
        assert (digest(copied) != before) is judges
    finally:
        path.write_text(text, encoding="utf-8")
    assert digest(copied) == before


@pytest.mark.parametrize(
    ("file", "reads"),
    [
        ("config/reading.py", True),
        ("core/quota/rule_file.py", True),
        ("masking.py", True),
        ("data/presets.toml", True),
        ("data/rules/hue-3241.toml", True),
        ("store/units.py", False),
        ("data/lexicon.toml", False),
    ],
)
def test_code_and_data_that_units_are_read_by_are_told_apart(copied: Path, file: str, reads: bool) -> None:
    """A line more in a file by which units are read from rows makes what was kept of them another program's."""
    asked = "from newswatch.config.units_kept import _read_by; print(_read_by())"
    before, path = digest(copied, asked), copied / "newswatch" / file
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n# another line\n", encoding="utf-8")
    try:
        assert (digest(copied, asked) != before) is reads
    finally:
        path.write_text(text, encoding="utf-8")


def test_an_upgrade_under_a_running_process_is_not_what_it_runs(copied: Path) -> None:
    """What a process says of itself stays as it was loaded, whatever becomes of the files meanwhile."""
    path = copied / "newswatch" / "core" / "count" / "judgement.py"
    text = path.read_text(encoding="utf-8")
    before = digest(copied)
    asked = f"import newswatch.services.kept; open({str(path)!r}, 'a').write('_ANOTHER = 2'); {ASKED}"
    try:
        assert digest(copied, asked) == before
        assert digest(copied) != before
    finally:
        path.write_text(text, encoding="utf-8")
