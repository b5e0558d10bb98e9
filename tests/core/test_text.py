"""Vietnamese text made comparable: composed or not, tone placement, old letters, titles cut short."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.core.text import bare, clean, fold, same_title, title_key, words

law = settings(deadline=None)
MARKED = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
LETTERS = st.text(MARKED + MARKED.upper() + "bcghknpqtr  -.,:1", max_size=30)


@given(LETTERS)
@law
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    """NFC and NFD of a text give the same cleaned, folded, bare form, the same words and the same title."""
    apart = unicodedata.normalize("NFD", text)
    for shape in (clean, fold, bare, words, title_key):
        assert shape(apart) == shape(text)


@given(LETTERS)
@law
def test_every_form_is_its_own(text: str) -> None:
    """Cleaning, folding, stripping marks twice changes nothing more, and case does not matter to a fold."""
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text) == fold(text.upper())
    assert bare(bare(text)) == bare(text) == bare(fold(text))
    assert bare(text).isascii()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Tin\t cải \n cách\xa0", "Tin cải cách"),
        ("Cải\u200b cách\ufeff hành\u00adchính", "Cải cách hànhchính"),
        ("HÀI LÒNG CỦA NGƢỜI DÂN", "HÀI LÒNG CỦA NGƯỜI DÂN"),
        ("ngƣời dân", "người dân"),
        ("Ðồng hành, ðồng lòng", "Đồng hành, đồng lòng"),
        ("Tin\x00 một\x07 cửa\x1b", "Tin một cửa"),
        ("Vui \ud83d quá", "Vui quá"),
        ("Tin một cửa 🎉", "Tin một cửa 🎉"),
        ("", ""),
    ],
)
def test_clean(text: str, expected: str) -> None:
    """White space is folded; invisible, control and half characters go; letters of old fonts become Vietnamese ones."""
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("UỶ BAN", "ủy ban"),
        ("oà", "òa"),
        ("loà xoà", "lòa xòa"),
        ("hoà-bình", "hòa-bình"),
        ("huỷ.", "hủy."),
        ("hoá đơn", "hóa đơn"),
        ("Hoà Bình 2", "hòa bình 2"),
    ],
)
def test_a_tone_mark_has_one_place(one: str, other: str) -> None:
    """Both habits of marking open oa, oe and uy fold to one."""
    assert fold(one) == fold(other) == other.casefold()


@pytest.mark.parametrize(
    "text",
    ["quý", "quỳ", "quà", "quả", "quẻ", "của", "mùa", "hoàn", "toán", "khoét", "ngoáy", "khuỷu", "thúy", "tòa", "hoài", "quyết", "múa"],
)
def test_a_tone_mark_elsewhere_stays(text: str) -> None:
    """After qu, inside a closed syllable, and in other vowel pairs the mark keeps its place."""
    assert fold(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Đường", "duong"), ("đổi mới", "doi moi"), ("Ðất đai", "dat dai"), ("NGƢỜI", "nguoi"), ("Huế 2026", "hue 2026"), ("Ɖ", "d")],
)
def test_bare_has_no_marks(text: str, expected: str) -> None:
    """Tones, hats, horns and the bar of đ go."""
    assert bare(text) == expected


def test_words_are_folded_syllables_and_numbers() -> None:
    """Punctuation separates, nothing else does."""
    assert words("Thuỷ-lợi: 15/3, “Một cửa”…") == ["thủy", "lợi", "15", "3", "một", "cửa"]


@pytest.mark.parametrize(
    "shown",
    [
        "HỘI NGHỊ “MỘT CỬA” – ĐỢT 2",
        "Hội nghị 'một cửa' - đợt 2.",
        "Hoi nghi mot cua dot 2",
        "  Hội nghị: «Một cửa»; đợt 2!",
        "Hội nghị ‘một cửa’ ‑ đợt 2",
    ],
)
def test_a_title_typed_another_way_has_one_key(shown: str) -> None:
    """Quotes, dashes, case, marks and end signs don't make another title."""
    assert title_key(shown) == title_key("Hội nghị “Một cửa” — đợt 2")


def test_another_number_is_another_title() -> None:
    """The month in a title tells two titles apart."""
    assert title_key("Kết quả tháng 3") != title_key("Kết quả tháng 4")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Xã ra mắt tổ công nghệ số cộng đồng", "Xã ra mắt tổ công nghệ…", True),
        ("Xã ra mắt tổ công nghệ số cộng đồng", "Xã ra mắt tổ công ngh...", True),
        ("Xã ra mắt tổ công nghệ số cộng đồng", "XÃ RA MẮT TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG", True),
        ("Xã ra mắt tổ công nghệ số cộng đồng", "Xã ra mắt tổ công nghệ số", False),
        ("Xã ra mắt tổ công nghệ số cộng đồng", "Xã ra mắt tổ liên gia…", False),
        ("Xã ra mắt tổ công nghệ số cộng đồng", "Xã ra mắt…", False),
        ("Xã ra mắt tổ công nghệ số cộng đồng", "…", False),
        ("Xã ra mắt tổ công nghệ số…", "Xã ra mắt tổ công nghệ…", True),
        ("Xã ra mắt tổ công nghệ…", "Xã ra mắt tổ công nghệ…", True),
        ("Thông báo…", "Thông báo...", True),
        ("Thông báo…", "Thông báo", True),
        ("Thông báo…", "Thông báo số 2…", False),
    ],
)
def test_one_title_cut_short(a: str, b: str, same: bool) -> None:
    """A title that ends in an ellipsis is the longer one that begins so, if enough of it is left; both sides may be cut."""
    assert same_title(a, b) is same


TITLES = st.lists(st.sampled_from(["xã", "Xa", "ra mắt", "tổ công nghệ", "số"]), max_size=5).map(" ".join)
SHOWN = st.builds(str.__add__, TITLES, st.sampled_from(["", "…", "...", "."]))


@given(SHOWN, SHOWN)
@law
def test_same_title_has_no_sides(a: str, b: str) -> None:
    """A title is its own, and which of two is named first does not matter."""
    assert same_title(a, a)
    assert same_title(a, b) == same_title(b, a)
