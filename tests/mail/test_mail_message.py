"""The mail as bytes: what mail programs read in it, and that no input can break it."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from mailing import HEAD, NOTICE, OFFICE, SECRETARY, WORKBOOK, mail, settings

from newswatch.config import MailSettings
from newswatch.core.notices.notice import Enclosure, NoticeKind, Recipient
from newswatch.core.text import clean
from newswatch.errors import DeliveryError
from newswatch.mail import Mail, compose, domain_of, message_id
from newswatch.mail.headers import folded

law = limits(deadline=None)
VIETNAMESE = st.lists(
    st.sampled_from(
        [
            "Quảng",
            "Thọ",
            "xã",
            "tin,",
            "bài",
            "CCHC",
            "03/2026:",
            "–",
            '"điểm"',
            "(thiếu",
            "1)",
            "=?utf-8?q?x?=",
            "a" * 70,
            "ĐẶNG",
            "Bình;",
            "x@y",
        ]
    ),
    min_size=1,
    max_size=25,
).map(" ".join)
HOSTILE = st.text(max_size=60) | st.sampled_from(
    ["a\r\nBcc: x@y.example", "a\n\nbody", "\x00\x1b[2J\x7f", "\u2028Bcc:", "\ud83d", "a" * 2000, "ắ" * 800]
)


def parsed(sent: Mail, by: MailSettings | None = None) -> EmailMessage:
    """The mail as today's mail programs read it."""
    return message_from_bytes(compose(sent, by or settings()), policy=default)


def as_of_old(sent: Mail, header: str) -> str:
    """A header as a program reads it by RFC 2047 alone."""
    return str(make_header(decode_header(message_from_bytes(compose(sent, settings()))[header])))


def test_everybody_stands_in_the_head() -> None:
    """Every recipient sees the whole board: To the secretary and the head, Cc the office."""
    message = parsed(mail(OFFICE))
    named = {header: [(a.display_name, a.addr_spec) for a in message[header].addresses] for header in ("From", "To", "Cc")}
    assert named == {
        "From": [("newswatch – xã Quảng Thọ", "bao-tin@xa.example")],
        "To": [(SECRETARY.name, SECRETARY.address), (HEAD.name, HEAD.address)],
        "Cc": [(OFFICE.name, OFFICE.address)],
    }


def test_the_recipient_stands_under_to_where_nobody_else_does() -> None:
    """A notice for members in Cc only still has a To."""
    message = parsed(mail(OFFICE, to=(), copies=()))
    assert ([a.addr_spec for a in message["To"].addresses], message["Cc"]) == ([OFFICE.address], None)


def test_headers_for_machines() -> None:
    """The headers stop automatic answers, name the list and how to leave it, thread the year, and give local time."""
    message = parsed(mail())
    assert {
        name: str(message[name]) for name in ("Date", "Auto-Submitted", "List-Id", "List-Unsubscribe", "Content-Language", "MIME-Version")
    } == {
        "Date": "Wed, 01 Apr 2026 08:00:00 +0700",
        "Auto-Submitted": "auto-generated",
        "List-Id": "xã Quảng Thọ <quang-tho.xa.example>",
        "List-Unsubscribe": "<mailto:bao-tin@xa.example?subject=Xin%20th%C3%B4i%20nh%E1%BA%ADn%20th%C6%B0%3A%20x%C3%A3%20Qu%E1%BA%A3ng%20Th%E1%BB%8D>",
        "Content-Language": "vi",
        "MIME-Version": "1.0",
    }


def test_leaving_is_asked_of_whom_the_settings_name() -> None:
    """List-Unsubscribe names `unsubscribe`, else the sender; without both it is missing."""
    named = [parsed(mail(), settings(unsubscribe="phu-trach@xa.example")), parsed(mail(), settings(sender=""))]
    assert [str(m["List-Unsubscribe"])[:29] for m in named] == ["<mailto:phu-trach@xa.example?", "None"]


def test_a_year_of_one_mailbox_is_one_thread() -> None:
    """References are the same for other kinds and months, but not for another year, unit or recipient; no mail has that id itself."""
    later = replace(NOTICE, kind=NoticeKind.WARNING, period="2026-04-20")
    same = {str(parsed(m)["References"]) for m in (mail(), mail(notice=later), mail(Recipient("THU-KY@xa.example")))}
    others = {str(parsed(m)["References"]) for m in (mail(HEAD), mail(year=2027), mail(unit_id="quang-an"))}
    assert (len(same), len(same | others)) == (1, 4)
    assert same != {mail().message_id}


def test_both_texts_and_the_workbook_arrive_whole() -> None:
    """The text, the HTML and the enclosure with its Vietnamese name are what was written."""
    message = parsed(mail())
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (plain.get_content().splitlines(), html.get_content().splitlines()) == (NOTICE.text.splitlines(), [NOTICE.html])
    [enclosed] = message.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content_type(), enclosed.get_content()) == (
        NOTICE.enclosures[0].name,
        WORKBOOK,
        NOTICE.enclosures[0].body,
    )


@law
@given(
    st.text(max_size=80),
    st.sampled_from(["text/csv", "message/rfc822", "multipart/mixed", "nonsense", "a/b; charset=x\r\nBcc: y", "application/pdf"]),
)
def test_any_enclosure_keeps_its_name_and_bytes(name: str, content_type: str) -> None:
    """An enclosure keeps its bytes whatever its content type, and its name on one line without slashes."""
    body = b"\xff\x00\r\n.\r\n--x"
    [enclosed] = parsed(mail(notice=replace(NOTICE, enclosures=(Enclosure(name, content_type, body),)))).iter_attachments()
    assert enclosed.get_payload(decode=True) == body
    assert (enclosed.get_filename() or "") == clean(name).replace("/", "-").replace("\\", "-")


@law
@given(VIETNAMESE)
def test_a_subject_is_read_as_written(subject: str) -> None:
    """Old and new parsers read a subject exactly as it was written."""
    sent = mail(notice=replace(NOTICE, subject=subject))
    assert (str(parsed(sent)["Subject"]), as_of_old(sent, "Subject")) == (subject, subject)


@law
@given(VIETNAMESE)
def test_a_name_is_read_as_written(name: str) -> None:
    """Names with commas and quotes are read as written, and never as two people."""
    sent = mail(to=(replace(SECRETARY, name=name), HEAD))
    pairs = getaddresses([message_from_bytes(compose(sent, settings()))["To"]])
    assert [(str(make_header(decode_header(n))), a) for n, a in pairs] == [(name, SECRETARY.address), (HEAD.name, HEAD.address)]


@pytest.mark.parametrize(
    "name",
    [
        "Trần Thị Hòa, Thư ký",
        "Hoa, Thu ky",
        'Ban "Biên tập"',
        r"a\b",
        "Ban Biên tập Trang thông tin điện tử xã Quảng Thọ",
        "Phạm (Văn) Đồng",
        "Q.",
        "=?x?=",
        "",
    ],
)
def test_python_reads_names_as_written(name: str) -> None:
    """`email.policy.default`, which keeps the space between two encoded words of a name, still reads names of boards correctly."""
    message = parsed(mail(to=(replace(SECRETARY, name=name), HEAD)))
    assert [a.display_name for a in message["To"].addresses] == [name, HEAD.name]


@law
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_input_adds_a_header_or_a_long_line(subject: str, name: str, title: str, text: str) -> None:
    """Any subject, names, title and texts give the usual headers in ASCII, lines of at most 998 bytes, and two parts."""
    notice = replace(NOTICE, subject=subject, text=text, html=text, enclosures=())
    content = compose(mail(notice=notice, to=(replace(SECRETARY, name=name),), unit_title=title, unit_id=title), settings(sender_name=name))
    message = message_from_bytes(content, policy=default)
    assert [header for header in parsed(mail()) if header in message or header != "Subject"] == list(message)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    assert len(list(message.walk())) == 3


@law
@given(VIETNAMESE, VIETNAMESE)
def test_lines_with_encoded_words_are_short(subject: str, name: str) -> None:
    """RFC 2047: no line that holds an encoded word is longer than 76 characters."""
    head = compose(mail(notice=replace(NOTICE, subject=subject), to=(replace(SECRETARY, name=name),), unit_title=name), settings()).split(
        b"\r\n\r\n"
    )[0]
    assert max(len(line) for line in head.split(b"\r\n") if b"=?utf-8?B?" in line) <= 76


def test_the_same_mail_is_the_same_bytes_in_another_process() -> None:
    """The bytes, boundaries included, depend only on the input."""
    script = "import sys; from mailing import mail, settings; from newswatch.mail import compose; sys.stdout.buffer.write(compose(mail(), settings()))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7"}
    other = subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True).stdout
    assert other == compose(mail(), settings())


@pytest.mark.parametrize(
    "address",
    [
        "thư@xa.example",
        "thu@xã.example",
        "a b@xa.example",
        "a@b@c",
        "a..b@xa.example",
        "a@xa..example",
        "<a@b>",
        "a@b\r\nBcc: c@d",
        "",
        "a" * 65 + "@b",
    ],
)
def test_an_address_no_server_can_carry_is_refused(address: str) -> None:
    """Such a recipient is a permanent failure of its own mail; other mails only leave it out of To and Cc."""
    with pytest.raises(DeliveryError, match="is no mail address") as caught:
        compose(mail(Recipient(address)), settings())
    assert (caught.value.temporary, caught.value.server) == (False, False)
    assert [a.addr_spec for a in parsed(mail(to=(Recipient(address, "Tên"), HEAD)))["To"].addresses] == [HEAD.address]


def test_a_wrong_sender_is_everybodys_trouble() -> None:
    """A sender that is no address is a failure of every mail."""
    with pytest.raises(DeliveryError, match=r"mail\.sender: 'x'") as caught:
        compose(mail(), settings(sender="x"))
    assert (caught.value.temporary, caught.value.server) == (False, True)


def test_a_token_that_begins_a_line_is_refused() -> None:
    """A token that could begin a header of its own is refused."""
    with pytest.raises(ValueError, match="can't stand in a header"):
        folded("Message-ID", ["<a@b>\r\nBcc: c@d"])


@pytest.mark.parametrize(
    ("sender", "domain"), [("bao-tin@XA.example", "xa.example"), ("", "localhost"), ("a@-x", "localhost"), ("a@xã.vn", "localhost")]
)
def test_the_domain_is_the_senders(sender: str, domain: str) -> None:
    """Ids are made under the sender's domain, or under localhost."""
    assert domain_of(settings(sender=sender)) == domain


def test_a_message_id_names_its_notice() -> None:
    """The id shows unit, kind, period and revision, so that people find a mail in a server's log."""
    made = message_id("quang_tho", NoticeKind.HALF_YEAR, "2026-H1", 2, "Thu-Ky@xa.example", "xa.example")
    assert re.fullmatch(r"<quang-tho\.half-year\.2026-h1\.r2\.[0-9a-f]{20}@xa\.example>", made)
    assert made == message_id("quang_tho", NoticeKind.HALF_YEAR, "2026-H1", 2, "thu-ky@xa.example", "xa.example")


@law
@given(st.text(), st.sampled_from(NoticeKind), st.text(), st.integers(0, 99), st.text())
def test_a_message_id_is_always_one(unit: str, kind: NoticeKind, period: str, revision: int, address: str) -> None:
    """Any unit and period give a dot-atom of RFC 5322 that fits its line."""
    made = message_id(unit, kind, period, revision, address, "xa.example")
    assert re.fullmatch(r"<[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*@[a-z.]+>", made)
    assert len(made) < 200


ID = ("quang-tho", NoticeKind.SHORTFALL, "2026-03", 0, "a@xa.example", "xa.example")


@pytest.mark.parametrize(
    "other",
    [
        ("quang_tho", *ID[1:]),
        (ID[0], NoticeKind.REVISION, *ID[2:]),
        (*ID[:2], "2026-04", *ID[3:]),
        (*ID[:3], 1, *ID[4:]),
        (*ID[:4], "b@xa.example", ID[5]),
        (*ID[:5], "xb.example"),
    ],
)
def test_another_notice_or_mailbox_has_another_id(other: tuple[str, NoticeKind, str, int, str, str]) -> None:
    """Each argument changes the id, even if its readable form is the same."""
    assert message_id(*other) != message_id(*ID)
