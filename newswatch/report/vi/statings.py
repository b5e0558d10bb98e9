"""Every statement of a month in words: when, with which result, what changed it, and who signed it. A terminal and the page say the same."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newswatch.core.count.logbook import LogState
from newswatch.core.count.revision import Cause, Stated
from newswatch.core.count.statement import State
from newswatch.core.quota.clause import Scope
from newswatch.core.quota.rule import Rule
from newswatch.core.record.signatures import Signature
from newswatch.report.vi import signing, terms


@dataclass(frozen=True, slots=True)
class Stating:
    """One statement of a month: `given` as it was stated at an instant (UTC), `which` of its statements it is, its causes and signatures in words."""

    at: datetime
    given: Stated
    which: str
    causes: tuple[str, ...]
    signed: tuple[str, ...]

    @property
    def result(self) -> str:
        """What was stated: `5 tin, bài, đạt`."""
        return f"{len(self.given.counted)} tin, bài, {terms.stated(self.given)}"

    def against(self, rule: Rule) -> str:
        """The same with the quota, where it is that of this rule: `5 tin, bài (chỉ tiêu 4), đạt`."""
        if self.given.rule_digest != rule.digest or rule.scope is Scope.EACH_CHANNEL:
            return self.result
        return f"{len(self.given.counted)} tin, bài (chỉ tiêu {rule.quota}), {terms.stated(self.given)}"


def stating(row: dict[str, Any], causes: Sequence[Cause] = (), signed: Sequence[Signature] = ()) -> Stating:
    """A statement as it is stored, with its causes. Of the signatures of its month those under it are told."""
    given = Stated(
        row["revision"],
        tuple(json.loads(row["counted"])),
        State(row["state"]),
        row["rule_digest"],
        LogState(row["log"]) if row["log"] else None,
    )
    which = "lần đầu" if row["revision"] == 0 else f"sửa lần {row['revision']}"
    mine = tuple(signing.line(one, terms.moment(one.at)) for one in signed if one.revision == row["revision"])
    return Stating(datetime.fromisoformat(row["stated_at"]), given, which, tuple(map(terms.cause, causes)), mine)
