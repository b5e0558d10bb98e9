"""Are the files beside the database all there, and as they were taken in?"""

from collections.abc import Iterator
from datetime import datetime

from newswatch.config import Settings
from newswatch.core.model import LOCAL
from newswatch.report.vi.evidence import of_year
from newswatch.report.vi.files import STATES
from newswatch.services import kept
from newswatch.services.doctor.finding import Finding, Health
from newswatch.sources.read import chromium
from newswatch.store import files, page_copies, vault
from newswatch.store.store import Store

_FILES, _BROWSER = "tệp minh chứng", "trình duyệt"
_MOST_NAMED = 10
_MOST_READ = 2_000_000_000
"""Bytes: some ten seconds of reading. The files of a country take more."""


def files_kept(store: Store) -> Iterator[Finding]:
    """The kept files that are missing or changed, and those of which no row tells. All of them are read, unless they are too many: then a changed one
    of the same size is not seen."""
    sound, bad, whole = 0, 0, files.size_of_all(store) <= _MOST_READ
    for one in files.checked(store, whole=whole):
        if one.state.is_there:
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
        told = "còn nguyên cả" if whole else "còn đủ cả, cỡ không đổi; nội dung do `newswatch verify` đọc và so"
        yield Finding(_FILES, Health.OK, f"{vault.folder_of(store.path)}: {sound} tệp, {told}")


def _strays(store: Store) -> Iterator[Finding]:
    strays = files.without_row(store)
    if strays:
        told = f"{len(strays)} tệp không có trong cơ sở dữ liệu, tệp đầu: {strays[0]}"
        advice = "cơ sở dữ liệu có thể là bản sao cũ hơn; chương trình không xóa các tệp này"
        yield Finding(_FILES, Health.WARN, told, advice)


def budgets(store: Store, settings: Settings) -> Iterator[Finding]:
    """The units and years whose images have used up what may be kept of them, as long as that is not raised."""
    for row in page_copies.spent_budgets(store):
        if row["budget"] >= settings.evidence.images_mb:
            told = f"{row['unit']}: ảnh của các bài năm {row['year']} đã dùng hết {row['budget']} MB, ảnh mới không được lưu nữa"
            yield Finding(_FILES, Health.WARN, told, "tăng images_mb ở [evidence] trong config.toml, nếu cần và đĩa còn chỗ")


def lacking(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    """The units of which items that count lack evidence that their rule asks for, as far as their years are kept: nothing is judged for it."""
    present = now.astimezone(LOCAL).year
    for year in (present - 1, present):
        for unit, told in kept.in_brief(store, settings.units, year, now).items():
            if texts := of_year(told):
                advice = "`newswatch explain --month NĂM-THÁNG` nêu từng tin, bài còn thiếu gì và cách bổ sung"
                yield Finding(f"tài liệu kiểm chứng {unit}", Health.WARN, f"năm {year}: {texts[0]}", advice)


def browser(settings: Settings) -> Finding:
    """Whether pages are kept as pictures, too."""
    if not settings.evidence.pictures:
        return Finding(_BROWSER, Health.OK, "không dùng (pictures = false)")
    if path := chromium.installed():
        return Finding(_BROWSER, Health.OK, f"{path}: trang của các bài được lưu thêm thành ảnh và bản in")
    told = "không có, nên trang của các bài không được lưu thành ảnh và bản in"
    return Finding(
        _BROWSER,
        Health.OK,
        f"{told}; `newswatch files copy` tạo bản sao đọc được. Muốn có: apt install chromium, pip install 'newswatch[browser]'",
    )
