"""The rows of one person that are deleted, or emptied, when they are to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Delete, Update, delete, func, or_, select, update
from sqlalchemy.orm import Session

from microprojects.domain.states import State
from microprojects.store.accounts import Account, RecoveryCode
from microprojects.store.ballots import BallotDraft
from microprojects.store.brought_projects import BroughtProject
from microprojects.store.cleared_names import ClearedName
from microprojects.store.comments import CommentReport
from microprojects.store.councils import Seat
from microprojects.store.erasures import objection_over
from microprojects.store.files import Attachment
from microprojects.store.gatherings import Matter
from microprojects.store.kept_sheets import KeptSheet
from microprojects.store.library import LibraryCopy
from microprojects.store.looks import FileLook
from microprojects.store.objections import Objection
from microprojects.store.outlines import ProjectPoint
from microprojects.store.pairs import Gram
from microprojects.store.payment_sheets import KeptPaymentSheet
from microprojects.store.people import Person
from microprojects.store.poll_texts import PollTextCode
from microprojects.store.projects import EstimateLine, Project
from microprojects.store.registrations import Registration
from microprojects.store.seatings import SeatFacts
from microprojects.store.sessions import SignInSession
from microprojects.store.stays import ProjectStay

_WORDS = (
    *("title", "summary", "place", "search_words", "problem", "content", "nature"),
    *("beneficiary_group", "own_contribution_note", "over_cap_note"),
)


def way_in(session: Session, account: Account | None) -> int:
    """Delete an account with its sessions and codes; return how many rows went."""
    if account is None:
        return 0
    gone = 0
    for table in (SignInSession, RecoveryCode):
        gone += _done(session, delete(table).where(table.account_id == account.id))
    return gone + _done(session, delete(Account).where(Account.id == account.id))


def contacts(session: Session, person_id: int, *, also_open: bool = False) -> int:
    """Empty how the person can be reached about their objections; those that are under way keep it."""
    query = update(Objection).where(Objection.person_id == person_id, Objection.contact_sealed.is_not(None))
    return _done(session, (query if also_open else query.where(objection_over())).values(contact_sealed=None))


def reasons(session: Session, person_id: int) -> int:
    """Empty the words with which the person reported comments, where somebody has looked at them."""
    return _done(
        session,
        update(CommentReport)
        .where(CommentReport.person_id == person_id, CommentReport.reason != "")
        .where(CommentReport.settled_at.is_not(None))
        .values(reason=""),
    )


def facts(session: Session, person_id: int) -> int:
    """Delete what was recorded of the person as a member of a council."""
    own = select(Seat.id).where(Seat.person_id == person_id)
    return _done(session, delete(SeatFacts).where(SeatFacts.seat_id.in_(own)))


def sheets(session: Session, person_id: int) -> int:
    """Delete what the person began: ballots that were not cast, sheets that were not applied."""
    return sum(
        _done(session, delete(table).where(table.person_id == person_id))
        for table in (BallotDraft, KeptSheet, KeptPaymentSheet)
    )


def cleared(session: Session, person: Person) -> int:
    """Delete the permission to write the person's name, unless a neighbour of that name lives there too."""
    same = select(func.count()).where(Person.name == person.name, Person.community_id == person.community_id)
    if person.community_id is None or (session.scalar(same) or 0) > 1:
        return 0
    query = delete(ClearedName).where(ClearedName.area_id == person.community_id)
    return _done(session, query.where(ClearedName.name == person.name))


def register(session: Session, person: Person) -> int:
    """Delete the person's line of the register, and the codes sent to their phone."""
    if person.phone_index is not None:
        session.execute(delete(PollTextCode).where(PollTextCode.phone_index == person.phone_index))
    return _done(session, delete(Registration).where(Registration.person_id == person.id))


def drafts_of(session: Session, person_id: int) -> list[int]:
    """Return the numbers of the person's proposals that were never handed in."""
    never = or_(Project.state == State.DRAFT, Project.state == State.WITHDRAWN)
    query = select(Project.id).where(Project.proposer_id == person_id, never)
    return list(session.scalars(query.where(Project.number.is_(None)).order_by(Project.id)))


def drafts(session: Session, project_ids: Sequence[int]) -> list[str]:
    """Delete proposals that were never handed in, with all that hangs on them; return files that nothing names any more."""
    if not project_ids:
        return []
    files = select(Attachment.id).where(Attachment.project_id.in_(project_ids))
    named = session.execute(
        select(Attachment.sha256, Attachment.thumb_sha256).where(Attachment.project_id.in_(project_ids))
    )
    hashes = {digest for row in named for digest in row if digest}
    session.execute(
        update(Project).where(Project.copied_from_id.in_(project_ids)).values(copied_from_id=None)
    )
    topics = update(Matter).where(Matter.project_id.in_(project_ids), Matter.subject != "project")
    session.execute(topics.values(project_id=None))
    session.execute(delete(FileLook).where(FileLook.attachment_id.in_(files)))
    for table in (Attachment, EstimateLine, ProjectPoint, Gram, BroughtProject):
        session.execute(delete(table).where(table.project_id.in_(project_ids)))
    # What was begun with words of the library is counted there for good: such a draft is emptied, not deleted.
    copies = select(LibraryCopy.project_id).where(LibraryCopy.project_id.in_(project_ids))
    held = set(session.scalars(copies))
    session.execute(update(Project).where(Project.id.in_(held)).values(dict.fromkeys(_WORDS, "")))
    free = [each for each in project_ids if each not in held]
    session.execute(delete(ProjectStay).where(ProjectStay.project_id.in_(free)))
    session.execute(delete(Project).where(Project.id.in_(free)))
    still = (
        select(Attachment.sha256)
        .where(Attachment.sha256.in_(hashes))
        .union(select(Attachment.thumb_sha256).where(Attachment.thumb_sha256.in_(hashes)))
    )
    return sorted(hashes - set(session.scalars(still)))


def _done(session: Session, query: Delete | Update) -> int:
    return session.connection().execute(query).rowcount
