"""Mails are written as files if no server is set."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from mailing import HEAD, NOTICE, SECRETARY, failure, mail, meaning_of, settings, way

from newswatch.core.notices.notice import Recipient
from newswatch.errors import DeliveryError
from newswatch.mail import check_login, compose

law = limits(deadline=None)
LIMITED = """
import resource, sys
from pathlib import Path
from mailing import mail, settings
from newswatch.errors import DeliveryError
from newswatch.mail import carrier
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    carrier(settings(folder=Path(sys.argv[1]))).send(mail())
except DeliveryError as error:
    print(error.temporary, error.server, error)
"""


def names(folder: Path) -> list[str]:
    """The names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_mail_and_its_short_text(tmp_path: Path) -> None:
    """The folder is created; the mail opens in a mail program, and the short text in Notepad."""
    folder = tmp_path / "thư" / "đi"
    with way(folder=folder) as opened:
        path = Path(opened.send(mail()))
    assert re.fullmatch(r"2026-03-shortfall-quang-tho-thu-ky_at_xa\.example-[0-9a-f]{8}\.eml", path.name)
    assert names(folder) == [path.name, path.with_suffix(".txt").name]
    assert path.read_bytes() == compose(mail(), settings())
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == NOTICE.subject
    assert path.with_suffix(".txt").read_bytes() == b"\xef\xbb\xbf" + "Tháng 03/2026: 3/4 tin, bài,\r\nthiếu 1.\r\n".encode()


def test_a_repeat_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """The same mail twice is one file; a mail to another recipient or of another revision is another."""
    with way(folder=tmp_path) as opened:
        first = opened.send(mail())
        assert opened.send(mail()) == first
        assert len(names(tmp_path)) == 2
        others = {opened.send(m) for m in (mail(HEAD), mail(notice=replace(NOTICE, revision=1)), mail(message_id="<another@xa.example>"))}
    assert len(others | {first}) == 4
    assert any("-shortfall-r1-" in name for name in others)


@law
@given(st.text(max_size=60), st.text(max_size=60), st.from_regex(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z]{1,9}", fullmatch=True))
def test_names_are_valid_everywhere(unit: str, period: str, address: str) -> None:
    """Any unit, period and address give a name that is valid on Windows and stays inside the folder."""
    sent = mail(Recipient(address), notice=replace(NOTICE, period=period, enclosures=()), unit_id=unit)
    with TemporaryDirectory() as name, way(folder=(folder := Path(name))) as opened:
        path = Path(opened.send(sent))
    assert path.parent == folder
    assert re.fullmatch(r"[a-z0-9][a-z0-9._+-]{1,240}\.eml", path.name)


def test_a_folder_that_can_not_be(tmp_path: Path) -> None:
    """A file in the folder's place is a temporary failure for every mail, and its path is named."""
    (tmp_path / "outbox").write_text("")
    with way(folder=tmp_path / "outbox") as opened:
        error = failure(opened)
    assert meaning_of(error) == ("temporary", "server")
    assert str(error).startswith(f"{tmp_path}/outbox/")
    assert "mail.folder" in str(error)


@contextmanager
def without_root() -> Iterator[None]:
    """Gives up root's right to write everywhere, for as long as the test needs."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_that_can_not_be(tmp_path: Path) -> None:
    """A directory in the mail's place is named in the failure, and no partial file is left."""
    with way(folder=tmp_path) as opened:
        path = Path(opened.send(mail()))
        path.unlink()
        path.mkdir()
        error = failure(opened)
    assert (meaning_of(error), str(path) in str(error)) == (("temporary", "server"), True)
    assert names(tmp_path) == [path.name, path.with_suffix(".txt").name]


@pytest.mark.skipif(os.name != "posix", reason="needs RLIMIT_FSIZE")
def test_a_full_disk(tmp_path: Path) -> None:
    """A full disk is a temporary failure for every mail, and no partial mail is left."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", LIMITED, str(tmp_path)], env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.startswith(f"True True {tmp_path}/2026-03-shortfall-")
    assert "(File too large); make room on the disk" in done.stdout
    assert [name for name in names(tmp_path) if not name.endswith(".txt")] == []


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_folder_that_is_read_only() -> None:
    """A missing right to write is a temporary failure for every mail, since a person can give it."""
    with TemporaryDirectory() as folder, way(folder=Path(folder)) as opened:
        opened.send(mail())
        Path(folder).chmod(0o555)
        with without_root():
            error = failure(opened)
    assert (meaning_of(error), "Permission denied" in str(error)) == (("temporary", "server"), True)


def test_a_folder_is_tried_without_a_mail(tmp_path: Path) -> None:
    """`check_login` says where mails go, and leaves no file."""
    folder = tmp_path / "outbox"
    assert check_login(settings(folder=folder)) == f"{folder}: mails are written into this folder, since no mail.host is set"
    assert names(folder) == []


def test_a_folder_that_fails_its_trial(tmp_path: Path) -> None:
    """`check_login` raises the error that a mail would raise."""
    (tmp_path / "outbox").write_text("")
    with pytest.raises(DeliveryError, match="can't be written"):
        check_login(settings(folder=tmp_path / "outbox"))


def test_a_bad_address_is_refused_here_too(tmp_path: Path) -> None:
    """No file is written for an address that is none."""
    with way(folder=tmp_path) as opened:
        assert meaning_of(failure(opened, mail(replace(SECRETARY, address="thư ký")))) == ("permanent", "mail")
    assert names(tmp_path) == []
