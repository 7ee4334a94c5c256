"""Changes of contracts, and the times in which work stood still."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from microprojects.domain.change_sizes import BODIES, Agreed, Standing
from microprojects.domain.changes import STATES
from microprojects.domain.money import Fen
from microprojects.domain.payments import Purse
from microprojects.store import rulebooks
from microprojects.store.columns import Key, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.contracts import Contract
from microprojects.store.db import Base, lock
from microprojects.store.people import Person
from microprojects.store.projects import Project
from microprojects.store.votes import Vote

_OPEN = text("state = 'open'")
_STANDS = text("resumed_at IS NULL")


class ContractChange(Base):
    """One change that was asked for: by how much, why, whose decision it is, and what became of it.

    The figures before it are those of the contract when it was asked for; nothing else
    changes the contract while it waits. `body` and `why` are the size as it was then.
    """

    __tablename__ = "contract_changes"
    __table_args__ = (
        UniqueConstraint("contract_id", "position"),
        one_of("body", BODIES),
        one_of("state", STATES),
        not_negative("fiscal_before_fen", "social_before_fen"),
        CheckConstraint("fiscal_fen + social_fen = amount_fen", name="sources_add_up"),
        CheckConstraint(
            "fiscal_before_fen + fiscal_fen >= 0 AND social_before_fen + social_fen >= 0", name="parts_stay"
        ),
        CheckConstraint("fiscal_before_fen + social_before_fen + amount_fen > 0", name="something_stays"),
        CheckConstraint(
            "fiscal_fen <> 0 OR social_fen <> 0 OR days <> 0 OR scope <> ''", name="changes_something"
        ),
        CheckConstraint("scope = '' OR body = 'council'", name="scope_is_the_councils"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_once"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="four_eyes"),
        CheckConstraint(
            "state = 'open' OR decided_by_id IS NOT NULL OR vote_id IS NOT NULL", name="decided_by"
        ),
        CheckConstraint(
            "state <> 'agreed' OR body <> 'council' OR vote_id IS NOT NULL", name="voted_by_council"
        ),
        CheckConstraint("state <> 'refused' OR refuse_reason <> ''", name="refused_with_reason"),
        Index(
            "uq_contract_changes_open", "project_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
    )

    id: Mapped[Key]
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id"), index=True)
    project_id: Mapped[ProjectKey]
    position: Mapped[int]  # from 1, in the order in which they were asked for
    reason: Mapped[str]
    amount_fen: Mapped[Fen]
    fiscal_fen: Mapped[Fen]
    social_fen: Mapped[Fen]
    days: Mapped[int]
    scope: Mapped[str] = mapped_column(default="")
    fiscal_before_fen: Mapped[Fen]
    social_before_fen: Mapped[Fen]
    ends_before: Mapped[date]
    body: Mapped[Word]
    why: Mapped[Word]
    special: Mapped[bool] = mapped_column(default=False)  # the council needs its higher bar
    state: Mapped[Word] = mapped_column(default="open")
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[PersonKey]
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("votes.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_role: Mapped[Word] = mapped_column(default="")
    refuse_reason: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime | None]  # by the supervisor, of one that is not small
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    contract: Mapped[Contract] = relationship()
    vote: Mapped[Vote | None] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys="ContractChange.asked_by_id")

    @property
    def before_fen(self) -> Fen:
        """Return the sum of the contract before it."""
        return Fen(self.fiscal_before_fen + self.social_before_fen)

    @property
    def after_fen(self) -> Fen:
        """Return the sum of the contract with it."""
        return Fen(self.before_fen + self.amount_fen)

    @property
    def carried(self) -> bool | None:
        """Return what the council decided, None while it has not."""
        return self.vote.carried if self.vote is not None else None


class Suspension(Base):
    """One time in which work stood still: why, from when, until when one thought and until when it was."""

    __tablename__ = "suspensions"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="with_reason"),
        CheckConstraint("(resumed_at IS NULL) = (resumed_by_id IS NULL)", name="resumed_by_somebody"),
        CheckConstraint("resumed_at IS NULL OR resumed_at >= suspended_at", name="resumed_afterwards"),
        Index(
            "uq_suspensions_open", "project_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
    )

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    reason: Mapped[str]
    expected_on: Mapped[date]
    suspended_at: Mapped[datetime]
    suspended_by_id: Mapped[PersonKey]
    resumed_at: Mapped[datetime | None]
    resumed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


def of_project(session: Session, project_id: int) -> list[ContractChange]:
    """Return every change that was asked for, the oldest first."""
    query = select(ContractChange).where(ContractChange.project_id == project_id)
    return list(session.scalars(query.order_by(ContractChange.position)))


def waiting(session: Session, project_id: int, *, for_update: bool = False) -> ContractChange | None:
    """Return the change that waits for a decision, None where none does."""
    query = select(ContractChange).where(
        ContractChange.project_id == project_id, ContractChange.state == "open"
    )
    return session.scalar(lock(query) if for_update else query)


def agreed(session: Session, project_id: int) -> list[ContractChange]:
    """Return the changes that hold, the oldest first."""
    return [each for each in of_project(session, project_id) if each.state == "agreed"]


def standing(session: Session, project: Project, contract: Contract, purse: Purse) -> Standing:
    """Return a contract as the rules of its changes see it."""
    return Standing(
        fiscal=contract.fiscal_fen,
        social=contract.social_fen,
        approved_fiscal=project.approved_fiscal_fen,
        approved_social=project.approved_social_fen,
        cap=rulebooks.of(project).number(f"caps_fen.{project.type}"),
        paid_fiscal=purse.taken_fiscal,
        paid_social=purse.taken_social,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        agreed=tuple(Agreed(each.body, each.amount_fen) for each in agreed(session, project.id)),
    )


def unseen(session: Session, project_id: int) -> list[ContractChange]:
    """Return the changes that hold and of which the supervisor has still to be told: all but the small ones."""
    return [each for each in agreed(session, project_id) if each.body != "officer" and each.seen_at is None]


def suspensions(session: Session, project_id: int) -> list[Suspension]:
    """Return the times in which work stood still, the oldest first."""
    query = select(Suspension).where(Suspension.project_id == project_id)
    return list(session.scalars(query.order_by(Suspension.id)))


def suspended(session: Session, project_id: int, *, for_update: bool = False) -> Suspension | None:
    """Return the time that still runs, None where work is not suspended."""
    query = select(Suspension).where(Suspension.project_id == project_id, Suspension.resumed_at.is_(None))
    return session.scalar(lock(query) if for_update else query)
