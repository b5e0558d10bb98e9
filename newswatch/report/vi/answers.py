"""What came back when an article was asked for, as Vietnamese phrases."""

from newswatch.core.answer.kinds import Answer

ANSWERS = {
    Answer.ARTICLE: "đã đọc bài",
    Answer.BODY: "đã đọc bài, tiêu đề trên trang khác với danh sách",
    Answer.FILE: "đã đọc nội dung tệp",
    Answer.ENTRY: "chỉ có nội dung ghi trong nguồn tin",
    Answer.HOME: "trang web trả về trang chủ hoặc trang danh sách thay cho bài",
    Answer.LOGIN: "trang web đòi đăng nhập",
    Answer.CHALLENGE: "trang web chặn bằng trang kiểm tra trình duyệt",
    Answer.MAINTENANCE: "trang web đang bảo trì",
    Answer.PARKED: "tên miền hoặc máy chủ chưa hoạt động, chỉ có trang giữ chỗ",
    Answer.ERROR_PAGE: "trang web trả về trang báo lỗi",
    Answer.OTHER_HOST: "địa chỉ dẫn sang trang web khác",
    Answer.OTHER_PAGE: "trang web trả về trang khác, không phải bài này",
    Answer.SHELL: "trang không có chữ của bài, chỉ có khung hoặc hình ảnh",
    Answer.GARBLED: "chữ trên trang bị lỗi phông, lỗi bảng mã",
    Answer.BINARY: "đường dẫn là tệp không đọc được (không phải PDF, DOCX), chỉ biết tiêu đề",
    Answer.NO_TEXT: "tệp là bản quét, không có chữ để đọc, chỉ biết tiêu đề",
    Answer.LOCKED: "tệp có mật khẩu, chỉ biết tiêu đề",
    Answer.BROKEN: "tệp bị hỏng, chỉ biết tiêu đề",
    Answer.TOO_LARGE: "trang hoặc tệp quá lớn",
    Answer.MISSING: "trang web báo không có bài ở địa chỉ này",
    Answer.REFUSED: "trang web không cho đọc bài này",
    Answer.UNREACHABLE: "máy chủ không trả lời hoặc báo lỗi",
    Answer.UNASKED: "chưa hỏi lại được vì máy chủ không trả lời",
    Answer.OVER_BUDGET: "chưa hỏi vì hôm nay đã hết số lượt được hỏi máy chủ",
}
