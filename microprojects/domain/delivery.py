"""Work under way: when progress is told, when a supervisor may note something, how far is how far."""

from __future__ import annotations

from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.states import APPROVED_OR_LATER, State

PROGRESS_LIMIT = 1000
NOTE_LIMIT = 1000
REPORTABLE = frozenset({State.IMPLEMENTING, State.RECTIFYING})
NOTABLE = APPROVED_OR_LATER - {State.CLOSED}
ANSWERABLE = NOTABLE | {State.CANCELLED}


class NoteAnswered(Refusal):
    """The note has an answer."""

    code = "note-answered"
    message = N_("这条监督意见已经答复过。要补充请再写一条。")


def require_percent(percent: int) -> None:
    """Let a percentage pass.

    Raises:
        BadValue: it is below 0 or above 100.
    """
    if not 0 <= percent <= 100:
        raise BadValue(field=N_("进度"), why=N_("要填 0 到 100 的整数"))
