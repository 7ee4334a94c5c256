"""Money given to a community and taken back, and social money that was promised and came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import funds as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, BadValue, WrongMoment
from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen, yuan
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.spending import Event, News
from microprojects.domain.workdays import local_day
from microprojects.domain.year_ends import YearClosed
from microprojects.services._allocations import enter
from microprojects.services._deed import permit, record, subject_of
from microprojects.services._funds import fund_of, held_fund
from microprojects.services._ledger import Line, post
from microprojects.services._spending import Told, tell
from microprojects.services._words import agreed_line, public_line, public_text
from microprojects.store import areas, ledger, projects, year_ends
from microprojects.store.areas import Area
from microprojects.store.db import transaction
from microprojects.store.funds import Fund


def allocate(
    community_slug: str, year: int, *, amount_fen: Fen, document: str, actor: Actor, at: datetime
) -> None:
    """Give a community its money of a year, by an order of that number; a second order adds to the first.

    Raises:
        NotFound: there is no such community.
        NotPermitted: not an administrator of its district.
        DocumentTwice: that order was entered before.
        YearClosed: the year was closed.
        BadValue, PrivacyFinding: the amount, the year or the number cannot stand.
    """
    amount = law.check_amount(amount_fen)
    paper = _paper(document)
    with transaction() as session:
        community = _community(session, community_slug)
        permit(actor, Action.FUND_ALLOCATE, Target(community.path), at=at)
        fund = held_fund(session, community.id, law.check_year(year))
        if year_ends.is_closed(session, fund.id):
            raise YearClosed(place=community.name, year=year)
        enter(session, fund, "allocate", amount, Line(document=paper), actor=actor, at=at)
        _note(session, Action.FUND_ALLOCATE, community, fund, amount, {"document": paper}, actor=actor, at=at)


def adjust(
    community_slug: str,
    year: int,
    *,
    amount_fen: Fen,
    document: str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Add to a community's year or, with an amount below zero, take back what nobody was promised.

    Raises:
        NotFound: there is no such community.
        NotPermitted: not an administrator of its district.
        NoFund: nothing was allocated for that year.
        BelowPromised: more would be taken than is free.
        DocumentTwice: that order was entered before.
        BadValue, PrivacyFinding: what was written cannot stand.
    """
    amount = law.check_amount(amount_fen, signed=True)
    paper = _paper(document)
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        community = _community(session, community_slug)
        permit(actor, Action.FUND_ADJUST, Target(community.path), at=at)
        fund = ledger.find(session, community.id, law.check_year(year), for_update=True)
        if fund is None:
            raise law.NoFund(community=community.name, year=year)
        law.check_adjustment(amount, allocated=fund.allocated_fen, available=fund.available_fen)
        enter(session, fund, "adjust", amount, Line(document=paper, note=words), actor=actor, at=at)
        facts = {"document": paper, "reason": words}
        _note(session, Action.FUND_ADJUST, community, fund, amount, facts, actor=actor, at=at)


def record_pledge(
    number: str, *, amount_fen: Fen, donor: Donor, document: str, actor: Actor, at: datetime
) -> None:
    """Write down social money that somebody promised, on paper, to a lawful recipient.

    People stand as 爱心居民; who agreed in writing is published by name.

    Raises:
        NotFound: there is no such project.
        NotPermitted: neither the community's staff nor finance.
        WrongMoment: the council has not agreed yet, or the account is closed.
        DocumentTwice: that paper was entered before.
        BadValue, PrivacyFinding, DonorWithoutConsent: what was written cannot stand.
    """
    _social(number, "social_pledge", amount_fen, donor, document, actor=actor, at=at)


def record_social(
    number: str, *, amount_fen: Fen, donor: Donor, document: str, actor: Actor, at: datetime
) -> None:
    """Write down social money that came in, under the number of its receipt. See `record_pledge`.

    From the start of buying on the spending disclosure tells it.
    """
    _social(number, "social_received", amount_fen, donor, document, actor=actor, at=at)


def _social(
    number: str, kind: str, amount_fen: Fen, donor: Donor, document: str, *, actor: Actor, at: datetime
) -> None:
    amount = law.check_amount(amount_fen)
    paper = _paper(document)
    name = agreed_line(N_("名称"), donor.name)
    party = law.donor_label(replace(donor, name=name))
    with transaction() as session:
        project = projects.by_number(session, number, for_update=True)
        permit(actor, Action.SOCIAL_RECORD, project.target, at=at)
        if project.state not in law.TAKES_SOCIAL:
            raise WrongMoment(state=project.state.label)
        fund = fund_of(session, project, at=at)
        if ledger.has_document(session, fund.id, (kind,), paper, project_id=project.id):
            raise law.DocumentTwice(document=paper)
        line = Line(party=party, document=paper, named_with_consent=bool(name))
        post(session, fund, kind, amount, at=at, by_id=actor.person_id, project=project, line=line)
        told = Told()
        if kind == "social_received" and project.state in law.TELLS_SOCIAL:
            words = {"yuan": yuan(amount), "donor": party}
            told = tell(
                session, project, News(Event.SOCIAL, local_day(at), amount, words), actor=actor, at=at
            )
        facts = {"kind": kind, "amount_fen": str(amount), "document": paper, **told.facts}
        subject, area = subject_of(project), project.area.path
        told.tie(record(session, Action.SOCIAL_RECORD, subject, actor=actor, at=at, area=area, facts=facts))


def _community(session: Session, slug: str) -> Area:
    community = areas.by_slug(session, slug)
    if community.level != "community":
        raise BadValue(field=N_("社区"), why=N_("请从名单里选一个社区"))
    return community


def _paper(document: str) -> str:
    return public_line(N_("文号"), document, limit=law.LONGEST_DOCUMENT)


def _note(
    session: Session,
    action: Action,
    community: Area,
    fund: Fund,
    amount: Fen,
    facts: dict[str, str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    record(
        session,
        action,
        f"fund/{community.slug}/{fund.year}",
        actor=actor,
        at=at,
        area=community.path,
        facts={"amount_fen": str(amount), "year": str(fund.year), **facts},
    )
