"""What is said at a hearing: written down by side and stance, and answered one by one."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, AlreadyDone, BadValue
from microprojects.domain.gathering_kinds import SIDES, Part
from microprojects.domain.gatherings import ANSWERS, LONGEST_WORDS, STANCES
from microprojects.domain.people import Actor
from microprojects.services._gatherings import held_matter, require_part, tell
from microprojects.services._words import public_text, text_seal
from microprojects.store import hearings
from microprojects.store.db import transaction
from microprojects.store.hearings import Statement


def note(matter_id: int, *, side: str, stance: str, text: str, actor: Actor, at: datetime) -> int:
    """Write down what somebody said on a matter, by their side and stance, never by name; return its number.

    Raises:
        NotFound, NotPermitted, GatheringOver, GatheringNotOpen, MatterEnded, NotOfThisKind: as for every step.
        BadValue, PrivacyFinding: side, stance or words are not fit.
    """
    with transaction() as session:
        matter = held_matter(session, matter_id, Action.STATEMENT_NOTE, actor=actor, at=at)
        require_part(matter.gathering, Part.STATEMENTS)
        if side not in SIDES or stance not in STANCES:
            raise BadValue(field=N_("身份和态度"), why=N_("不在可选的几种里"))
        words = public_text(N_("意见"), text, limit=LONGEST_WORDS)
        said = Statement(matter_id=matter_id, side=side, stance=stance, text=words, said_at=at)
        session.add(said)
        session.flush()
        facts = {"number": matter.position, "side": side, "stance": stance, **text_seal(words)}
        tell(session, matter.gathering, Action.STATEMENT_NOTE, facts, actor=actor, at=at)
        return said.id


def answer(statement_id: int, *, verdict: str, reason: str, actor: Actor, at: datetime) -> None:
    """Say whether a statement is followed, and why; the answer stands.

    Raises:
        NotFound, NotPermitted, OwnMatter, GatheringOver, GatheringNotOpen, MatterEnded: as for every step.
        AlreadyDone: it is answered.
        BadValue, PrivacyFinding: answer or reason are not fit.
    """
    with transaction() as session:
        said = hearings.statement(session, statement_id)
        matter = held_matter(session, said.matter_id, Action.STATEMENT_ANSWER, actor=actor, at=at)
        session.refresh(said)
        if said.answer:
            raise AlreadyDone
        if verdict not in ANSWERS:
            raise BadValue(field=N_("采不采纳"), why=N_("不在可选的几种里"))
        said.reason = public_text(N_("理由"), reason, limit=LONGEST_WORDS)
        said.answer, said.answered_at = verdict, at
        facts = {"number": matter.position, "answer": ANSWERS[verdict], **text_seal(said.reason)}
        tell(session, matter.gathering, Action.STATEMENT_ANSWER, facts, actor=actor, at=at)
