"""Vietnamese for signatures under statements."""

from collections.abc import Sequence

from newswatch.core.record.signatures import Function, Signature

FUNCTIONS = {Function.SECRETARY: "thư ký", Function.HEAD: "trưởng ban"}


def line(one: Signature, at: str) -> str:
    """One signature, with the moment it was given as it is shown."""
    return f"đã ký xác nhận: {one.by} ({FUNCTIONS[one.function]}), {at}"


def warnings(signed: Sequence[Signature]) -> list[str]:
    """That what stands was not signed, though an earlier statement of it was; nothing where that is not so."""
    overtaken = [one for one in signed if one.overtaken]
    if not overtaken or any(not one.overtaken for one in signed):
        return []
    who = ", ".join(dict.fromkeys(one.by for one in overtaken))
    return [f"Số liệu đã đổi sau khi {who} ký xác nhận; bản hiện nay chưa có ai ký."]
