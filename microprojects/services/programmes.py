"""The rules of a programme: a parameter set anew, and a community's round opened under them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from microprojects.domain import programmes as law
from microprojects.domain.actions import Action
from microprojects.domain.errors import N_
from microprojects.domain.funds import check_year
from microprojects.domain.parameter_values import checked, require_in_order
from microprojects.domain.parameters import BY_KEY, Value
from microprojects.domain.people import Actor, contains
from microprojects.domain.permissions import Target
from microprojects.domain.workdays import local_day
from microprojects.services._deed import permit, record
from microprojects.services._funds import held_fund
from microprojects.services._numbers import begin_series
from microprojects.services._words import public_line, public_text
from microprojects.store import areas, packaged, programmes, rulebooks
from microprojects.store.areas import Area
from microprojects.store.db import transaction
from microprojects.store.programmes import ParameterVersion, Programme, Round


def set_parameter(
    programme_id: int,
    key: str,
    value: Value,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    area_slug: str | None = None,
) -> None:
    """Set a parameter from now on, for the whole programme or for one of its communities.

    Every project that has not been scheduled comes under the rules that this makes;
    those that have been keep theirs.

    Raises:
        NotFound: there is no such programme or community.
        NotPermitted: not an administrator of its district.
        BadParameter: the value does not fit.
        CrossingParameters: it does not fit another one, of the programme or of a community.
        SameValue: it is the one in force.
        NotOfProgramme: the community belongs to another programme.
        BadValue, PrivacyFinding: the reason cannot stand.
    """
    checked(key, value)
    words = public_text(N_("理由"), reason, limit=law.LONGEST_REASON)
    with transaction() as session:
        programme = programmes.get(session, programme_id, for_update=True)
        place = _place(session, programme, area_slug)
        permit(actor, Action.PARAMETER_SET, Target(place.path), at=at)
        own = place.id if area_slug else None
        before = rulebooks.in_force(session, programme, own)
        if law.as_text(before[key]) == law.as_text(value):
            raise law.SameValue(label=BY_KEY[key].label)
        version = ParameterVersion(
            programme_id=programme.id, area_id=own, key=key, value={"value": value}, reason=words,
            set_at=at, set_by_id=actor.person_id,
        )  # fmt: skip
        session.add(version)
        session.flush()
        after = _refreeze(session, programme, own, at)
        facts = {
            "key": key, "old": law.as_text(before[key]), "new": law.as_text(value),
            "old_hash": before.hash, "new_hash": after, "reason": words,
        }  # fmt: skip
        subject = f"programme/{programme.id}"
        record(session, Action.PARAMETER_SET, subject, actor=actor, at=at, area=place.path, facts=facts)


def found(area_path: str, *, name: str, scheme: str, actor: Actor, at: datetime) -> int:
    """Found a programme that runs by a scheme in an area, and return its number.

    Raises:
        NotFound: there is no such area or scheme.
        NotPermitted: not an administrator there.
        BadValue: the name is empty or too long.
    """
    called = public_line(N_("方案名称"), name, limit=60)
    packaged.scheme(scheme)
    with transaction() as session:
        area = areas.by_path(session, area_path)
        permit(actor, Action.ROUND_OPEN, Target(area.path), at=at)
        programme = Programme(area_id=area.id, name=called, scheme=scheme, created_at=at)
        session.add(programme)
        session.flush()
        subject = f"programme/{programme.id}"
        facts: dict[str, object] = {"name": called, "scheme": scheme}
        record(session, Action.ROUND_OPEN, subject, actor=actor, at=at, area=area.path, facts=facts)
        return programme.id


def open_round(
    programme_id: int,
    community_slug: str,
    year: int,
    *,
    opens_on: date,
    closes_on: date,
    actor: Actor,
    at: datetime,
) -> int:
    """Open a community's year under the rules in force, and return the round's number.

    Raises:
        NotFound: there is no such programme or community.
        NotPermitted: not an administrator of its district.
        RoundThere: that year is open already.
        NotOfProgramme: the community belongs to another programme.
        BadValue: the days are out of order or out of the year.
    """
    law.check_days(opens_on, closes_on, check_year(year))
    with transaction() as session:
        programme = programmes.get(session, programme_id, for_update=True)
        community = _place(session, programme, community_slug)
        permit(actor, Action.ROUND_OPEN, Target(community.path), at=at)
        round_ = programmes.round_in(session, programme.id, community.id, year)
        if round_ is not None and not round_.imported:
            raise law.RoundThere(community=community.name, year=year)
        frozen = rulebooks.freeze(session, rulebooks.in_force(session, programme, community.id), at=at)
        round_ = round_ or Round(programme_id=programme.id, area_id=community.id, year=year)
        round_.opens_on, round_.closes_on = opens_on, closes_on
        round_.rulebook, round_.imported = frozen, False  # one that held polls from files is a real one now
        session.add(round_)
        held_fund(session, community.id, year)
        begin_series(session, community.id, year)
        session.flush()
        days = {"opens_on": opens_on.isoformat(), "closes_on": closes_on.isoformat()}
        facts = {"year": str(year), **days, "rules_hash": frozen.hash}
        subject = f"round/{community.slug}/{year}"
        record(session, Action.ROUND_OPEN, subject, actor=actor, at=at, area=community.path, facts=facts)
        return round_.id


def _place(session: Session, programme: Programme, slug: str | None) -> Area:
    """Return the programme's own area, or the community of a slug that lies in it."""
    home = areas.get(session, programme.area_id)
    if slug is None:
        return home
    community = areas.by_slug(session, slug)
    if community.level != "community" or not contains(home.path, community.path):
        raise law.NotOfProgramme(community=community.name)
    return community


def _refreeze(session: Session, programme: Programme, own: int | None, at: datetime) -> str:
    """Freeze the new rules for every round that they touch; return the fingerprint at the place of the change."""
    rounds = rulebooks.rounds_to_refreeze(session, programme.id, local_day(at))
    touched = [r for r in rounds if own is None or r.area_id == own]
    books = rulebooks.in_force_for(session, programme, [own, *(r.area_id for r in touched)])
    for book in books.values():
        require_in_order(book)
    frozen = {
        digest: rulebooks.freeze(session, book, at=at)
        for digest, book in {book.hash: book for book in books.values()}.items()
    }
    for round_ in touched:
        round_.rulebook = frozen[books[round_.area_id].hash]
    return books[own].hash
