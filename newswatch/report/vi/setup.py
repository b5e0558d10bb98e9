"""Vietnamese sentences for whoever sets a portal up: how it is read, what is missing, which certificate it shows and what trusting it means."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from newswatch.core.model import LOCAL
from newswatch.errors import TlsFault

_MOST_FORMS = 3

FAULTS = {
    TlsFault.SELF_SIGNED: "chứng thư số do chính máy chủ tự ký, không tổ chức nào bảo đảm",
    TlsFault.NO_ISSUER: "không rõ tổ chức nào ký chứng thư số (máy chủ gửi thiếu chứng thư trung gian, hoặc tổ chức ký không được biết đến)",
    TlsFault.EXPIRED: "chứng thư số đã hết hạn",
    TlsFault.NOT_YET_VALID: "chứng thư số chưa đến ngày có hiệu lực (hoặc đồng hồ máy này sai)",
    TlsFault.MISNAMED: "chứng thư số được cấp cho tên miền khác",
    TlsFault.PIN_CHANGED: "máy chủ đưa ra chứng thư số khác với chứng thư đã được tin",
    TlsFault.UNTRUSTED: "chứng thư số không đáng tin",
    TlsFault.OLD_PROTOCOL: "máy chủ chỉ dùng giao thức mã hóa cũ (TLS 1.0, 1.1 hoặc thuật toán yếu), không còn được coi là an toàn",
    TlsFault.HANDSHAKE: "không lập được kết nối mã hóa",
}
"""What is wrong with a server's TLS."""


_ASK_KEEPER = "đề nghị bên quản trị cổng sửa; "
_SHOWS = "`newswatch probe '{url}'` cho xem chứng thư và hướng dẫn cách tin riêng chứng thư đó"
TLS_ADVICE = dict.fromkeys(TlsFault, f"{_ASK_KEEPER}trong khi chờ, {_SHOWS}") | {
    TlsFault.PIN_CHANGED: "hỏi bên quản trị cổng xem chứng thư có được thay không; nếu đúng, ghi dãy SHA-256 mới vào certificate_sha256 của nguồn",
    TlsFault.OLD_PROTOCOL: f"{_ASK_KEEPER}trong khi chờ, có thể ghi tls_legacy = true ở nguồn này",
    TlsFault.HANDSHAKE: "thử lại sau; `newswatch probe '{url}'` cho biết có phải do giao thức cũ không",
}
"""What the keeper can do about it; `{url}` is the source's address."""

UNDATED_ADVICE = (
    "dạng ngày này chưa đọc được; tin không có ngày trong bài phải do người ghi ngày (newswatch review), hoặc khai báo nguồn tin RSS của cổng; "
    "xem newswatch probe '{url}'"
)
"""What the keeper can do about dates that can't be read; `{url}` is the source's address."""


def preset_gave_way(preset: str, read: tuple[int, int], inferred: tuple[int, int]) -> str:
    """A preset that was left for the inferred profile. `read` and `inferred` are each the entries with a date, and all entries."""
    return (
        f"trang giống họ {preset}, nhưng đọc theo mẫu có sẵn chỉ được {read[1]} mục, {read[0]} mục có ngày; "
        f"cách đọc suy ra từ chính trang này được {inferred[1]} mục, {inferred[0]} mục có ngày, nên được dùng thay"
    )


def undated(count: int, of: int, forms: Sequence[str]) -> str:
    """Entries of a list whose dates can't be read, with the texts that stand in their place."""
    head = f"{count}/{of} mục không đọc được ngày đăng"
    if not forms:
        return head
    shown = ", ".join(f'"{form}"' for form in forms[:_MOST_FORMS])
    return f"{head}: {shown} không đọc được thành ngày; ngày sẽ được tìm trong trang của từng bài"


def forms(raws: Iterable[str]) -> tuple[str, ...]:
    """The texts that differ by more than their digits, each once."""
    kinds: dict[str, str] = {}
    for raw in filter(None, raws):
        kinds.setdefault("".join("0" if c.isdigit() else c for c in raw), raw)
    return tuple(kinds.values())


def load_more(button: str, entries: int) -> str:
    """A list that goes on only behind a button of a script: what that means for the count, and what helps."""
    return (
        f'trang chỉ hiện {entries} mục đầu, các mục cũ hơn phải bấm nút "{button}" mới hiện ra mà chương trình không bấm được: tin mới vẫn được đếm, '
        "nhưng không chứng minh được đã xem đủ các ngày trước đó nên tháng cũ có thể “chưa rõ”; khắc phục: khai báo thêm sơ đồ trang (sitemap), "
        "danh sách bài của WordPress (REST) hoặc nguồn tin RSS của cổng làm nguồn"
    )


def offered(kind: str, url: str, entries: int) -> str:
    """A list for machines that a shell page names and that can be read."""
    named = "danh sách bài của WordPress" if kind == "wordpress" else "nguồn tin (RSS, Atom hoặc JSON Feed)"
    return f"trang nêu một {named} đọc được, có {entries} mục: {url}"


def unreadable_list(url: str, rows: int) -> str:
    """A JSON list that was found, and that no kind of source reads."""
    return f"trang lấy tin từ một danh sách JSON có {rows} mục, nhưng dạng này chương trình chưa đọc được: {url}; hãy xin cổng mở nguồn tin RSS"


SHELL = "trang chỉ là khung trống, tin do mã kịch bản tải về nên không đọc được từ chính trang này"
"""A page without a list of its own."""


IDLE_HOST = "không nguồn tin nào nằm trên máy chủ này, nên nhịp và số lượt hỏi ghi ở bảng này không có tác dụng"
IDLE_ADVICE = "sửa tên máy chủ theo url của nguồn tin (không ghi cổng thì dùng cho mọi cổng), hoặc bỏ bảng này"


OVER_BUDGET = "chưa đọc hết, vì máy chủ đã hết số lượt được hỏi trong ngày"
OVER_BUDGET_ADVICE = "chờ lần xem của ngày hôm sau, hoặc tăng requests_a_day trong config.toml"
"""A source that was left alone on purpose; nothing is wrong with it."""


def certificate(subject: str, issuer: str, names: Sequence[str], begins: datetime, ends: datetime, sha256: str) -> list[str]:
    """A certificate for a person to compare, a line each."""
    return [
        f"  cấp cho:     {subject}" + (f" (tên miền: {', '.join(names)})" if names else ""),
        f"  bên ký:      {issuer}" + (" (tự ký)" if subject == issuer else ""),
        f"  hiệu lực:    {_day(begins)} – {_day(ends)}",
        f"  SHA-256:     {sha256}",
    ]


def tls_trouble(fault: TlsFault, url: str) -> str:
    """What is wrong with a server's TLS, and that nothing was asked of it."""
    return f"{url}: {FAULTS[fault]}. Chưa gửi hay đọc gì từ máy chủ này."


TRUST_MEANS = (
    "Nếu tin, chỉ đúng chứng thư này được chấp nhận với đúng máy chủ này; khi nó đổi, chương trình dừng đọc và báo. "
    "Nên gọi cho bên quản trị cổng, đối chiếu dãy SHA-256 rồi mới tin, và đề nghị họ thay chứng thư hợp lệ."
)
"""What trusting one certificate means."""

CA_FILE_HELPS = "Cách khác: lưu chứng thư của tổ chức ký (hoặc chứng thư trung gian còn thiếu) vào một tệp PEM và khai báo bằng --ca-file TỆP (ca_file)."
"""For a certificate whose issuer is not known."""

LEGACY_MEANS = "Nếu cho phép, riêng máy chủ này được đọc bằng giao thức cũ; người khác trên đường truyền có thể xem hoặc sửa nội dung."
"""What allowing old protocols means."""

ASK_TRUST = "Tin chứng thư này cho riêng máy chủ này?"
ASK_LEGACY = "Cho phép giao thức cũ với riêng máy chủ này?"
ASK_FOLLOW = "Đọc địa chỉ mới này?"
ASK_OFFER = "Dùng địa chỉ này làm nguồn tin?"


_READ_AS = {"feed": "nguồn tin RSS", "wordpress": "danh sách bài của WordPress"}


def to_check(doubt: str) -> str:
    """What whoever sets a portal up should look at."""
    return f"Cần xem lại: {doubt}"


def read_as(kind: str, preset: str | None) -> str:
    """As what a page is read."""
    return f"mẫu có sẵn {preset}" if preset else _READ_AS.get(kind, "mẫu suy ra từ chính trang")


def written(out: str, url: str, how: str, entries: int) -> str:
    """That a configuration was written, and how it reads its portal."""
    return f"Đã ghi {out}; {url} được đọc theo {how}, trang đầu có {entries} mục"


def section_list(url: str, name: str, entries: int) -> str:
    """The full list behind a column of a front page."""
    return f"Tìm thấy trang danh sách của chuyên mục {name}: {url}, {entries} mục"


def witness(url: str, kind: str, names: int, maps: int = 0) -> str:
    """A list for machines that proves what a page of news can't."""
    holds = f"là mục lục của {maps} sơ đồ trang" if maps else f"nêu {names} địa chỉ"
    return f"Tìm thấy nguồn đối chứng ({kind}): {url}, {holds}; chứng minh được những ngày mà danh sách không chứng minh được"


def next_steps(out: str, year: int) -> str:
    """The commands to type next: look once, fill the year, then let it run with its page."""
    command = f"newswatch --config {out}"
    return (
        f"Tiếp theo: {command} check\n"
        f"Xem lại từ đầu năm: {command} backfill --since {year}-01-01\n"
        f"Tự xem hằng ngày, làm việc bằng trình duyệt: {command} run --web"
    )


def first_manager(link: str) -> str:
    """Where the first account of the page is made, while there is none that manages."""
    return f"Chưa có người quản lý. Mở đường dẫn này bằng trình duyệt để tạo tài khoản đầu tiên (một lần, trong 72 giờ): {link}"


def served(address: str) -> str:
    """Where the page is, and how it is ended."""
    return f"Trang ở {address}; dừng bằng Ctrl-C"


def moved(url: str, to: str) -> str:
    """An address that redirects to another site."""
    return f"{url} chuyển sang máy chủ khác: {to}"


def run_instead(command: str) -> str:
    """The command that says yes, for where nobody can be asked."""
    return f"Nếu đồng ý, chạy lệnh:\n  {command}"


def refused_program(status: int) -> str:
    """An answer by which firewalls turn away programs they don't know."""
    return (
        f"Máy chủ trả lời {status}. Nếu trình duyệt mở được trang này thì có thể tường lửa chặn chương trình lạ: thử lại với --user-agent "
        "'TÊN' (user_agent trong [fetch]), hoặc đề nghị bên quản trị cổng cho phép newswatch."
    )


def _day(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%d/%m/%Y}"
