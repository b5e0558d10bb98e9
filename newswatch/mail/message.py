"""Composes the mail of a notice for one recipient, as the bytes that go over the wire (RFC 5322, MIME)."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from newswatch.config import MailSettings, is_address, is_domain
from newswatch.core.model import LOCAL
from newswatch.core.notices.notice import Enclosure, Notice, NoticeKind, Recipient
from newswatch.core.text import bare, clean
from newswatch.errors import DeliveryError
from newswatch.mail import headers

_NOWHERE = "localhost"
_LONGEST_SLUG = 40
_LONGEST_TITLE = 60
_TYPE = re.compile(r"(?!message/|multipart/)([a-z0-9][a-z0-9.+-]*)/([a-z0-9][a-z0-9.+-]*)")


@dataclass(frozen=True, slots=True)
class Mail:
    """One notice for one recipient. `to` and `copies` are the whole To and Cc, which all recipients see. `made_at` (aware) is the Date."""

    notice: Notice
    recipient: Recipient
    to: tuple[Recipient, ...]
    copies: tuple[Recipient, ...]
    message_id: str
    made_at: datetime
    unit_id: str
    unit_title: str
    year: int


def message_id(unit_id: str, kind: NoticeKind, period: str, revision: int, address: str, domain: str) -> str:
    """The Message-ID `<unit.kind.period.rN.HASH@domain>` (RFC 5322, 3.6.4). It is the same whenever a notice goes to the same mailbox."""
    named = [slug(unit_id), slug(kind), slug(period), f"r{revision}"]
    return f"<{'.'.join([*named, _hash(unit_id, kind, period, str(revision), address.lower(), domain)])}@{domain}>"


def domain_of(settings: MailSettings) -> str:
    """The domain of Message-IDs and List-Ids: the sender's, or `localhost` if there is none."""
    domain = settings.sender.rpartition("@")[2].lower()
    return domain if is_domain(domain) else _NOWHERE


def slug(text: str) -> str:
    """Text as at most 40 small ASCII letters, digits and dashes, or `x` if none is left."""
    return re.sub(r"[^a-z0-9]+", "-", bare(text)).strip("-")[:_LONGEST_SLUG].strip("-") or "x"


def compose(mail: Mail, settings: MailSettings) -> bytes:
    """The whole mail in ASCII with CRLF line ends. The same input gives the same bytes.

    To and Cc leave out members whose address no header can carry. Raises DeliveryError if the recipient's or the sender's is such an address.
    """
    _check(mail.recipient.address, settings.sender)
    body = _body(mail.notice, _hash(mail.message_id))
    return "\r\n".join([*_head(mail, settings), ""]).encode("ascii") + body.as_bytes()


def _check(recipient: str, sender: str) -> None:
    if sender and not is_address(sender):
        raise DeliveryError(f"mail.sender: {sender!r} is no mail address in ASCII; correct it in config.toml", temporary=False, server=True)
    if not is_address(recipient):
        way_out = "correct it in config.toml; a domain with other letters is written in its xn-- form"
        raise DeliveryError(
            f"{recipient!r} is no mail address that every server can carry (ASCII, no SMTPUTF8); {way_out}", temporary=False
        )


def _head(mail: Mail, settings: MailSettings) -> list[str]:
    domain = domain_of(settings)
    tokens = {
        "From": headers.mailbox(
            settings.sender_name or f"Theo dõi tin, bài CCHC {mail.unit_title}", settings.sender or f"newswatch@{domain}"
        ),
        "To": _board(mail.to) or _board((mail.recipient,)),
        "Cc": _board(mail.copies),
        "Subject": headers.text(mail.notice.subject),
        "Date": [format_datetime(mail.made_at.astimezone(LOCAL))],
        "Message-ID": [mail.message_id],
        "References": [_root(mail, domain)],
        "Auto-Submitted": ["auto-generated"],  # RFC 3834: no out-of-office replies
        "List-Id": [*headers.phrase(mail.unit_title), f"<{slug(mail.unit_id)}.{domain}>"],  # RFC 2919
        "List-Unsubscribe": _unsubscribe(mail.unit_title, settings),  # RFC 2369
        "Content-Language": ["vi"],
    }
    return [headers.folded(name, found) for name, found in tokens.items() if found]


def _board(members: tuple[Recipient, ...]) -> list[str]:
    return headers.mailboxes((m.name, m.address) for m in members if is_address(m.address))


def _root(mail: Mail, domain: str) -> str:
    """The id of a mail that is never sent. Mail readers show all mails that refer to it as one thread: a unit's mails of one year."""
    return f"<{slug(mail.unit_id)}.{mail.year}.{_hash(mail.unit_id, str(mail.year), mail.recipient.address.lower())}@{domain}>"


def _unsubscribe(title: str, settings: MailSettings) -> list[str]:
    address = settings.unsubscribe or settings.sender
    subject = f"Xin thôi nhận thư: {clean(title)[:_LONGEST_TITLE]}"
    return [f"<mailto:{quote(address, safe='@')}?subject={quote(subject)}>"] if address else []


def _body(notice: Notice, seed: str) -> EmailMessage:
    body = EmailMessage(policy=SMTP)
    body.set_content(_sound(notice.text), cte="base64")
    body.add_alternative(_sound(notice.html), subtype="html", cte="base64")
    for enclosure in notice.enclosures:
        _enclose(body, enclosure)
    for count, container in enumerate(inner for inner in body.walk() if inner.is_multipart()):
        container.set_boundary(f"=_{seed}_{count}")
    return body


def _enclose(body: EmailMessage, enclosure: Enclosure) -> None:
    kind = _TYPE.fullmatch(enclosure.content_type.lower())
    main, sub = kind.groups() if kind else ("application", "octet-stream")
    name = re.sub(r"[/\\]", "-", clean(enclosure.name))
    body.add_attachment(enclosure.body, maintype=main, subtype=sub, filename=name)


def _sound(text: str) -> str:
    """Text without lone surrogates, which UTF-8 can't hold."""
    return text.encode("utf-8", "replace").decode()


def _hash(*texts: str) -> str:
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:20]
