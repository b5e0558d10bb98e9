"""How many files that were handed in lie aside at once."""

import io

from web.entries import LOG
from web.pages import Browser, Clock, Site

_MOST = 30


def test_files_laid_aside_do_not_fill_the_disk(desk_office: Site, editor: Browser, clock: Clock) -> None:
    """Of a unit the last thirty are kept, and the last one handed in is shown."""
    sent = ""
    for n in range(_MOST + 3):
        clock.at = f"2026-11-26 09:{n:02}"
        file = (io.BytesIO(LOG.encode() + f"{n}\n".encode()), f"so-{n:02}.csv")
        sent = editor.post("/truyen-thanh/nhap-tep", {"file": file}).headers["Location"]
    with desk_office.store() as store:
        kept = store.rows("SELECT name FROM staged_files ORDER BY name")
    assert [one["name"] for one in kept] == [f"so-{n:02}.csv" for n in range(3, _MOST + 3)]
    assert editor.get(sent).status_code == 200
