"""Files that are this account's alone, also where somebody else is at the same place at the same time."""

import os
from pathlib import Path

import pytest

from newswatch import private

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")


def test_what_is_written_goes_into_no_file_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another process puts in the place of the one just made gets nothing of what is written: it may be open to others."""
    place, close = tmp_path / "tệp", os.fchmod

    def another_comes(handle: int, mode: int) -> None:
        close(handle, mode)
        place.unlink()
        place.write_bytes(b"of another")

    monkeypatch.setattr("newswatch.private.os.fchmod", another_comes)
    private.write(place, b"a secret")
    assert place.read_bytes() == b"of another"


def test_only_a_closed_file_of_this_account_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this account wrote is read; not what others may write to, what lies behind a link, a folder, a pipe, another account's, or too much."""
    place = tmp_path / "tệp"
    private.write(place, b"own")
    assert private.own_bytes(place, 3) == b"own"
    (tmp_path / "link").symlink_to(place)
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", ".", "not there"):
        with pytest.raises(OSError, match=r"."):
            private.own_bytes(tmp_path / name, 3)
    with pytest.raises(OSError, match="too large"):
        private.own_bytes(place, 2)
    place.chmod(0o660)
    with pytest.raises(OSError, match="no file of this account's own"):
        private.own_bytes(place, 3)
    place.chmod(0o600)
    monkeypatch.setattr("newswatch.private.os.geteuid", lambda: os.getuid() + 1)
    with pytest.raises(OSError, match="no file of this account's own"):
        private.own_bytes(place, 3)
