"""Hands mails to a server (SMTP, RFC 5321)."""

import re
from contextlib import suppress

from newswatch.config import MailSettings
from newswatch.errors import DeliveryError
from newswatch.mail.message import Mail, compose
from newswatch.mail.talk import Command, Gone, Refused, Step, Talk

_PATIENCE = 10
"""How many time-outs the answer to a mail may take. A server may scan the mail first, and a client that hangs up sends it twice:
RFC 5321, 4.5.3.2.6."""

_ABOUT_US = re.compile(
    r"530 |\d{3} [45]\.1\.[78]\b|\d{3} [45]\.7\.(?:5[47]|6[04])\b"
    r"|.*(?:(?:sender|client)(?: address| host)? (?:rejected|denied|refused|blocked|is not|not)\b"
    r"|rela(?:y|ying)\b.{0,20}(?:denied|prohibited|not (?:permitted|allowed))"
    r"|(?:unable|not (?:permitted|allowed|authori[sz]ed)) to (?:relay|send)|send (?:as|on behalf)"
    r"|authenticat(?:ion|e) (?:is )?(?:required|needed)|not authenticated|must (?:authenticate|log ?in|issue a starttls))",
    re.IGNORECASE,
)
"""A refusal that is about this sender or computer, not about the mailbox. 530 asks for a login or TLS (RFC 4954), X.1.7 and X.1.8 are about the sender
(RFC 3463), 5.7.54, 5.7.57, 5.7.60 and 5.7.64 are Exchange's for relaying and sending as another. The words are those of Postfix, Exim, sendmail and
Exchange, which refuse clients and senders at RCPT or even after the mail."""

_NOT_ALLOWED = re.compile(r"5\d\d 5\.7\.1\b(?!.*(?:recipient|mailbox|user|account)\b)", re.IGNORECASE)
"""X.7.1 alone ("delivery not authorized", RFC 3463) says nothing of a mailbox, so at RCPT it is about us unless its words are about a recipient."""

_RESET = Step("another mail", True, "ask its keeper")
_SENDER = Step(
    "the sender",
    True,
    "check mail.sender, mail.login and mail.security: most servers take only the address of the login, and "
    "others only computers that their keeper has named",
)
_RECIPIENT = Step("the recipient", False, "check the address; `newswatch outbox retry N --to ADDRESS` sends it to the right one")
_CONTENT = Step("the mail", False, "ask its keeper why, then run `newswatch outbox retry`")


class Smtp:
    """A carrier to one mail server.

    It connects for the first mail, keeps the connection for the next ones, and reconnects if the server closed it. Each step may take
    `settings.timeout_seconds`, and the answer to a mail ten times as long.
    """

    lays = False

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._talk: Talk | None = None

    def send(self, mail: Mail) -> str:
        """Hands over one mail for its one recipient. Returns the server's answer. Raises DeliveryError."""
        content = compose(mail, self._settings)
        talk = self._begin()
        self._fits(talk, len(content))
        self._address(talk, mail.recipient.address)
        self._ask_of_mail(talk, lambda: talk.smtp.docmd("DATA"), good=3)
        with talk.waiting("while the mail was on its way; it has not been taken", _PATIENCE):
            talk.smtp.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
        lost = "after the whole mail, which it may have taken: the next try may repeat it"
        return self._ask_of_mail(talk, talk.smtp.getreply, lost=lost, patience=_PATIENCE)

    def reach(self) -> str:
        """Connects and logs in as for a mail, and describes it in one line. Raises DeliveryError."""
        self._talk = self._talk or Talk(self._settings)
        login = f"logged in as {self._settings.login}" if self._settings.login else "no login"
        return f"{self._talk.place}: reached, {self._talk.protection}, {login}"

    def close(self) -> None:
        """Ends the session. A server that does not answer any more is no failure."""
        if self._talk is not None:
            with suppress(OSError):
                self._talk.smtp.quit()
            self._talk.smtp.close()
            self._talk = None

    def _begin(self) -> Talk:
        """A connection on which the server has accepted the sender."""
        if self._talk is not None and self._is_fresh(self._talk):
            with suppress(Gone):
                return self._from(self._talk)
        self.close()
        self._talk = Talk(self._settings)
        return self._from(self._talk)

    def _is_fresh(self, talk: Talk) -> bool:
        try:
            talk.ask(_RESET, talk.smtp.rset)
        except DeliveryError:
            return False
        return True

    def _from(self, talk: Talk) -> Talk:
        sender = self._settings.sender
        talk.ask(_SENDER, lambda: talk.smtp.mail(sender), named=sender)
        return talk

    def _address(self, talk: Talk, address: str) -> None:
        try:
            talk.ask(_RECIPIENT, lambda: talk.smtp.rcpt(address), named=address)
        except Refused as refusal:
            if _ABOUT_US.match(refusal.said) or _NOT_ALLOWED.match(refusal.said):
                raise self._about_us(talk, refusal) from None
            raise

    def _ask_of_mail(self, talk: Talk, command: Command, *, good: int = 2, lost: str = "", patience: int = 1) -> str:
        try:
            return talk.ask(_CONTENT, command, good=good, lost=lost, patience=patience)
        except Refused as refusal:
            if _ABOUT_US.match(refusal.said):
                raise self._about_us(talk, refusal) from None
            raise

    def _about_us(self, talk: Talk, refusal: Refused) -> DeliveryError:
        return talk.refusal(_SENDER, f"all mail from {self._settings.sender}", refusal.code, refusal.said)

    def _fits(self, talk: Talk, size: int) -> None:
        limit = talk.smtp.esmtp_features.get("size", "")
        if limit.isdecimal() and 0 < int(limit) < size:
            message = f"{talk.place}: takes no mail of {size:,} bytes, at most {int(limit):,}; {_CONTENT.way_out}"
            raise DeliveryError(message, temporary=False)
