"""Terms that tell a person what to type."""

from dataclasses import replace

from letter_worlds import waiting
from rule_tables import rule
from worlds import bulletin, countable

from newswatch.core.count.judgement import judge
from newswatch.core.model import DateOrigin, Origin, Phrase, Verdict
from newswatch.report.vi import terms


def test_every_hint_on_settling_makes_the_item_count() -> None:
    """The options told for `newswatch review` settle every reason against an item."""
    on_air = bulletin(4, "Bản tin", "2026-03-09", origin=Origin.REBROADCAST)
    doubtful = [
        waiting(1, "2026-03-05"),
        waiting(2, None),
        countable(3, "Đăng lại", "2026-03-08", origin=Origin.REPOST),
        on_air,
        bulletin(5, "Kể lại", "2026-03-10", origin=Origin.RETOLD),
    ]
    for item in doubtful:
        (line,) = judge([item], rule())
        assert line.awaiting
        hint = terms.settle(line)
        settled = replace(
            item,
            verdict=Verdict.PAR if "--accept" in hint else item.verdict,
            published_at=item.first_seen_at if "--date" in hint else item.published_at,
            date_origin=DateOrigin.PERSON if "--date" in hint else item.date_origin,
            origin=Origin.OWN if "--origin own" in hint else item.origin,
            same_as=item.id if "--own-story" in hint else None,
        )
        assert judge([settled], rule())[0].counted, hint


def test_reasons_for_people_carry_no_weights() -> None:
    """Without `weights` the phrases stand alone, the stronger side first; small ones only where there are no others."""
    found = (Phrase("một cửa", "title", 0, 2.0), Phrase("kỳ họp", "text", 0, -5.0), Phrase("người dân", "text", 0, 0.2))
    assert terms.drivers(found) == "dấu hiệu tin khác: kỳ họp (nội dung); dấu hiệu CCHC: một cửa (tiêu đề)"
    assert terms.drivers(found, weights=True) == "−5,0 kỳ họp (nội dung); +2,0 một cửa (tiêu đề); +0,2 các từ khác"
    assert terms.drivers(found[2:]) == "dấu hiệu CCHC: người dân (nội dung)"
    assert terms.drivers(()) == ""
