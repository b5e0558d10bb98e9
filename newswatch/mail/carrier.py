"""Chooses what takes the mails: a server, or a folder if no server is set."""

from contextlib import closing
from typing import Protocol

from newswatch.config import MailSettings
from newswatch.mail.folder import Folder
from newswatch.mail.message import Mail
from newswatch.mail.smtp import Smtp


class Carrier(Protocol):
    """Takes mails one by one. One that `lays` them only puts them into files: nothing is sent."""

    @property
    def lays(self) -> bool:
        """Does it put mails into files?"""

    def send(self, mail: Mail) -> str:
        """Hands over one mail. Returns the server's answer, or the path of the file. Raises DeliveryError."""

    def reach(self) -> str:
        """Tries everything that works without a mail, and describes it in one line. Raises DeliveryError."""

    def close(self) -> None:
        """Closes what was opened. A later `send` opens it again."""


def carrier(settings: MailSettings) -> Carrier:
    """The carrier that the settings name. Nothing is opened before the first mail."""
    return Smtp(settings) if settings.host else Folder(settings)


def check_login(settings: MailSettings) -> str:
    """Connects, encrypts and logs in, or tries the folder, and sends nothing. Describes it in one line. Raises DeliveryError."""
    with closing(carrier(settings)) as opened:
        return opened.reach()
