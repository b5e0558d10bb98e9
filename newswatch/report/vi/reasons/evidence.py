"""Why a file of an item can't be attached or voided (`newswatch.services.attach`), in Vietnamese."""

MESSAGES = (
    ("bulletin {n} is voided; nothing is attached to it", "mục {n} đã hủy, không gắn tệp được nữa"),
    ("file {n} was voided already, on {day} by {who}", "tệp {n} đã hủy rồi, người hủy: {who}"),
)
