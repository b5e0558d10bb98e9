"""Portals of communes that were merged: PAR stories in the months of a year, and four festivals of the year before, which prove its days."""

from collections.abc import Mapping

from office import PAR_BODY, PAR_TITLE
from portal import Portal


def publishes(portal: Portal, year: int, months: Mapping[int, int]) -> None:
    """Puts the stories of a commune on its portal, all on one page."""
    portal.per_page = 100
    days = [f"{year}-{month:02d}-{3 + 5 * n:02d} 08:00" for month, count in months.items() for n in range(count)]
    for number, day in enumerate(days, 1):
        portal.article(number, title=PAR_TITLE.format(n=number), date=day, body=PAR_BODY.format(n=number))
    for number, day in enumerate(("12-20", "12-05", "11-05", "10-05"), 900):
        portal.article(number, title=f"Hội làng năm trước {number}", date=f"{year - 1}-{day} 08:00")
