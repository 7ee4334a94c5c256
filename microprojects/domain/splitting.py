"""Splitting a purchase to stay below a limit: what looks like one work, and what its sum is held against.

Works hang together where they are of one type and have the same supplier, the same site, or titles that
are alike; what hangs together in one fiscal year and one community is looked at as one.

Source: 政府采购法 art. 28 (a procurer does not split what must be tendered), 实施条例 art. 28 (several
purchases of one kind within a fiscal year whose sum passes the limit); domain research, section 6.4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from microprojects.domain.cases import Case
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.procurement_modes import TABLE, Row, next_threshold
from microprojects.domain.similarity import normal, similarity
from microprojects.domain.split_facts import SplitFacts

SHORTEST_ANSWER = 20
SHORTEST_FINDING = 10
LONGEST_WORDS = 500


class Tie(StrEnum):
    """Why two works hang together."""

    SUPPLIER = "supplier"
    PLACE = "place"
    TITLE = "title"

    @property
    def label(self) -> str:
        """Return the word for it in the source language."""
        return TIES[self]


TIES: dict[Tie, str] = {Tie.SUPPLIER: N_("同一单位"), Tie.PLACE: N_("同一地点"), Tie.TITLE: N_("名称相近")}


class Against(StrEnum):
    """Which limit the sum passes."""

    CAP = "cap"
    MODE = "mode"

    @property
    def label(self) -> str:
        """Return the word for it in the source language."""
        return LIMITS[self]


LIMITS: dict[Against, str] = {Against.CAP: N_("单个项目的上限"), Against.MODE: N_("下一档采购方式的起点")}


class Standing(StrEnum):
    """How far the question has come."""

    OPEN = "open"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    FOUND = "found"

    @property
    def label(self) -> str:
        """Return the word for it in the source language."""
        return STANDINGS[self]


STANDINGS: dict[Standing, str] = {
    Standing.OPEN: N_("等说明"),
    Standing.ANSWERED: N_("已说明，等监督员看"),
    Standing.ACCEPTED: N_("监督员认可"),
    Standing.FOUND: N_("监督员认定是拆分"),
}
VERDICTS: dict[str, str] = {"accepted": N_("认可，不是拆分"), "found": N_("认定是拆分")}


class SplittingUnanswered(Refusal):
    """The project looks like a part of a split one, and nobody has said why it is not."""

    code = "splitting-unanswered"
    message = N_(
        "本项目和 %(others)s 合起来 %(sum)s 元，超过 %(limit)s 元，像是拆开的一个项目。请街道经办先写说明，监督员认可后再采购。"
    )


class SplittingNotJudged(Refusal):
    """The answer waits for the supervisor."""

    code = "splitting-not-judged"
    message = N_("本项目和 %(others)s 像是拆开的一个项目，说明已经写了，还等监督员看。监督员认可后再往下办。")


class SplittingFound(Refusal):
    """The supervisor found that it is splitting."""

    code = "splitting-found"
    message = N_(
        "监督员认定本项目和 %(others)s 是拆分的。请合并采购或终止其中的项目，再写一次说明怎么改的；认可后再往下办。"
    )


class NothingToAnswer(Refusal):
    """The project is not flagged, or its answer stands."""

    code = "splitting-nothing-to-answer"
    message = N_("这个项目现在没有要说明的拆分疑点。请看办事页上的记录。")


class NothingToJudge(Refusal):
    """No answer waits for the supervisor."""

    code = "splitting-nothing-to-judge"
    message = N_("现在没有等您看的说明。请等街道经办写好，或看办事页上的记录。")


class OwnAnswer(Refusal):
    """Whoever wrote the answer may not judge it."""

    code = "splitting-own-answer"
    status = 403
    message = N_("这份说明是您写的，不能由您认可。请另一位监督员来看。")


class WordsTooShort(Refusal):
    """Too few words to say anything."""

    code = "splitting-too-short"
    status = 422
    message = N_("写了 %(length)s 个字，至少 %(limit)s 个。请写清楚事实和理由。")


@dataclass(frozen=True)
class Work:
    """One approved project as the rule sees it; `supplier` is None until one is chosen."""

    id: int
    number: str
    title: str
    place: str
    type: str
    amount: Fen
    supplier: int | None = None


@dataclass(frozen=True)
class Suspicion:
    """Works that hang together, and the limit that their sum passes."""

    works: tuple[Work, ...]
    sum: Fen
    limit: Fen
    against: Against

    @property
    def ids(self) -> frozenset[int]:
        """Return the numbers of the works."""
        return frozenset(work.id for work in self.works)

    def others(self, work_id: int) -> str:
        """Return the public numbers of all works but one."""
        return "、".join(work.number for work in self.works if work.id != work_id)


def ties(one: Work, other: Work, *, alike_percent: int) -> frozenset[Tie]:
    """Return why two works hang together; works of different types do not."""
    if one.type != other.type:
        return frozenset()
    found = set()
    if one.supplier is not None and one.supplier == other.supplier:
        found.add(Tie.SUPPLIER)
    if normal(one.place) and normal(one.place) == normal(other.place):
        found.add(Tie.PLACE)
    if similarity(one.title, other.title) >= alike_percent / 100:
        found.add(Tie.TITLE)
    return frozenset(found)


def groups(works: Iterable[Work], *, alike_percent: int) -> list[tuple[Work, ...]]:
    """Return the works that hang together, directly or over others; each work stands in one group."""
    left = sorted(works, key=lambda work: work.id)
    made = []
    while left:
        group, waiting = [], [left.pop(0)]
        while waiting:
            work = waiting.pop()
            group.append(work)
            near = [other for other in left if ties(work, other, alike_percent=alike_percent)]
            waiting += near
            left = [other for other in left if other not in near]
        made.append(tuple(sorted(group, key=lambda work: work.id)))
    return made


def suspicion(works: Sequence[Work], *, cap: Fen, table: Sequence[Row] = TABLE) -> Suspicion | None:
    """Return the limit that works pass together, None where they pass none.

    The limit is the cap of one project, or the amount at which the next stricter way of
    buying begins above the largest of them, whichever is lower; the sum has to exceed it.
    """
    if len(works) < 2:
        return None
    whole = Fen(sum(work.amount for work in works))
    step = next_threshold(works[0].type, Fen(max(work.amount for work in works)), table=table)
    limit, against = (cap, Against.CAP) if step is None or cap <= step else (step, Against.MODE)
    return Suspicion(tuple(works), whole, limit, against) if whole > limit else None


def standing(joined: Collection[datetime], answered_at: datetime | None, verdict: str | None) -> Standing:
    """Return how far a question has come: who joins after the answer opens it again."""
    if answered_at is None or any(each > answered_at for each in joined):
        return Standing.OPEN
    return {None: Standing.ANSWERED, "accepted": Standing.ACCEPTED}.get(verdict, Standing.FOUND)


def require_words(text: str, limit: int) -> None:
    """Refuse words that are too few.

    Raises:
        WordsTooShort: they are.
    """
    length = len(normal(text))
    if length < limit:
        raise WordsTooShort(length=length, limit=limit)


def splitting_answered(case: Case) -> None:
    """Refuse to go on while the question whether the project was split is not answered and the answer accepted.

    Raises:
        SplittingUnanswered, SplittingNotJudged, SplittingFound: how far it has come.
    """
    facts: SplitFacts | None = case.splitting
    if facts is None or facts.standing == Standing.ACCEPTED:
        return
    if facts.standing == Standing.ANSWERED:
        raise SplittingNotJudged(others=facts.others)
    if facts.standing == Standing.FOUND:
        raise SplittingFound(others=facts.others)
    raise SplittingUnanswered(
        others=facts.others, sum=yuan(Fen(facts.sum_fen)), limit=yuan(Fen(facts.limit_fen))
    )
