"""Tables of criteria for tests: made of rows in a line each, and a set of criteria whose file can be bent."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from newswatch.core.assessment.codes import paths
from newswatch.core.assessment.criteria import Criteria
from newswatch.core.assessment.sheet import At, Column, Figure, Lack, Row, Sheet

Points = str | Lack | None
POINTS = (Column.MOST, Column.SELF, Column.APPRAISED)
ALL = frozenset(Column)


def figure(points: Points, at: At) -> Figure:
    """A figure: points, why there are none, or blank for None."""
    if isinstance(points, Lack) or points is None:
        return Figure(None, points or Lack.BLANK, at)
    return Figure(Decimal(points), None, at, points)


def row(number: int, path: tuple[str, ...], figures: tuple[Points, ...], **told: Any) -> Row:
    """A row that lacks nothing but what is told otherwise."""
    at = At("Tự chấm", number, None)
    stands = {
        c: figure(p, At("Tự chấm", number, n + 2, f"{'CDE'[n]}{number + 1}")) for n, (c, p) in enumerate(zip(POINTS, figures, strict=False))
    }
    values: dict[str, Any] = {"title": "Tiêu chí", "evidence": "Kế hoạch 1", "explanation": "Đã rõ", "unit": "Văn phòng"} | told
    return Row(code=path[-1] if path else "", path=path, at=at, figures=stands, **values)


def sheet(
    rows: Mapping[str, tuple[Points, ...]] | Sequence[tuple[str, tuple[Points, ...]]],
    total: tuple[Points, ...] | None = None,
    columns: frozenset[Column] = ALL,
    **told: dict[str, Any],
) -> Sheet:
    """A table of maxima, self-scores and appraised scores by code; `told` holds what else of a code's row is otherwise (`_1_3_3={"unit": ""}`)."""
    listed = list(rows.items()) if isinstance(rows, Mapping) else list(rows)
    found = tuple(
        row(n, path, points, **told.get("_" + path[-1].replace(".", "_"), {}))
        for n, (path, (_, points)) in enumerate(zip(paths([code for code, _ in listed]), listed, strict=True))
    )
    return Sheet(found, row(len(listed), (), total) if total else None, columns)


def criteria_table(rows: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A criteria file as TOML gives it, of 15 points."""
    base: dict[str, Any] = {
        "id": "thu",
        "title": "Bộ thử",
        "effective_from": "2020-01-02",
        "verified": True,
        "total": 15,
        "legal_basis": {"number": "9/QĐ-UBND", "date": "2020-01-02", "issuer": "UBND tỉnh", "verified": True},
        "rows": [{"title": "Tiêu chí"} | one for one in rows],
    }
    return base | changes


def criteria(rows: list[dict[str, Any]], **changes: Any) -> Criteria:
    """A set of criteria."""
    return Criteria.from_table(criteria_table(rows, **changes), "thu.toml")
