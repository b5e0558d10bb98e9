"""Our own error messages are Vietnamese where people read them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from raised_messages import SAMPLE, raised
from rule_tables import shipped_rule
from wording import MARKS, english

import newswatch
from newswatch.core.answer.kinds import Answer
from newswatch.core.model import SourceWarning, WarningKind
from newswatch.core.polling.proof import Gap
from newswatch.core.quota.rule import official_problem
from newswatch.mail import smtp, talk
from newswatch.report import english as english_of
from newswatch.report.vi.reasons import technical

PACKAGE = Path(newswatch.__file__).parent
PATHS = [
    *(path for path in sorted((PACKAGE / "sources").rglob("*.py")) if "log" not in path.parent.name),
    *sorted((PACKAGE / "mail").glob("*.py")),
    *sorted((PACKAGE / "network").glob("*.py")),
    PACKAGE / "core" / "polling" / "changes.py",
    PACKAGE / "core" / "table.py",
    *sorted((PACKAGE / "config").glob("*.py")),
    PACKAGE / "store" / "store.py",
    PACKAGE / "store" / "locks.py",
    PACKAGE / "store" / "vault.py",
    PACKAGE / "store" / "opening.py",
    PACKAGE / "store" / "sound.py",
]
MESSAGES = sorted({(where, text) for where, text in raised(PATHS) if text.replace(SAMPLE, "").strip(": ")})
STEPS = [talk._GREETING, talk._TLS, talk._LOGIN, smtp._RESET, smtp._SENDER, smtp._RECIPIENT, smtp._CONTENT]
AT = "https://xa.example/tin-tuc"


@pytest.mark.parametrize(("where", "text"), MESSAGES, ids=[f"{where} {n}" for n, (where, _) in enumerate(MESSAGES)])
def test_every_message_that_can_be_raised_is_translated(where: str, text: str) -> None:
    """Each message of sources, mail, suspect lists, settings and database has a Vietnamese form, which keeps every value that stands in it."""
    told = technical(text)
    assert MARKS.search(told), f"{where}: add a pattern to report/vi/reasons: {text!r}"
    assert english(told) == [], told
    assert told.count(SAMPLE) == text.count(SAMPLE)


def test_the_walk_finds_messages() -> None:
    """The walk over the source sees literals, f-strings, helpers and texts that stand in names."""
    found = {where.partition(":")[0] for where, _ in MESSAGES}
    assert {"fetch.py", "tls.py", "feed.py", "wordpress.py", "sitemap.py", "changes.py", "talk.py", "smtp.py", "folder.py"} <= found
    assert len(MESSAGES) > 60


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_refusal_is_told_with_its_step_and_what_helps(step: talk.Step) -> None:
    """What a mail server refused, and what to do, are Vietnamese; its own words stay."""
    said = "550 5.7.1 Relaying denied (the list); see http://help.example"
    named = " a@xa.example" if step in (talk._LOGIN, smtp._SENDER, smtp._RECIPIENT) else ""
    told = technical(f"mail.example:587: refused {step.name}{named} ({said}); {step.way_out}")
    assert told.startswith("mail.example:587: từ chối ")
    assert said in told
    assert named in told
    assert english(told.replace(said, "")) == [], told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{AT}: no connection: [Errno 111] Connection refused", f"{AT}: không kết nối được: máy chủ từ chối kết nối, mã lỗi 111"),
        ("no answer within 30 s (fetch.timeout_seconds)", "không trả lời trong 30 giây (fetch.timeout_seconds)"),
        (f"{AT}: the server answered 503 Service Unavailable", f"{AT}: máy chủ trả lời 503 Service Unavailable"),
        (
            f"{AT} (which redirects to {AT}/moi): the server answered 404 Not Found",
            f"{AT} (chuyển hướng tới {AT}/moi): máy chủ trả lời 404 Not Found",
        ),
        (
            "https://xa.example/robots.txt: no answer within 5 s (fetch.timeout_seconds); the site is left alone until its robots.txt can be read, "
            "or set respect_robots = false in [fetch]",
            "https://xa.example/robots.txt: không trả lời trong 5 giây (fetch.timeout_seconds); chưa đọc gì ở trang này cho đến khi đọc được robots.txt, "
            "hoặc đặt respect_robots = false trong [fetch]",
        ),
        (
            "no header row; needed are columns for date ('Ngày phát') and title ('Tên tin'); known are: a row for each airing; found so.csv: nothing",
            "không thấy dòng tiêu đề có cột ngày phát và cột tên tin, bài; `newswatch bulletin import --dry-run TỆP` cho biết những mẫu sổ đọc được",
        ),
        ("a PDF, but a log must be CSV, XLSX, XLS, ODS or JSON", "là tệp PDF; sổ phát thanh phải là tệp XLSX, XLS, ODS, CSV hoặc JSON"),
        (
            f"3 articles could not be read, first {AT}/1: the server answered 500",
            f"3 bài không đọc được, bài đầu: {AT}/1: máy chủ trả lời 500",
        ),
        (
            f"its articles could not be read: {AT}/1: the server answered 404 Not Found",
            f"không đọc được trang bài: {AT}/1: máy chủ trả lời 404 Not Found",
        ),
        (f"{AT}: is not the article ({Answer.LOGIN})", f"{AT}: không phải bài này (trang web đòi đăng nhập)"),
        (f"{AT}: not asked for, since its server does not answer", f"{AT}: chưa đọc vì máy chủ không trả lời"),
        (
            "mail.example:587: no answer within 30 s at the login thuky; if that lasts, check mail.host, mail.port and mail.security",
            "mail.example:587: không trả lời trong 30 giây ở bước đăng nhập bằng thuky; nếu kéo dài, kiểm tra mail.host, mail.port và mail.security",
        ),
        (
            "mail.example:25: no connection (Connection refused); if that lasts, check mail.host and mail.port, and whether the server is up",
            "mail.example:25: không kết nối được (máy chủ từ chối kết nối); nếu kéo dài, kiểm tra mail.host và mail.port, "
            "và xem máy chủ thư có chạy không",
        ),
        (
            "mail.example:587: no login as a: /etc/mat khau: the mail password can't be read from it: Permission denied",
            "mail.example:587: không đăng nhập được bằng a: /etc/mat khau: không đọc được mật khẩu thư từ tệp này: không có quyền",
        ),
        (
            "/srv/hộp thư/a.eml: can't be written (No space left on device); make room on the disk, or see that newswatch may write there (mail.folder)",
            "/srv/hộp thư/a.eml: không ghi được (đĩa đã đầy); dọn chỗ trên đĩa, hoặc cho phép newswatch ghi vào đó (mail.folder)",
        ),
        (
            "/srv/n.db: can't be read: disk I/O error; is its disk sound, and is another program holding the file?",
            "/srv/n.db: không đọc được: disk I/O error; đĩa có còn tốt không, có chương trình khác đang giữ tệp không?",
        ),
        (
            "/srv/n.db: can't be read: database disk image is malformed; it is damaged: keep a copy of the file, then restore one from before; "
            "`newswatch doctor` tells more",
            "/srv/n.db: không đọc được: database disk image is malformed; tệp bị hỏng: giữ một bản của tệp này, rồi khôi phục bản sao trước đó; "
            "`newswatch doctor` cho biết thêm",
        ),
        (
            "/etc/config.toml: units[0].kind: expected 'xã', 'phường', found 'xa'",
            "/etc/config.toml: units[0].kind: cần 'xã', 'phường', nhưng có 'xa'",
        ),
        (
            "/etc/config.toml: mail.port: expected 1 to 65535, found 70000",
            "/etc/config.toml: mail.port: cần từ 1 đến 65535, nhưng có 70000",
        ),
        (
            "/etc/config.toml: fetch.pace: unknown key, did you mean 'pace_seconds'?",
            "/etc/config.toml: fetch.pace: khóa lạ; có phải 'pace_seconds'?",
        ),
        (
            f"{AT}: can't be asked for: ca_file /etc/a.pem holds no certificate to trust (No such file or directory); expected a PEM file",
            f"{AT}: không gửi yêu cầu được: tệp ca_file /etc/a.pem không có chứng thư nào (không có tệp hoặc thư mục này); cần tệp PEM",
        ),
    ],
)
def test_a_message_is_told_whole(text: str, told: str) -> None:
    """Statement and advice are Vietnamese; addresses, numbers and names stay."""
    assert technical(text) == told


@pytest.mark.parametrize(
    "text", ["", "250 2.0.0 Ok: queued as 4XYZ", "nobody knows this one", f"{AT}: JSON", "đĩa đã đầy", f"{AT}: no connection: {'x' * 1200}"]
)
def test_what_is_no_message_of_ours_stays(text: str) -> None:
    """A server's answer, and any other text, is left as it is."""
    assert technical(text) == text


@pytest.mark.parametrize("kind", [kind for kind in WarningKind if kind is not WarningKind.UNREAD_ARTICLE])
@pytest.mark.parametrize("example", ["", "12 tháng mười"])
def test_every_warning_about_a_page_is_translated(kind: WarningKind, example: str) -> None:
    """What was odd on a source's pages is Vietnamese where a person sets a portal up; the example stays."""
    told = technical(english_of.warning(SourceWarning(kind, 7, example or "xa.example")))
    assert MARKS.search(told), told
    assert english(told) == [], told
    assert not example or kind in (WarningKind.NO_PAGER, WarningKind.PAGE_LIMIT, WarningKind.DATES_CLASH) or example in told


@pytest.mark.parametrize("gap", Gap)
def test_what_keeps_a_page_from_proving_days_is_translated(gap: Gap) -> None:
    """Each gap in a proof has its Vietnamese sentence, under the id of a section list, too."""
    told = technical(f"section list tin-xa: this page can prove no day: {english_of.gap(gap)}")
    assert told.startswith("danh sách chuyên mục tin-xa: trang này không chứng minh được ngày nào: ")
    assert english(told) == [], told


@pytest.mark.parametrize(
    "outcome",
    ["the date was guessed", "no date was found", "the date was taken from the metadata", "the title was guessed", "the text was guessed"],
)
def test_what_a_profile_did_not_find_is_translated(outcome: str) -> None:
    """A selector that found nothing is told with what was taken instead."""
    told = technical(f"article_date '.ngay' found nothing; {outcome}")
    assert told.startswith("article_date '.ngay' không tìm thấy gì; ")
    assert english(told) == [], told


def test_rules_that_are_not_sure_are_told() -> None:
    """A rule that nobody compared with its document, or that is not in force, is told in Vietnamese with its days."""
    old, unread = shipped_rule("quang-dien-2614"), replace(shipped_rule("quang-dien-2614"), verified=False)
    expired = technical(official_problem(old, date(2026, 11, 20)) or "")
    assert expired.startswith("quy định quang-dien-2614: có hiệu lực từ 05/12/2017 đến 31/12/2019, ngày 20/11/2026 không còn")
    assert "chưa ai đối chiếu điều khoản với văn bản gốc" in technical(official_problem(unread) or "")


@pytest.mark.parametrize("name", ["hue-3241", "quang-dien-2614", "phuoc-an-2026"])
def test_why_a_shipped_rule_gives_no_official_score_is_vietnamese(name: str) -> None:
    """Whatever keeps a shipped rule from being official is Vietnamese throughout, its document too; what to do works for a rule that is shipped."""
    told = technical(official_problem(shipped_rule(name), date(2026, 11, 20)) or "")
    assert MARKS.search(told)
    assert " of " not in told
    assert english(told) == []
    assert ("với id khác" in told) == ("verified" in told)
