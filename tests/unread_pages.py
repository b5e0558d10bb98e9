"""What servers send in place of an article, as pages of the test portal: each kind in several makes."""

from newswatch.core.answer.kinds import Answer

PAR_WORDS = "thủ tục hành chính, cải cách hành chính, bộ phận một cửa"


def page(title: str, body: str, head: str = "") -> str:
    """A small page."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


NOTICES: list[tuple[Answer, str]] = [
    (
        Answer.CHALLENGE,
        page("Just a moment...", '<h1>xa.example</h1><p>Verifying you are human. Ray ID: 8f1</p><script src="/c.js"></script>'),
    ),
    (
        Answer.CHALLENGE,
        page("Cổng", "<div><p>Hệ thống đang kiểm tra trình duyệt của bạn, vui lòng bật JavaScript và chờ vài giây.</p></div>"),
    ),
    (Answer.CHALLENGE, page("Request Rejected", "The requested URL was rejected. Your support ID is: 1723")),
    (
        Answer.MAINTENANCE,
        page("Thông báo", f"<h1>Hệ thống đang bảo trì</h1><p>Trong lúc này mời bà con tra {PAR_WORDS} tại trụ sở xã.</p>"),
    ),
    (Answer.MAINTENANCE, page("Xã Thử", "<p>Trang thông tin điện tử đang được nâng cấp hệ thống, mong bà con thông cảm.</p>")),
    (Answer.PARKED, page("xa.example", "<p>Tên miền xa.example đã hết hạn sử dụng. Xin liên hệ nhà đăng ký.</p>")),
    (Answer.PARKED, page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>Further configuration is required.</p>")),
    (Answer.ERROR_PAGE, page("Xã Thử", "<h2>Không tìm thấy trang</h2><p>Bài viết không tồn tại hoặc đã bị xóa.</p>")),
    (Answer.ERROR_PAGE, page("404", "<h1>404</h1>")),
    (Answer.ERROR_PAGE, page("Runtime Error", "<h1>Server Error in '/' Application.</h1>")),
    (Answer.LOGIN, page("Đăng nhập", '<form><input name="u"><input name="p" type="password"></form>')),
    (Answer.SHELL, page("Xã Thử", '<div id="app"></div><script src="/app.js"></script>')),
    (Answer.OTHER_PAGE, page("Giới thiệu", "<h1>Giới thiệu chung</h1><p>Xã có mười hai thôn, dân cư sống bằng nghề nông.</p>")),
]
"""Notices with the answer they are known by."""
