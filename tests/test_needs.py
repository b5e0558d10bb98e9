"""What a bare machine lacks: a skip that says what to install, but a failure in CI."""

import os
import subprocess
import sys
from pathlib import Path

import needs
import pytest

WANTING = 'import needs\n\ndef test_it() -> None:\n    needs.program("no-such-command", package="such-a-package")\n'


@pytest.mark.parametrize(("ci", "outcome", "code"), [("", "1 skipped", 0), ("false", "1 skipped", 0), ("true", "1 failed", 1)])
def test_what_is_missing_is_told_and_fails_in_ci(tmp_path: Path, ci: str, outcome: str, code: int) -> None:
    """A test that needs a missing command is skipped with what to install; where CI=true it fails with the same words."""
    (tmp_path / "test_wanting.py").write_text(WANTING, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(needs.__file__).parent), "CI": ci}
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, outcome in done.stdout) == (code, True), done.stdout
    assert "needs the command no-such-command; on Debian: apt-get install such-a-package" in done.stdout


def test_any_of_its_names_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is found by the first of its names that is on the path."""
    found = tmp_path / "second-name"
    found.write_text("#!/bin/sh\n", encoding="utf-8")
    found.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert needs.program("first-name", "second-name") == str(found)
