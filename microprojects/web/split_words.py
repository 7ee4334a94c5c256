"""Questions about split projects, in words for every counter; who answered and judged is told by office, never by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from microprojects.domain.money import Fen
from microprojects.domain.splitting import LIMITS, VERDICTS, Against, Standing
from microprojects.store.projects import Project
from microprojects.store.splittings import SplitAnswer, SplitFlag
from microprojects.web.filters import money


@dataclass(frozen=True)
class Answered:
    """One answer with what the supervisor said to it."""

    at: datetime
    words: str
    verdict: str
    judged_at: datetime | None
    judged_words: str


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it; `first` is the project on whose pages it is answered."""

    number: int
    standing: Standing
    stands: str
    says: str
    raised_at: datetime
    projects: Sequence[Project]
    answers: Sequence[Answered]

    @property
    def first(self) -> Project:
        """Return the project of the question that came last."""
        return self.projects[-1]


def asked(flag: SplitFlag) -> Asked:
    """Return a question as a page shows it."""
    facts = {
        "n": len(flag.members),
        "sum": money(Fen(flag.sum_fen)),
        "what": _(LIMITS[Against(flag.against)]),
        "limit": money(Fen(flag.limit_fen)),
    }
    return Asked(
        number=flag.id,
        standing=flag.standing,
        stands=_(flag.standing.label),
        says=_("%(n)s 个项目合起来 %(sum)s，超过%(what)s %(limit)s。", **facts),
        raised_at=flag.raised_at,
        projects=[each.project for each in flag.members],
        answers=[_answered(each) for each in flag.answers],
    )


def _answered(answer: SplitAnswer) -> Answered:
    return Answered(
        at=answer.answered_at,
        words=answer.words,
        verdict=_(VERDICTS[answer.verdict]) if answer.verdict else "",
        judged_at=answer.judged_at,
        judged_words=answer.judged_words,
    )
