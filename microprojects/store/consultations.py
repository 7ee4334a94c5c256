"""The second deliberation on record: opinions of bodies and the plan with its cost lines."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from microprojects.domain.consultations import BODIES, CONCLUSIONS, OWNER_CONSENT
from microprojects.domain.errors import NotFound
from microprojects.domain.money import Fen
from microprojects.domain.plans import CostWords, PlanWords, Signature
from microprojects.store.columns import Key, Line, PersonKey, ProjectKey, Word, not_negative, one_of
from microprojects.store.db import Base
from microprojects.store.people import Person
from microprojects.store.projects import Project

# The columns of a plan that hold what was written, by the names of the words.
WORDS = tuple(each.name for each in fields(PlanWords) if each.name != "lines")


class Opinion(Base):
    """What one body said about one project at one stage; a later one replaces it, both stay."""

    __tablename__ = "opinions"
    __table_args__ = (one_of("body", BODIES), one_of("conclusion", CONCLUSIONS))

    id: Mapped[Key]
    project_id: Mapped[ProjectKey]
    stage: Mapped[int]
    body: Mapped[Word]
    conclusion: Mapped[Word]
    text: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[PersonKey]


class Plan(Base):
    """The plan that the bodies agreed on: one a project, edited until the vote, then frozen in the dossier."""

    __tablename__ = "plans"
    __table_args__ = (
        not_negative("fiscal_fen", "social_fen"),
        one_of("owner_consent", ("", *OWNER_CONSENT)),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("over_cap_by_id IS NULL OR over_cap_reason <> ''", name="over_cap_with_reason"),
        CheckConstraint("over_cap_by_id <> edited_by_id", name="leader_is_not_the_writer"),
        CheckConstraint("party_agreed_by_id <> edited_by_id", name="party_is_not_the_writer"),
        CheckConstraint("negative_signed_by_id <> edited_by_id", name="checker_is_not_the_writer"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    place: Mapped[Line] = mapped_column(default="")
    content: Mapped[str] = mapped_column(default="")
    expected_result: Mapped[str] = mapped_column(default="")
    feasibility: Mapped[str] = mapped_column(default="")
    fiscal_fen: Mapped[Fen] = mapped_column(default=0)
    social_fen: Mapped[Fen] = mapped_column(default=0)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    procurement_mode: Mapped[Word] = mapped_column(default="")
    aftercare_owner: Mapped[Line] = mapped_column(default="")
    aftercare_phone: Mapped[Line] = mapped_column(default="")
    responsible_unit: Mapped[Line] = mapped_column(default="")
    needs_owner_consent: Mapped[bool] = mapped_column(default=False)
    owner_consent: Mapped[Word] = mapped_column(default="")
    owner_consent_note: Mapped[Line] = mapped_column(default="")
    over_cap_reason: Mapped[str] = mapped_column(default="")
    over_cap_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    negative_signed_at: Mapped[datetime | None]
    negative_signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    party_agreed_at: Mapped[datetime | None]
    party_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[PersonKey]

    lines: Mapped[list[CostLine]] = relationship(order_by="CostLine.position", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @property
    def total_fen(self) -> Fen:
        """Return the sum of the cost lines, in fen."""
        return Fen(sum(line.amount_fen for line in self.lines))

    @property
    def words(self) -> PlanWords:
        """Return what was written, without who signed it."""
        return PlanWords(
            **{name: getattr(self, name) for name in WORDS},
            lines=tuple(CostWords(c.label, c.amount_fen, c.quantity, c.basis) for c in self.lines),
        )

    @property
    def signers(self) -> dict[Signature, int]:
        """Return who signed this version of the plan, by signature."""
        signed = {
            Signature.NEGATIVE_LIST: self.negative_signed_by_id,
            Signature.OVER_CAP: self.over_cap_by_id,
            Signature.PARTY: self.party_agreed_by_id,
        }
        return {signature: person for signature, person in signed.items() if person is not None}


class CostLine(Base):
    """One line of the street's cost estimate, with the basis of its price."""

    __tablename__ = "cost_lines"
    __table_args__ = (UniqueConstraint("plan_id", "position"), not_negative("amount_fen"))

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    position: Mapped[int]
    label: Mapped[Line]
    quantity: Mapped[Line] = mapped_column(default="")
    amount_fen: Mapped[Fen]
    basis: Mapped[Line] = mapped_column(default="")


def plan_of(session: Session, project: Project) -> Plan | None:
    """Return the plan of a project with its cost lines, None while nobody has begun it."""
    query = select(Plan).where(Plan.project_id == project.id).options(joinedload(Plan.lines))
    return session.scalars(query).unique().one_or_none()


def held(session: Session, number: str) -> tuple[Project, Plan | None]:
    """Return a project, its row held until the transaction ends, with its plan; one statement for both.

    Raises:
        NotFound: there is no such project.
    """
    query = (
        select(Project, Plan)
        .outerjoin(Plan, Plan.project_id == Project.id)
        .where(Project.number == number)
        .options(joinedload(Plan.lines))
        .with_for_update(of=Project)
        .execution_options(populate_existing=True)
    )
    found = session.execute(query).unique().one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def opinions(session: Session, project: Project) -> list[tuple[Opinion, Person]]:
    """Return every opinion on a project with the person who wrote it, the newest first."""
    rows = session.execute(
        select(Opinion, Person)
        .join(Person, Person.id == Opinion.given_by_id)
        .where(Opinion.project_id == project.id)
        .order_by(Opinion.id.desc())
    )
    return [(opinion, person) for opinion, person in rows]


def spoke_for(session: Session, project: Project, person_id: int | None) -> set[str]:
    """Return the bodies for which a person has spoken in the consultation in which the project stands."""
    query = select(Opinion.body).where(
        Opinion.project_id == project.id,
        Opinion.stage == project.stage,
        Opinion.given_by_id == person_id,
        Opinion.given_at >= project.state_since,
    )
    return set(session.scalars(query))


def latest(opinions: list[Opinion], stage: int) -> dict[str, Opinion]:
    """Return each body's last word at a stage, from opinions with the newest first."""
    last: dict[str, Opinion] = {}
    for opinion in opinions:
        if opinion.stage == stage:
            last.setdefault(opinion.body, opinion)
    return last


def names_of_signers(session: Session, plan: Plan) -> dict[Signature, str]:
    """Return the names of the people who signed a plan, by signature."""
    signers = plan.signers
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(signers.values())))
    names = {row.id: row.name for row in rows}
    return {signature: names[person_id] for signature, person_id in signers.items()}
