"""Are the files beside the database all there, and as they were taken in?"""

from collections.abc import Iterator

from newswatch.core.files import FileState
from newswatch.report.vi.files import STATES
from newswatch.services.doctor.finding import Finding, Health
from newswatch.store import files, vault
from newswatch.store.store import Store

_FILES = "tệp minh chứng"
_MOST_NAMED = 10


def files_kept(store: Store) -> Iterator[Finding]:
    """What reading every kept file finds: those that are missing or changed, and those of which no row tells. Reads all of them."""
    sound, bad = 0, 0
    for one in files.checked(store):
        if one.state is FileState.SOUND:
            sound += 1
            continue
        bad += 1
        if bad <= _MOST_NAMED:
            of = ", ".join(map(str, one.items))
            advice = "khôi phục tệp này từ bản sao; chưa có thì không được xóa gì, `newswatch files` cho biết tệp nào của mục nào"
            yield Finding(_FILES, Health.BAD, f"{one.path}: {STATES[one.state]} (mục {of})", advice)
    if bad > _MOST_NAMED:
        yield Finding(_FILES, Health.BAD, f"còn {bad - _MOST_NAMED} tệp khác bị mất hoặc bị đổi")
    yield from _strays(store)
    if sound and not bad:
        yield Finding(_FILES, Health.OK, f"{vault.folder_of(store.path)}: {sound} tệp, còn nguyên cả")


def _strays(store: Store) -> Iterator[Finding]:
    strays = files.without_row(store)
    if strays:
        told = f"{len(strays)} tệp không có trong cơ sở dữ liệu, tệp đầu: {strays[0]}"
        advice = "cơ sở dữ liệu có thể là bản sao cũ hơn; chương trình không xóa các tệp này"
        yield Finding(_FILES, Health.WARN, told, advice)
