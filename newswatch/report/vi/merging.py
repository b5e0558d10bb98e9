"""Sentences about the year in which a unit was formed of others."""

from collections.abc import Sequence

from newswatch.config import Unit

BEFORE = "Đơn vị trước khi sáp nhập:"


def summed(before: Sequence[Unit]) -> list[str]:
    """That the months of these units are counted in a table; nothing where none are."""
    if not before:
        return []
    names = ", ".join(unit.title for unit in before)
    return [f"Các tháng trước khi sáp nhập tính theo tổng số tin, bài của {names}; chưa có văn bản nào quy định cách tính này."]
