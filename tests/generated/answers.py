"""What servers answer in place of the page that was asked for, and letters as a wrong encoding shows them."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

HTML = "text/html; charset=utf-8"

_FRAME = '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>{main}</body></html>'
_NOTICES = {
    "login": (
        "Đăng nhập hệ thống",
        '<form method="post"><h1>Đăng nhập</h1><p>Tên đăng nhập <input name="u"></p><p>Mật khẩu <input type="password" name="p"></p>'
        "<button>Đăng nhập</button></form>",
    ),
    "challenge": (
        "Xin chờ trong giây lát",
        '<div class="body"><h1>Kiểm tra bảo mật</h1><p>Máy chủ đang xác minh rằng bạn là người thật. Trình duyệt cần bật JavaScript và cookie; '
        "sau vài giây bạn được chuyển tới trang cần xem.</p></div><script>setTimeout(function(){location.reload()},5000)</script>",
    ),
    "maintenance": (
        "Cổng thông tin điện tử xã",
        '<div class="body"><h1>Thông báo</h1><p>Hệ thống tiếp nhận hồ sơ thủ tục hành chính, bộ phận một cửa và dịch vụ công trực tuyến đang bảo trì '
        "để phục vụ cải cách hành chính tốt hơn.</p><p>Kính mong tổ chức và công dân quay lại sau.</p></div>",
    ),
    "parked": (
        "xa-thu.example",
        '<div class="body"><h1>xa-thu.example</h1><p>This domain is parked. Buy this domain, or see related searches.</p></div>',
    ),
    "soft_404": (
        "Không tìm thấy trang",
        '<div class="body"><h1>Không tìm thấy nội dung</h1><p>Bài viết không tồn tại hoặc đã bị xóa. Quay về <a href="/">trang chủ</a>.</p></div>',
    ),
    "shell": ("Cổng thông tin điện tử", '<div id="root"></div><script src="/main.3f2a.js"></script>'),
}
NOTICES = {name: _FRAME.format(title=title, main=main) for name, (title, main) in _NOTICES.items()}
"""Whole pages that are answered with 200 though they are not what was asked for."""

TWISTS = ("double_utf8", "tcvn3", "false_charset")

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_TCVN3_LOWER = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ",
        strict=True,
    )
)
_TCVN3 = str.maketrans({c.upper(): v for c, v in _TCVN3_LOWER.items()} | _TCVN3_LOWER | dict(zip("ĐĂÂÊÔƠƯ", "§¡¢£¤¥¦", strict=True)))


class Answer(NamedTuple):
    """What goes back; where there is none the connection is closed."""

    status: int
    body: bytes
    content_type: str = HTML
    headers: Mapping[str, str] = {}


def html(text: str, status: int = 200, marks: Mapping[str, str] | None = None) -> Answer:
    """A page."""
    return Answer(status, text.encode(), HTML, marks or {})


def home(links: str) -> str:
    """The portal's home page, which names some posts among its menus."""
    menu = "".join(
        f'<li><a href="#{n}">{name}</a></li>' for n, name in enumerate(("Giới thiệu", "Cải cách hành chính", "Thủ tục hành chính"))
    )
    return _FRAME.format(
        title="Trang thông tin điện tử xã",
        main=f'<h1>Trang thông tin điện tử xã</h1><ul>{menu}</ul><div class="body"><p>Xã nằm ở phía nam huyện, có chín thôn, '
        f"bộ phận một cửa mở cửa từ thứ hai đến thứ sáu.</p></div>{links}",
    )


def twisted(body: bytes, how: str) -> bytes:
    """The same text with its letters spoilt: UTF-8 taken for Latin-1 and encoded again, a font of the TCVN3 family, windows-1258 called UTF-8."""
    text = body.decode()
    if how == "double_utf8":
        return text.encode().decode("latin-1").encode()
    if how == "tcvn3":
        return text.translate(_TCVN3).encode()
    return re.sub(r"[^\x00-\x7f]", _windows_1258, text).encode("cp1258", "replace")


def _windows_1258(letter: re.Match[str]) -> str:
    """A letter with its tone apart, as windows-1258 writes it."""
    parts = unicodedata.normalize("NFD", letter[0])
    tones = "".join(p for p in parts if p in _TONES)
    return unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES)) + tones
