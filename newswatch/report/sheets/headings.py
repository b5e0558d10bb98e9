"""What the columns of a self-assessment table are called, and how a criterion's code is written.

The names are those of tables of Tiền Giang (2022), Đông Quang (2023), the Ministry of Health and Tây Ninh, and forms that follow them.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from newswatch.report.sheets.grid import Cell


class Kind(StrEnum):
    """What a column holds."""

    CODE = "code"
    TITLE = "title"
    MOST = "maximum"
    SELF = "self-score"
    EVIDENCE = "evidence"
    EXPLANATION = "explanation"
    APPRAISED = "appraised"
    UNIT = "responsible unit"
    DEADLINE = "deadline"
    NOTE = "note"


_NAMES: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.CODE: (("mã", "mã số", "mã tiêu chí", "mã chỉ số", "mã số tiêu chí"), ("stt", "tt", "số tt", "số thứ tự", "ký hiệu")),
    Kind.TITLE: (("lĩnh vực", "tên tiêu chí", "tiêu chí", "nội dung", "chỉ số", "các tiêu chí", "nội dung tiêu chí", "lĩnh vực tiêu chí"),),
    Kind.MOST: (("điểm tối đa", "điểm chuẩn", "điểm số tối đa", "mức điểm tối đa", "tối đa", "số điểm tối đa"), ("thang điểm",)),
    Kind.SELF: (
        ("điểm tự chấm", "điểm tự đánh giá", "điểm xã tự chấm", "điểm đơn vị tự chấm", "tự chấm điểm"),
        ("tự chấm", "tự đánh giá", "kết quả tự chấm", "kết quả tự đánh giá"),
        ("điểm đạt", "điểm đạt được", "điểm"),
    ),
    Kind.EVIDENCE: (
        ("tài liệu kiểm chứng", "tài liệu minh chứng", "hồ sơ kiểm chứng", "minh chứng", "kiểm chứng", "tài liệu chứng minh"),
        ("liên kết", "đường dẫn", "tài liệu kèm theo"),
    ),
    Kind.EXPLANATION: (("giải trình", "thuyết minh", "diễn giải", "giải thích", "nội dung giải trình"),),
    Kind.APPRAISED: (
        ("điểm thẩm định", "điểm huyện thẩm định", "điểm hội đồng thẩm định", "điểm đơn vị thẩm định"),
        ("thẩm định", "kết quả thẩm định", "huyện thẩm định", "hội đồng thẩm định", "điểm huyện chấm", "điểm hội đồng chấm"),
        ("điểm đánh giá", "kết quả đánh giá", "điểm chính thức"),
    ),
    Kind.UNIT: (
        ("bộ phận tham mưu", "đơn vị tham mưu", "tham mưu", "tham mưu thực hiện", "bộ phận phụ trách", "bộ phận chịu trách nhiệm"),
        ("công chức phụ trách", "người phụ trách", "đơn vị phụ trách", "đơn vị chủ trì", "cơ quan chủ trì", "bộ phận thực hiện"),
        ("đơn vị thực hiện", "phân công thực hiện", "chữ ký của công chức phụ trách"),
    ),
    Kind.DEADLINE: (("thời hạn", "thời hạn hoàn thành", "hạn hoàn thành", "thời gian hoàn thành", "hạn nộp"), ("thời gian thực hiện",)),
    Kind.NOTE: (("ghi chú",),),
}
_NOT_ALONE = {"điểm", "mã", "tt", "stt", "tiêu chí", "nội dung", "chỉ số", "tối đa", "điểm đạt", "ký hiệu", "thang điểm", "tham mưu"}
"""Names that say so only if nothing follows them, or just brackets or a year."""
_RANKED = [
    (kind, place, frozenset(names), tuple(f"{name} " for name in names if name not in _NOT_ALONE))
    for kind, groups in _NAMES.items()
    for place, names in enumerate(groups)
]
_CODE = re.compile(r"^(?:(?:mã|tiêu chí(?: thành phần)?|tctp|mục|chỉ số)\s*:?\s*)?(\d+(?:\s?\.\s?\d+)*)(?:\s?[.):\-–—/]+)?(?=\s|$|[^\W\d])")
_SPACES = re.compile(r"\s+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
WORST = 9
_LONGEST_HEADING = 200


def plain(text: str) -> str:
    """The text in one form: small letters, single spaces, nothing invisible; hard and wide characters as ordinary ones."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(_INVISIBLE)).strip().lower()


def rank(text: str, kind: Kind) -> int:
    """How well a heading names a kind of column: 0 best, `WORST` not at all, as a long text does."""
    return named_by(text).get(kind, WORST)


@lru_cache(maxsize=4096)
def named_by(text: str) -> Mapping[Kind, int]:
    """The kinds of column that a heading names, each with how well it does."""
    if len(text) > _LONGEST_HEADING:
        return {}
    heading = " ".join(re.findall(r"[\w]+", re.sub(r"\(.*?\)", " ", plain(text))))
    heading = re.sub(r"(?: năm)? (?:19|20)\d\d$", "", heading)
    found: dict[Kind, int] = {}
    for kind, place, names, beginnings in _RANKED:
        if kind not in found and (heading in names or heading.startswith(beginnings)):
            found[kind] = 2 * place + (heading not in names)
    return found


def of_other_year(text: str, year: int) -> bool:
    """Does a heading name a year, and not this one?"""
    named = re.findall(r"\b(?:19|20)\d\d\b", re.sub(r"\d+/[\w-]+|\(.*?\)", " ", plain(text)))
    return bool(named) and str(year) not in text


def code_of(cell: Cell) -> str:
    """The code a cell begins with: `1.3.3` of `1.3.3. Số lượng tin, bài`; empty if with none. One held as a number is that number."""
    if cell.number is not None:
        return f"{float(cell.number):.12g}"
    found = _CODE.match(plain(cell.text))
    return re.sub(r"\s", "", found[1]) if found else ""


def same_code(cell: Cell, code: str) -> bool:
    """Does a cell begin with this code? A number that lost its last nought, 1.1 for 1.10, is taken for both."""
    return code_of(cell) == code or (cell.number is not None and code.count(".") == 1 and _is_number(code) and cell.number == Decimal(code))


def _is_number(code: str) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", code))


def number_in(text: str) -> Decimal | None:
    """The number a text is, with comma or point; None if it is something else."""
    found = re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", plain(text))
    return Decimal(found[0].replace(",", ".")) if found else None
