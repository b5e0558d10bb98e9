"""A page bears a title in spite of how sites print it, and no other article's title."""

import pytest

from newswatch.core.answer.titles import bears, names_site

TITLE = "Xã Tân Hội công khai 62 thủ tục hành chính tại bộ phận một cửa"

SAME = [
    TITLE,
    TITLE.upper(),
    f"{TITLE} | Xã Tân Hội",
    f"Tin tức - {TITLE} - Trang thông tin điện tử",
    f"Trang chủ » {TITLE}",
    f"{TITLE} Cổng thông tin xã",
    "Xã Tân Hội công khai 62 thủ tục hành chính…",
    "Xã Tân Hội công khai 62 thủ tục hành chính tại bộ phận 1 cửa".replace("1 cửa", "một cưả"),
    "“Xã Tân Hội” công khai 62 thủ-tục hành chính tại bộ phận một cửa",
    "Xa Tan Hoi cong khai 62 thu tuc hanh chinh tai bo phan mot cua",
]
OTHER = [
    "Xã Tân Hội",
    "Tin tức",
    "Trang thông tin điện tử xã Tân Hội",
    "Xã Tân Hội công khai 63 thủ tục hành chính tại bộ phận một cửa",
    "Xã Tân Hội ra quân dọn vệ sinh",
    "Thủ tục hành chính",
    "",
]


@pytest.mark.parametrize("shown", SAME)
def test_one_title_in_many_prints(shown: str) -> None:
    """A site's name, a section, capitals, an ellipsis, lost marks or a typing error leave a title what it is."""
    assert bears([shown], TITLE)


@pytest.mark.parametrize("shown", OTHER)
def test_other_titles(shown: str) -> None:
    """The name of the site or a section, another number and another story are other titles."""
    assert not bears([shown], TITLE)


def test_cut_titles_of_lists() -> None:
    """A list that cut the title short is answered by the whole one."""
    assert bears([TITLE], TITLE[:40] + "…")
    assert not bears(["Xã Tân Hội mở hội làng"], "Xã Tân Hội…")


@pytest.mark.parametrize(
    ("shown", "site"),
    [
        (["Trang thông tin điện tử xã"], True),
        (["Cổng thông tin điện tử xã An Phước, huyện Long Thành, tỉnh Đồng Nai"], True),
        (["CHÀO MỪNG ĐẾN VỚI CỔNG THÔNG TIN ĐIỆN TỬ UBND PHƯỜNG 5"], True),
        (["Chào mừng quý vị đến với Cổng thông tin điện tử của UBND xã Tân Hội"], True),
        (["Trang chủ", "Trang TTĐT xã Tân Hội"], True),
        (["Cổng thông tin điện tử xã Tân Hội chính thức hoạt động"], False),
        (["Trang thông tin điện tử xã Tân Hội", "Xã Tân Hội ra quân dọn vệ sinh"], False),
        (["Xã Tân Hội"], False),
        (["Tin tức"], False),
        ([], False),
    ],
)
def test_a_front_page_bears_the_name_of_its_site_alone(shown: list[str], site: bool) -> None:
    """The name of a site with its office and places is known as such; news about a site, a section or a commune's name is not."""
    assert names_site(shown) is site
