"""What takes mails away: a server, or a folder where none is set."""

from contextlib import closing
from typing import Protocol

from newswatch.config import MailSettings
from newswatch.mail.folder import Folder
from newswatch.mail.message import Mail
from newswatch.mail.smtp import Smtp


class Carrier(Protocol):
    """Takes mails one by one."""

    def send(self, mail: Mail) -> str:
        """Hands one mail over; gives the server's answer, or the file written. Raises DeliveryError."""

    def reach(self) -> str:
        """Goes as far as one can without a mail, and tells of it in a line. Raises DeliveryError."""

    def close(self) -> None:
        """Lets go of what was opened; a later `send` opens it again."""


def carrier(settings: MailSettings) -> Carrier:
    """The carrier of these settings; nothing is opened before the first mail."""
    return Smtp(settings) if settings.host else Folder(settings)


def check_login(settings: MailSettings) -> str:
    """Connects, encrypts and logs in, or tries the folder, without sending anything; a line on what was reached. Raises DeliveryError."""
    with closing(carrier(settings)) as way:
        return way.reach()
