"""Letters in a real browser: nothing is fetched, nothing is cut off, everything can be read, and the monthly mail is one printed page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from browser import Windows, chromium, showing
from letter_worlds import TITLES, counting, excluded, march, told, unit, waiting
from rule_tables import rule
from worlds import countable, year_of

from newswatch.core.count.reasons import Reason, Why
from newswatch.core.count.revision import Cause, Kind, Stated
from newswatch.core.count.statement import State
from newswatch.core.model import Countable
from newswatch.core.notices.notice import NoticeKind, Unreadable
from newswatch.core.quota.forecast import Forecast
from newswatch.report import letters

ENDLESS = "Quảng_Thọ_cải_cách_hành_chính_" * 5
WIDTHS = (360, 640)
NARROWEST_CONTRAST = 4.5
BARS = """empty => [...document.querySelectorAll('td[height="12"]')].map(e => e.closest('table'))
  .filter((table, at, all) => all.indexOf(table) === at)
  .map(table => {
    const cells = [...table.querySelectorAll('td')], wide = cell => cell.getBoundingClientRect().width;
    const full = cells.filter(cell => getComputedStyle(cell).backgroundColor !== empty);
    const row = table.closest('tr');
    return {
      part: full.reduce((sum, cell) => sum + wide(cell), 0) / table.getBoundingClientRect().width,
      seen: cells.every(cell => wide(cell) > 5 && cell.getBoundingClientRect().height >= 8),
      words: [...row.children].filter(cell => !cell.contains(table)).map(cell => cell.innerText.trim()),
    };
  })"""
EMPTY = "rgb(223, 227, 231)"


def month(number: int, counted: int, now: str) -> str:
    """The result of an ordinary month in an ordinary year 2026: two items await a person, eight do not count."""
    before = [item for past in range(1, number) for item in counting(past, 4 if past % 3 else 3, 1)]
    near = waiting(
        number * 100 + 71, f"2026-{number:02d}-28", "Thôn họp bàn việc sắp xếp lại tổ dân phố sau khi sáp nhập, lấy ý kiến bà con"
    )
    items = [*before, *counting(number, counted, 1), *excluded(number), waiting(number * 100 + 70, f"2026-{number:02d}-25"), near]
    briefing = told(NoticeKind.SHORTFALL, [number], year_of(items, now=f"{now} 08:00"), now)
    return letters.write(unit(), replace(briefing, days_left=29, working_days_left=20, at_risk=Decimal(2))).html


def of_every_kind() -> dict[str, str]:
    """A letter of each kind, with titles and addresses that offer no place to break a line."""
    items = [*counting(1, 4), *counting(2, 6, 2), countable(390, ENDLESS, "2026-03-04"), waiting(391, "2026-03-20", ENDLESS), *excluded(3)]
    year, due = year_of(items, now="2026-04-15 08:00"), "2026-04-15"
    stated, causes = Stated(0, (300,), State.SHORT, rule().digest), (Cause(Kind.REMOVED, 390, reason=Reason(Why.SAME_STORY, item=100)),)
    site = Unreadable("site", f"https://quangtho.example.vn/{'tin-tuc/' * 20}", date(2026, 4, 8), f"no answer from {'a' * 150}", True)
    ahead: dict[str, Any] = {"days_left": 6, "working_days_left": 4, "at_risk": Decimal(1), "forecast": Forecast(0.4, 12, Decimal("3.5"))}
    briefings = {
        "result": march(items),
        "warning": told(NoticeKind.WARNING, [3], year_of(items, now="2026-03-25 08:00"), "2026-03-25", period="2026-03-25", **ahead),
        "revision": told(NoticeKind.REVISION, [3], year, due, revision=1, due_notice={"before": stated, "causes": causes}),
        "trouble": told(NoticeKind.TROUBLE, [], year, due, period="2026-04-08", due_notice={"sources": (site,)}),
        "quarter": told(NoticeKind.QUARTER, range(1, 4), year, due, period="2026-Q1"),
        "year": told(NoticeKind.YEAR, range(1, 13), year_of(items), "2027-01-04", period="2026"),
        "each channel": march(items, rule(scope="each_channel")),
    }
    return {name: letters.write(unit(briefing.year.rule), briefing).html for name, briefing in briefings.items()}


LETTERS = of_every_kind()
every_kind = pytest.mark.parametrize("html", LETTERS.values(), ids=LETTERS.keys())


@pytest.fixture(scope="module")
def browser() -> Iterator[Windows]:
    """One browser for all letters."""
    with chromium() as opened:
        yield opened


@every_kind
def test_nothing_is_fetched_and_nothing_runs(browser: Windows, html: str) -> None:
    """Opening a letter asks the network for nothing; there is no script, image, frame, form or handler in it."""
    with showing(browser, html) as shown:
        assert shown.asked == []
        assert (
            shown.ask("document.querySelectorAll('script, img, svg, iframe, object, embed, form, input, link, audio, video').length") == 0
        )
        assert shown.ask("[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))") == []


@every_kind
@pytest.mark.parametrize("width", WIDTHS)
def test_no_letter_is_wider_than_its_window(browser: Windows, html: str, width: int) -> None:
    """On a telephone and in a narrow pane nobody has to scroll sideways, whatever the titles and addresses."""
    with showing(browser, html, width) as shown:
        assert shown.overhang == 0


@every_kind
def test_every_text_stands_out_from_what_lies_behind_it(browser: Windows, html: str) -> None:
    """Each text, in callouts and beside bars too, has the contrast that WCAG 2 AA asks of small print."""
    with showing(browser, html) as shown:
        assert len(shown.contrasts) > 8
        assert [(text, ratio) for text, ratio in shown.contrasts if ratio < NARROWEST_CONTRAST] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scope", ["combined", "each_channel"])
def test_bars_are_as_full_as_their_months(browser: Windows, width: int, scope: str) -> None:
    """The coloured share of each bar is the month's count by its quota, at most all; figure and state stand beside it in words."""
    items = [*counting(1, 4, 2), *counting(2, 6, 1), *counting(3, 3, 1)]
    with showing(browser, letters.write(unit(rule(scope=scope)), march(items, rule(scope=scope))).html, width) as shown:
        bars = shown.ask(BARS, EMPTY)
    each = scope == "each_channel"
    parts = [4 / 8, 5 / 8, 3 / 8, 0, 0] if each else [1, 1, 3 / 4, 0, 0]
    figures = ["2/4 + 2/4", "5 + 1/4", "2/4 + 1/4", "0/4 + 0/4", ""] if each else ["4/4", "6", "3/4", "0/4", ""]
    states = ["thiếu 4, trừ 2 điểm", "thiếu 3", "thiếu 5"] if each else ["đạt", "đạt", "thiếu 1, trừ 0,5 điểm"]
    months = ["01/2026", "02/2026", "03/2026", "04/2026", "05–12/2026"]
    assert [bar["part"] for bar in bars] == pytest.approx(parts, abs=0.01)
    assert all(bar["seen"] for bar in bars)
    assert [bar["words"] for bar in bars] == list(map(list, zip(months, figures, [*states, "đang trong tháng", "chưa tới"], strict=True)))


def test_links_lead_to_the_items(browser: Windows) -> None:
    """A click on a title goes to its article; a bulletin has no link."""
    with showing(browser, LETTERS["result"]) as shown:
        found = shown.ask("[...document.links].map(a => [a.innerText, a.href])")
        assert found[0] == [ENDLESS, "https://xa.example.vn/tin/390.html"]
        assert {url for _, url in found} == {f"https://xa.example.vn/tin/{n}.html" for n in (351, 352, 390, 391)}
        shown.page.get_by_role("link", name=ENDLESS).first.click()
        assert shown.asked == ["https://xa.example.vn/tin/390.html"]


@every_kind
def test_a_program_without_style_sheets_shows_the_same(browser: Windows, html: str) -> None:
    """Without the style sheet for the printer, which Gmail may drop, the letter is the same to the last pixel; its rules never show as text."""
    without = re.sub(r"<style>.*?</style>\n", "", html, flags=re.DOTALL)
    tags_only = re.sub(r"</?style>", "", html)
    assert len({html, without, tags_only}) == 3
    seen = set()
    for variant in (html, without, tags_only):
        with showing(browser, variant) as shown:
            seen.add(shown.page.screenshot(full_page=True))
    assert len(seen) == 1


@every_kind
def test_colours_tell_nothing_that_words_do_not(browser: Windows, html: str) -> None:
    """Without any colour each text is still there, in black or a link's blue on white, and nothing is wider."""
    plain = re.sub(r"(?<![\w-])(background-)?color:#\w+;?", "", re.sub(r' bgcolor="#\w+"', "", html))
    with showing(browser, html) as coloured, showing(browser, plain, 360) as shown:
        assert shown.ask("document.body.textContent") == coloured.ask("document.body.textContent")
        assert {round(ratio) for _, ratio in shown.contrasts} <= {21, 9}
        assert shown.overhang == 0


@pytest.mark.parametrize(
    ("number", "counted", "now"), [(3, 3, "2026-04-01"), (3, 4, "2026-04-01"), (11, 3, "2026-12-01"), (12, 4, "2027-01-04")]
)
def test_the_monthly_mail_is_one_printed_page(browser: Windows, number: int, counted: int, now: str) -> None:
    """An ordinary month fits on one sheet of A4 early in the year and late, when there is a bar for every month."""
    with showing(browser, month(number, counted, now)) as shown:
        assert shown.sheets() == 1


def test_a_long_letter_takes_more_sheets(browser: Windows) -> None:
    """What does not fit on a sheet goes on the next one."""
    many: list[Countable] = [countable(600 + n, f"{TITLES[n % 6]} – kỳ {n}", f"2026-03-{1 + n:02d}") for n in range(28)]
    with showing(browser, letters.write(unit(), march([*many, *(waiting(700 + n, "2026-03-05") for n in range(20))])).html) as shown:
        assert shown.sheets() == 2


def test_what_is_measured_can_fail(browser: Windows) -> None:
    """A page with an image, a long word and pale print is found out."""
    page = f'<body><img src="http://elsewhere.example/dot.gif"><p style="color:#999">{"a" * 400}</p></body>'
    with showing(browser, page, 360) as shown:
        assert shown.asked == ["http://elsewhere.example/dot.gif"]
        assert shown.overhang > 100
        ((_, ratio),) = shown.contrasts
        assert 2.8 < ratio < 2.9
