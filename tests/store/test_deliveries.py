"""The outbox rows: claimed once, settled once, put back when their holder died."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from outboxes import BOARD, NOON, keep, outbox

from newswatch.config import MailSettings
from newswatch.errors import InputError, RunOpenError, StoreError
from newswatch.store import deliveries
from newswatch.store.deliveries import Delivery
from newswatch.store.store import Store

HOUR = timedelta(hours=1)


@pytest.fixture
def mail(tmp_path: Path) -> MailSettings:
    """Mail that goes to a folder."""
    return MailSettings(tmp_path / "mail")


@pytest.fixture
def store(tmp_path: Path, mail: MailSettings) -> Store:
    """An outbox with one notice to three recipients."""
    return outbox(tmp_path / "n.db", mail, ["2026-03"])


def whole(store: Store, now: datetime) -> Delivery:
    """The next mail that is due, claimed, with all that is in it."""
    claimed = deliveries.claim(store, now)
    assert claimed is not None
    return deliveries.load(store, claimed)


def states(store: Store) -> dict[str, str]:
    return {row["address"].partition("@")[0]: row["state"] for row in deliveries.listed(store, everything=True)}


def test_notice_is_kept_once(store: Store, mail: MailSettings) -> None:
    """Keeping the same notice again adds no notice and no mail, whatever it says now."""
    keep(store, mail, ["2026-03"], (*BOARD, BOARD[0]), NOON + HOUR)
    assert len(deliveries.listed(store)) == 3


def test_claimed_mail_is_claimed_by_no_other(store: Store, tmp_path: Path) -> None:
    """Claims give each mail once, in the order they were written, to whichever process asks."""
    with Store.open(tmp_path / "n.db") as other:
        claimed = [deliveries.claim(s, NOON) for s in (store, other, store, other)]
    assert [c and c.address.partition("@")[0] for c in claimed] == ["thuky", "truongban", "vanphong", None]


def test_claim_brings_the_whole_mail(store: Store) -> None:
    """A claimed mail carries the notice as it was kept, its files, the whole board and its own Message-ID."""
    claimed = whole(store, NOON)
    assert claimed.notice.subject == "[Thử] Tin, bài CCHC 2026-03: 3/4 – thiếu 1, trừ 0,5 điểm"
    assert (claimed.notice.enclosures[0].body, dict(claimed.notice.facts)) == (b"PK\x03\x04 so lieu", {"count": 3})
    assert (claimed.recipient, claimed.everyone, claimed.made_at, claimed.unit_title, claimed.attempts) == (
        BOARD[0],
        BOARD,
        NOON,
        "xã Thử",
        1,
    )
    assert claimed.message_id.startswith("<unit.shortfall.2026-03.")


def test_not_due_is_not_claimed(store: Store) -> None:
    """A mail put off is not claimed before its time, and is then."""
    claimed = deliveries.claim(store, NOON)
    assert claimed is not None
    deliveries.put_off(store, claimed, "451 come back later", NOON + HOUR, NOON)
    others = [deliveries.claim(store, NOON) for _ in range(3)]
    assert [o is None for o in others] == [False, False, True]
    later = deliveries.claim(store, NOON + HOUR)
    assert later is not None
    assert (later.id, later.attempts) == (claimed.id, 2)


def test_hold_stays_all_until_the_server_is_back(store: Store) -> None:
    """While the way to the server is at fault no mail is due; the first one taken makes the others due at once."""
    claimed = deliveries.claim(store, NOON)
    assert claimed is not None
    deliveries.hold(store, claimed, "no connection", NOON + HOUR, NOON)
    assert deliveries.claim(store, NOON + HOUR / 2) is None
    assert (deliveries.summary(store).held, deliveries.summary(store).trouble) == (3, "no connection")
    again = deliveries.claim(store, NOON + HOUR)
    assert again is not None
    deliveries.hold(store, again, "no connection", NOON + 3 * HOUR, NOON + HOUR)
    third = deliveries.claim(store, NOON + 3 * HOUR)
    assert third is not None
    deliveries.sent(store, third, "250 ok", NOON + 3 * HOUR)
    assert deliveries.summary(store).held == 0
    assert deliveries.next_due(store) == NOON + 3 * HOUR


def test_sent_is_final(store: Store) -> None:
    """A mail the server took can be neither tried again, nor cancelled, nor deleted, nor marked otherwise."""
    claimed = deliveries.claim(store, NOON)
    assert claimed is not None
    deliveries.sent(store, claimed, "250 ok", NOON)
    with pytest.raises(InputError, match="it is sent"):
        deliveries.retry(store, claimed.id, NOON)
    with pytest.raises(InputError, match="it is sent"):
        deliveries.cancel(store, claimed.id, NOON)
    deliveries.put_off(store, claimed, "451", NOON, NOON)
    assert states(store)["thuky"] == "sent"
    for sql in ("UPDATE deliveries SET state = 'queued', sent_at = NULL WHERE id = ?", "DELETE FROM deliveries WHERE id = ?"):
        with pytest.raises(StoreError, match=r"stays sent|never deleted"), store.writing():
            store.run_sql(sql, claimed.id)


def test_laid_mail_can_be_sent_after_all_once(store: Store) -> None:
    """What was only laid into a file is due again when a person says so, with its Message-ID; taken by a server it is final."""
    claimed = deliveries.claim(store, NOON)
    assert claimed is not None
    before = {row["id"]: row["message_id"] for row in deliveries.listed(store, everything=True)}
    deliveries.sent(store, claimed, "/srv/outbox/a.eml", NOON, laid=True)
    assert (deliveries.summary(store).laid, deliveries.summary(store).sent) == (1, 0)
    with pytest.raises(InputError, match=f"`newswatch outbox send-laid {claimed.id}`"):
        deliveries.retry(store, claimed.id, NOON)
    assert [deliveries.send_laid(store, None, NOON) for _ in range(2)] == [1, 0]
    again = next(c for _ in range(3) if (c := deliveries.claim(store, NOON)) and c.id == claimed.id)
    deliveries.sent(store, again, "250 ok", NOON)
    assert {row["id"]: row["message_id"] for row in deliveries.listed(store, everything=True)} == before
    for id_, told in ((claimed.id, "it is sent"), (99, "no mail has the number 99")):
        with pytest.raises(InputError, match=told):
            deliveries.send_laid(store, id_, NOON)


def test_notice_is_never_rewritten(store: Store) -> None:
    """What the board was told can't be changed or deleted."""
    for sql in ("UPDATE notifications SET text = ''", "DELETE FROM notifications", "UPDATE enclosures SET name = ''"):
        with pytest.raises(StoreError, match="append-only"), store.writing():
            store.run_sql(sql)


def test_refused_for_good_waits_for_a_person(store: Store) -> None:
    """A refused mail is not due again until a person says so; then it is, at once."""
    claimed = deliveries.claim(store, NOON)
    assert claimed is not None
    deliveries.fail(store, claimed, "550 no such user", NOON)
    assert [deliveries.claim(store, NOON + 1000 * HOUR) is None for _ in range(3)] == [False, False, True]
    assert deliveries.retry(store, claimed.id, NOON) == 1
    assert states(store)["thuky"] == "queued"


def test_refused_mail_goes_to_another_mailbox(store: Store) -> None:
    """A mail refused for good is sent to the right mailbox under its new Message-ID, unless that one has the notice already."""
    claimed = deliveries.claim(store, NOON)
    assert claimed is not None
    deliveries.fail(store, claimed, "550 no such user", NOON)
    with pytest.raises(InputError, match="has a mail of this notice already"):
        deliveries.readdress(store, claimed.id, BOARD[1].address.upper(), "<new@xa.example>", NOON)
    deliveries.readdress(store, claimed.id, "moi@xa.example", "<new@xa.example>", NOON)
    again = whole(store, NOON)
    assert (again.id, again.recipient.address, again.message_id, again.attempts) == (claimed.id, "moi@xa.example", "<new@xa.example>", 1)
    deliveries.sent(store, again, "250 ok", NOON)
    with pytest.raises(InputError, match="it is sent"):
        deliveries.readdress(store, claimed.id, "khac@xa.example", "<other@xa.example>", NOON)


def test_cancelled_is_not_sent(store: Store) -> None:
    """A cancelled mail is never claimed; the others are."""
    deliveries.cancel(store, 2, NOON)
    claimed = [deliveries.claim(store, NOON) for _ in range(3)]
    assert [c and c.id for c in claimed] == [1, 3, None]
    with pytest.raises(InputError, match="no mail has the number 9"):
        deliveries.cancel(store, 9, NOON)


def test_dead_holder_is_tidied_after_and_a_living_one_is_not(store: Store, tmp_path: Path) -> None:
    """What a dead process held is put back by the next one; while another holds the outbox its claims stay."""
    tidied: list[str] = []
    with Store.open(tmp_path / "n.db") as other, store.together("outbox", lambda: tidied.append("first")):
        with other.together("outbox", lambda: tidied.append("second")):
            pass
        with pytest.raises(RunOpenError, match="another outbox is at work"), other.alone("outbox"):
            pass
    with store.together("outbox", lambda: tidied.append("third")):
        pass
    assert tidied == ["first", "third"]


def test_recovered_mail_is_due_at_once(store: Store) -> None:
    """A mail whose holder died while handing it over is due again, with the attempt counted, after those never tried."""
    claimed = whole(store, NOON)
    later: datetime = NOON + HOUR
    assert (deliveries.recover(store, later), deliveries.recover(store, later)) == (1, 0)
    again = next(mail for mail in (whole(store, later) for _ in range(9)) if mail.id == claimed.id)
    assert (again.id, again.attempts, again.message_id) == (claimed.id, 2, claimed.message_id)
