"""Who took part in a poll and how many ballots were counted: the one sum, line by line, from the closed box alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from microprojects.domain.paper_balances import Numbers


@dataclass(frozen=True)
class Turnout:
    """The sum in a sentence and in rows of ballots, how many, and whether they are counted."""

    says: str
    rows: list[list[object]]
    total: list[object]


def told(took_part: Mapping[str, int], paper: Numbers | None) -> Turnout | None:
    """Return why as many ballots are counted as are; nothing where all was cast without paper, as each is counted then.

    The rows tell of kinds of sheets alone, as the record of the closed box does, and never of a choice.
    """
    if paper is None:
        return None
    people = sum(took_part.values())
    elsewhere = people - took_part.get("paper", 0)
    counted, left_out = elsewhere + paper.valid + paper.blank, paper.null + paper.unreturned
    yes, no = _("计入"), _("不计入")
    rows: list[list[object]] = [
        [_("不用纸投的"), elsewhere, yes],
        [_("纸质：有效"), paper.valid, yes],
        [_("纸质：都不选，算参加，不给项目加票"), paper.blank, yes],
        [_("纸质：废票"), paper.null, no],
        [_("纸质：领了没交回"), paper.unreturned, no],
    ]
    return Turnout(_says(people, counted, left_out), rows, [_("计入的票"), counted, ""])


def _says(people: int, counted: int, left_out: int) -> str:
    if not left_out:
        return _(
            "投票 %(people)s 人，计入 %(counted)s 张票，人人的票都计入了。", people=people, counted=counted
        )
    return _(
        "投票 %(people)s 人，计入 %(counted)s 张票：另有 %(n)s 人的纸质选票是废票或没交回，算参加，不能计票。",
        people=people,
        counted=counted,
        n=left_out,
    )
