"""Files that lie beside an item, in Vietnamese: what they show, and how they are found."""

from newswatch.core.record.files import FileKind, FileState

KINDS = {
    FileKind.AUDIO: "bản ghi âm",
    FileKind.SCRIPT: "kịch bản, lời đọc",
    FileKind.LOG_PAGE: "ảnh trang sổ phát thanh",
    FileKind.DECISION: "giấy tờ của quyết định",
    FileKind.SCREENSHOT: "ảnh chụp màn hình",
    FileKind.PAPER: "giấy tờ khác",
}
COPIES = {"screenshot": "Ảnh trang", "print": "Bản in trang"}
STATES = {
    FileState.SOUND: "còn nguyên",
    FileState.UNREAD: "còn, đúng cỡ, chưa kiểm nội dung",
    FileState.MISSING: "MẤT TỆP",
    FileState.CHANGED: "TỆP ĐÃ BỊ ĐỔI",
    FileState.UNREADABLE: "không đọc được tệp",
}


def size(count: int) -> str:
    """A size in bytes as people say it: `812 byte`, `41 KB`, `2,4 MB`."""
    if count < 1_000:
        return f"{count} byte"
    if count < 1_000_000:
        return f"{count // 1_000} KB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")
