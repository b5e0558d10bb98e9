"""The list of writes in Vietnamese."""

import pytest

from newswatch.core.rights import Action, Role
from newswatch.report.vi import people


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("item 17, decision 3", "mục 17, quyết định 3"),
        ("item 17, file 2", "mục 17, tài liệu 2"),
        ("bulletin 9", "mục 9"),
        ("sổ tháng 3.xlsx: 12 bulletins", "sổ tháng 3.xlsx: 12 mục"),
        ("2026-03", "tháng 03/2026"),
        ("2026-03, none aired", "tháng 03/2026, không phát"),
        ("2026-10 revision 0 as head", "tháng 10/2026, số chốt lần đầu, trưởng ban"),
        ("2026-10 revision 2 as secretary", "tháng 10/2026, số sửa lần 2, thư ký"),
        ("grant editor in unit hoa", "giao quyền “Người nhập và xét” (unit) cho hoa"),
        ("revoke manager in all units hoa.tt", "bỏ quyền “Người quản lý” (mọi đơn vị) của hoa.tt"),
        ("password hoa by a one-time link", "đặt mật khẩu của hoa bằng đường dẫn một lần"),
        ("sổ <b>lạ</b>.csv", "sổ <b>lạ</b>.csv"),
    ],
)
def test_writes_are_told_in_words(stored: str, told: str) -> None:
    """Each kind of write has its words, and one that nobody foresaw stands as it is."""
    assert people.about(stored) == told


def test_every_action_that_writes_and_every_role_has_its_words() -> None:
    """Nothing in the list of writes, and no right, stands in English."""
    reading = {Action.VIEW, Action.DOWNLOAD, Action.SEE_UNITS, Action.SEE_AUDIT}
    assert set(people.ACTIONS) == set(Action) - reading
    assert set(people.ROLES) == set(people.MAY) == set(Role)
