"""Writes mails as files that a person can open, forward or print, if no server is set."""

import hashlib
import os
import re
from pathlib import Path

from newswatch import private
from newswatch.config import MailSettings
from newswatch.errors import DeliveryError
from newswatch.mail.message import Mail, compose, slug

_LONGEST_ADDRESS = 80


class Folder:
    """A carrier that writes each mail into the folder of the settings, with its text for a chat group beside it.

    A mail that is sent again replaces its first file.
    """

    lays = True

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def send(self, mail: Mail) -> str:
        """Writes `NAME.txt` and then `NAME.eml`, which opens as a mail. Returns the path of `NAME.eml`. Raises DeliveryError."""
        content = compose(mail, self._settings)
        path = self._settings.folder / f"{_name(mail)}.eml"
        lines = mail.notice.short_text.encode("utf-8", "replace").decode().splitlines()
        _write(path.with_name(f"{_name(mail)}.txt"), "\r\n".join([*lines, ""]).encode("utf-8-sig"))
        _write(path, content)
        return str(path)

    def reach(self) -> str:
        """Tries whether files can be written into the folder, and describes it in one line. Raises DeliveryError."""
        probe = self._settings.folder / f".newswatch-{os.getpid()}"
        _write(probe, b"")
        probe.unlink(missing_ok=True)
        return f"{self._settings.folder}: mails are written into this folder, since no mail.host is set"

    def close(self) -> None:
        """Does nothing: no file stays open."""


def _name(mail: Mail) -> str:
    """A name such as `2026-03-shortfall-quang-tho-thu-ky_at_xa.example-3f9a1c2e`. It is valid on Windows too, and its end makes it unique."""
    notice = mail.notice
    address = re.sub(r"[^a-z0-9._+-]", "-", mail.recipient.address.lower().replace("@", "_at_"))[:_LONGEST_ADDRESS]
    edition = [f"r{notice.revision}"] if notice.revision else []
    end = hashlib.sha256(mail.message_id.encode()).hexdigest()[:8]
    return "-".join([slug(notice.period), slug(notice.kind), *edition, slug(mail.unit_id), address, end])


def _write(path: Path, content: bytes) -> None:
    """Writes a file whole, for this account alone. After a failure or a crash the old file is still there. Raises DeliveryError."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        private.make_folder(path.parent)
        try:
            private.write(partial, content)
            private.sync(partial)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        private.sync(path.parent)
    except OSError as error:
        way_out = "make room on the disk, or see that newswatch may write there (mail.folder)"
        raise DeliveryError(f"{path}: can't be written ({error.strerror}); {way_out}", temporary=True, server=True) from error
