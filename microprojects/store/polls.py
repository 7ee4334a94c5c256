"""Residents' polls, the projects on their ballots, and who confirmed their results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from microprojects.domain import poll_specs
from microprojects.domain.ballots import BallotRule, BallotType
from microprojects.domain.category_caps import Cap
from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen
from microprojects.domain.polls import PollState
from microprojects.domain.states import State
from microprojects.store.areas import Area, inside
from microprojects.store.columns import AreaKey, Hash, Key, Line, PersonKey, Word, not_negative, one_of
from microprojects.store.consultations import Plan
from microprojects.store.db import Base, row
from microprojects.store.poll_caps import PollCap
from microprojects.store.poll_sources import PollSource
from microprojects.store.programmes import Round
from microprojects.store.projects import Project

_DONE = "('counted', 'certified')"


def named(community: str, year: int, poll_id: int) -> str:
    """Return the name by which ballots and files call a poll: community, year and number."""
    return f"{community}/{year}-{poll_id}"


class Poll(Base):
    """One poll of a community on projects of a round; its rule is written and hashed when it opens."""

    __tablename__ = "polls"
    __table_args__ = (
        one_of("state", [s.value for s in PollState]),
        one_of("ballot", [b.value for b in BallotType]),
        CheckConstraint("closes_at > opens_at", name="times_in_order"),
        CheckConstraint("least BETWEEN 1 AND most", name="least_within_most"),
        CheckConstraint("budget_fen > 0", name="budget_positive"),
        CheckConstraint("state IN ('prepared', 'cancelled') OR spec_hash <> ''", name="spec_when_open"),
        CheckConstraint(f"state NOT IN {_DONE} OR counted_at IS NOT NULL", name="counted_when_done"),
        not_negative("points", "voters_on_roll"),
        Index(
            "uq_polls_area_id_running",
            "area_id",
            unique=True,
            sqlite_where=text("state IN ('prepared', 'open', 'closed')"),
            postgresql_where=text("state IN ('prepared', 'open', 'closed')"),
        ),
    )

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    area_id: Mapped[AreaKey]
    title: Mapped[Line]
    ballot: Mapped[Word]
    least: Mapped[int]
    most: Mapped[int]
    points: Mapped[int] = mapped_column(default=0)
    budget_fen: Mapped[Fen]
    mode: Mapped[Word]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[Word] = mapped_column(default=PollState.PREPARED.value)
    challenge_days: Mapped[int]
    spec: Mapped[str] = mapped_column(default="")  # canonical JSON, written at opening
    spec_hash: Mapped[Hash] = mapped_column(default="")
    seal_key: Mapped[Hash] = mapped_column(default="")  # public half, hexadecimal
    voters_on_roll: Mapped[int] = mapped_column(default=0)
    roll_hash: Mapped[Hash] = mapped_column(default="")
    prepared_at: Mapped[datetime]
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # nobody: the system
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_hash: Mapped[Hash] = mapped_column(default="")
    counted_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    note: Mapped[Line] = mapped_column(default="")  # why it was called off
    version: Mapped[int] = mapped_column(default=1)

    area: Mapped[Area] = relationship(lazy="joined", innerjoin=True)
    round: Mapped[Round] = relationship(lazy="joined", innerjoin=True)
    source: Mapped[PollSource | None] = relationship(lazy="joined", viewonly=True)
    options: Mapped[list[PollOption]] = relationship(order_by="PollOption.number", back_populates="poll")
    limits: Mapped[list[PollCap]] = relationship(order_by="PollCap.category")

    __mapper_args__ = {"version_id_col": version}

    @property
    def stands(self) -> PollState:
        """Return its state."""
        return PollState(self.state)

    @property
    def name(self) -> str:
        """Return the name by which ballots and files call it: community, year and number."""
        return named(self.area.slug, self.round.year, self.id)

    @property
    def rule(self) -> BallotRule:
        """Return what a ballot may hold."""
        return BallotRule(
            type=BallotType(self.ballot),
            least=self.least,
            most=self.most,
            points=self.points,
            budget=self.budget_fen,
            costs={option.code: option.cost_fen for option in self.options},
        )

    @property
    def exclusive(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of codes of which at most one can win: as frozen, or before that as prepared."""
        if self.spec:
            return poll_specs.exclusive(self.spec)
        found: dict[int, list[str]] = {}
        for option in self.options:
            if option.exclusive_group:
                found.setdefault(option.exclusive_group, []).append(option.code)
        return tuple(tuple(codes) for codes in found.values())

    @property
    def caps(self) -> dict[str, Cap]:
        """Return the limits of categories: as frozen, or before that as prepared."""
        return poll_specs.caps(self.spec) if self.spec else {each.category: each.cap for each in self.limits}

    @property
    def categories(self) -> dict[str, frozenset[str]]:
        """Return of which categories each project on the ballot is: as frozen, or before that as it is now."""
        if self.spec:
            return poll_specs.categories(self.spec)
        return {option.code: option.project.categories for option in self.options}


class PollOption(Base):
    """One project on the ballot, with the number that was drawn for it and its cost as frozen.

    In a poll that came from a file it is no project of this house: it has its code and title from there.
    """

    __tablename__ = "poll_options"
    __table_args__ = (
        UniqueConstraint("poll_id", "number"),
        UniqueConstraint("poll_id", "project_id"),
        CheckConstraint("cost_fen > 0", name="cost_positive"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("exclusive_group > 0", name="group_positive"),
        CheckConstraint(
            "project_id IS NOT NULL OR (own_code IS NOT NULL AND own_title IS NOT NULL)", name="named"
        ),
        Index("uq_poll_options_poll_id_own_code", "poll_id", "own_code", unique=True),
    )

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    own_code: Mapped[str | None]
    own_title: Mapped[str | None]
    number: Mapped[int]
    cost_fen: Mapped[Fen]
    exclusive_group: Mapped[int | None]  # of those with the same number at most one can win
    selected: Mapped[bool | None]  # once counted
    place: Mapped[int | None]  # its rank, once counted
    votes: Mapped[int | None]

    poll: Mapped[Poll] = relationship(back_populates="options")
    here: Mapped[Project | None] = relationship()

    @property
    def code(self) -> str:
        """Return the code by which ballots name it."""
        return self.own_code or f"p{self.number:02d}"

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self.own_title or self.project.title

    @property
    def project(self) -> Project:
        """Return the project of this house.

        Raises:
            NotFound: it came from a file and is none.
        """
        if self.here is None:
            raise NotFound
        return self.here


class PollSignature(Base):
    """Who confirmed the counted result; two are needed."""

    __tablename__ = "poll_signatures"
    __table_args__ = (UniqueConstraint("poll_id", "person_id"), UniqueConstraint("poll_id", "role"))

    id: Mapped[Key]
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    person_id: Mapped[PersonKey]
    role: Mapped[Word]
    signed_at: Mapped[datetime]


OURS = Poll.id.not_in(select(PollSource.poll_id))
"""Which polls were held here and did not come from a file."""


def get(session: Session, poll_id: int, *, for_update: bool = False) -> Poll:
    """Return one poll; with `for_update` its row is held and read anew.

    Raises:
        NotFound: there is none.
    """
    return row(session, Poll, poll_id, for_update=for_update)


def listed(
    session: Session, *, limit: int, offset: int = 0, paths: Sequence[str] | None = None, community: str = ""
) -> list[Poll]:
    """Return polls, the last to close first: public ones, or with `paths` all that were held in the areas below."""
    query = select(Poll).order_by(Poll.closes_at.desc(), Poll.id.desc()).limit(limit).offset(offset)
    query = (
        query.where(Poll.state != PollState.PREPARED.value)
        if paths is None
        else query.where(Poll.area_id.in_(inside(paths)), OURS)
    )
    if community:
        query = query.where(Poll.area_id.in_(select(Area.id).where(Area.slug == community)))
    return list(session.scalars(query))


def public(session: Session, poll_id: int) -> Poll:
    """Return a poll that everybody may know of: one that was announced.

    Raises:
        NotFound: there is none, or it is still being prepared.
    """
    found = get(session, poll_id)
    if found.stands is PollState.PREPARED or (found.stands is PollState.CANCELLED and not found.opened_at):
        raise NotFound
    return found


def running(session: Session, at: datetime, *, area_path: str = "") -> list[Poll]:
    """Return the polls that take ballots now, the first to close first; of an area and below, or of all."""
    query = select(Poll).where(Poll.state == PollState.OPEN.value, Poll.opens_at <= at, Poll.closes_at > at)
    if area_path:
        query = query.where(Poll.area_id.in_(inside([area_path])))
    return list(session.scalars(query.order_by(Poll.closes_at, Poll.id)))


def options(session: Session, poll_id: int) -> list[PollOption]:
    """Return what stands on a ballot, by drawn number, each with its project."""
    query = select(PollOption).where(PollOption.poll_id == poll_id).order_by(PollOption.number)
    found = list(session.scalars(query.options(joinedload(PollOption.here))))
    if (poll := session.identity_map.get(session.identity_key(Poll, poll_id))) is not None:
        set_committed_value(poll, "options", found)  # so that its rule does not ask for them again
    return found


def latest_with(session: Session, project_id: int) -> tuple[Poll, PollOption] | None:
    """Return the latest poll on whose ballot a project stands, with its line there."""
    row = session.execute(
        select(Poll, PollOption)
        .join(PollOption, PollOption.poll_id == Poll.id)
        .where(PollOption.project_id == project_id, Poll.state != PollState.PREPARED.value)
        .order_by(Poll.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def candidates(session: Session, round_id: int) -> list[tuple[Project, Fen]]:
    """Return the projects of a round that are ready to be voted on, with what each asks of the fund, in fen."""
    rows = session.execute(
        select(Project, Plan.fiscal_fen)
        .join(Plan, Plan.project_id == Project.id)
        .where(Project.round_id == round_id, Project.state == State.READY, Plan.fiscal_fen > 0)
        .order_by(Project.number)
    )
    return [(project, Fen(cost)) for project, cost in rows]


def due(session: Session, at: datetime) -> list[int]:
    """Return the numbers of open polls whose time is over."""
    query = select(Poll.id).where(Poll.state == PollState.OPEN.value, Poll.closes_at <= at)
    return list(session.scalars(query.order_by(Poll.id)))


def over(session: Session, numbers: Sequence[int]) -> list[int]:
    """Return which of some polls are confirmed or called off."""
    states = (PollState.CERTIFIED.value, PollState.CANCELLED.value)
    query = select(Poll.id).where(Poll.id.in_(numbers), Poll.state.in_(states)).order_by(Poll.id)
    return list(session.scalars(query))
