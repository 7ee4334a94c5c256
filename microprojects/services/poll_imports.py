"""A vote that was held elsewhere becomes a poll here: looked at first, and brought whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice

from sqlalchemy import insert
from sqlalchemy.orm import Session

from microprojects.domain import poll_import_noes as noes
from microprojects.domain import poll_imports as law
from microprojects.domain import poll_specs
from microprojects.domain.actions import Action
from microprojects.domain.canonical import canonical
from microprojects.domain.errors import AlreadyDone, NotFound, Refusal
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.poll_imports import Asked, Look
from microprojects.domain.polls import PollState
from microprojects.domain.tally.needed import votes_needed
from microprojects.domain.tally.outcomes import record as recorded
from microprojects.domain.tally.specs import Rule
from microprojects.domain.workdays import SHANGHAI, end_of_day
from microprojects.services._deed import permit
from microprojects.services._polls import tell
from microprojects.store import areas, poll_sources, polls, programmes, rulebooks
from microprojects.store.areas import Area
from microprojects.store.ballots import FinalBallot, TallyRun
from microprojects.store.db import db, transaction
from microprojects.store.poll_sources import PollSource
from microprojects.store.polls import Poll, PollOption
from microprojects.store.programmes import Programme, Round

BATCH = 5_000
# Up to how many distinct ballots times projects it is told how many more votes were missing; more takes minutes.
TOLD = {Rule.GREEDY: 20_000, Rule.GREEDY_NO_SKIP: 20_000}
TOLD_ELSE = 300


@dataclass(frozen=True)
class Report:
    """What a file holds, and what of it, or of the place it should go to, keeps it out."""

    community: str
    look: Look
    problems: tuple[Refusal, ...]


def preview(data: bytes, asked: Asked, *, community: str, actor: Actor, at: datetime) -> Report:
    """Return what bringing a file would do; nothing is written.

    Raises:
        NotFound, NotPermitted: there is no such community, or the actor may not.
        PabulibRefusal, SpecRefusal, CannotKeep, SeedUnreadable: the file cannot be read, counted or kept.
    """
    session = db.session()
    area = _place(session, community, actor=actor, at=at)
    found = law.look(data, asked)
    problems = list(found.problems)
    if (there := poll_sources.by_hash(session, found.sha256)) is not None:
        problems.append(_again(session, there))
    if programmes.over(session, area) is None:
        problems.append(noes.NoProgramme(community=area.name))
    return Report(area.slug, found, tuple(problems))


def bring(data: bytes, asked: Asked, *, community: str, actor: Actor, at: datetime) -> int:
    """Make a file a poll of a community, counted and on show, and return its number.

    Raises:
        NotFound, NotPermitted: there is no such community, or the actor may not.
        PabulibRefusal, SpecRefusal, CannotKeep, SeedUnreadable: the file cannot be read, counted or kept.
        PrivacyFinding: a word that would be shown names a phone, a card or a door.
        RuleUnknown, LotWanted, NoDays: the file does not say enough.
        SumsDiffer, WinnersDiffer: it does not say of itself what its ballots say.
        ImportedAlready, NoProgramme: it is here already, or there is nothing it could belong to.
    """
    found = law.look(data, asked)
    more = {} if found.problems else _needed(found)  # takes its time, and nobody else should wait for it
    try:
        with transaction() as session:
            area = _place(session, community, actor=actor, at=at)
            if found.problems:
                raise found.problems[0]
            if (there := poll_sources.by_hash(session, found.sha256)) is not None:
                raise _again(session, there)
            poll = _poll(session, area, found, actor=actor, at=at)
            _source(session, poll, found)
            _options(session, poll, found)
            run = _run(session, poll, found, more, _ballots(session, poll, found), at=at)
            facts = {
                "ballots": found.poll.cast.voters,
                "chosen": len(found.outcome.selected) if found.outcome else 0,
                "result": run.output_hash,
                "file": found.sha256,
            }
            tell(session, poll, Action.ROUND_IMPORT, facts, actor=actor, at=at)
            return poll.id
    except AlreadyDone as twice:
        there = poll_sources.by_hash(db.session(), found.sha256)
        raise twice if there is None else _again(db.session(), there) from twice


def _place(session: Session, slug: str, *, actor: Actor, at: datetime) -> Area:
    """Return the community, if the actor may bring something to it."""
    area = areas.by_slug(session, slug)
    permit(actor, Action.ROUND_IMPORT, Target(area.path), at=at)
    if area.level != "community":
        raise NotFound
    return area


def _again(session: Session, there: PollSource) -> Refusal:
    return noes.ImportedAlready(poll=there.poll_id, title=polls.get(session, there.poll_id).title)


def _poll(session: Session, area: Area, found: Look, *, actor: Actor, at: datetime) -> Poll:
    """Write the poll with its frozen rule."""
    first, last = found.days or law.days_of(found.poll, None)
    held = _round(session, area, found, at=at)
    rule = law.ballot_rule(found.poll)
    opens, closes = datetime.combine(first, time(), SHANGHAI), end_of_day(last)
    poll = Poll(
        round_id=held.id, area_id=area.id, title=law.title_of(found.poll), ballot=rule.type.value,
        least=rule.least, most=rule.most, points=rule.points, budget_fen=rule.budget, mode="imported",
        opens_at=opens, closes_at=closes, challenge_days=0, prepared_at=at, prepared_by_id=actor.person_id,
    )  # fmt: skip
    session.add(poll)
    session.flush()
    stated = found.stated.document if found.stated else {}
    document = poll_specs.document(
        poll.name, rule, {key: stated[key] for key in law.COUNTING if key in stated},
        opens_at=opens, closes_at=closes, challenge_days=0, rulebook=held.rulebook.hash,
        currency=law.currency_of(found.poll),
        categories={each.id: each.categories for each in found.poll.cast.candidates},
    )  # fmt: skip
    poll.spec, poll.spec_hash = poll_specs.written(document)
    poll.state, poll.counted_at = PollState.COUNTED.value, at
    session.flush()
    return poll


def _round(session: Session, area: Area, found: Look, *, at: datetime) -> Round:
    """Return the community's round of the year of the vote; one that only holds polls from files if there is none.

    Raises:
        NoProgramme: the community is in no programme.
    """
    first, last = found.days or law.days_of(found.poll, None)
    over = programmes.over(session, area)
    if over is None:
        raise noes.NoProgramme(community=area.name)
    programme = programmes.get(session, over.id, for_update=True)
    there = programmes.round_in(session, programme.id, area.id, first.year)
    return there or _new_round(session, programme, area, (first.year, first, last), at=at)


def _new_round(
    session: Session, programme: Programme, area: Area, days: tuple[int, date, date], *, at: datetime
) -> Round:
    year, first, last = days
    frozen = rulebooks.freeze(session, rulebooks.in_force(session, programme, area.id), at=at)
    made = Round(
        programme_id=programme.id, area_id=area.id, year=year, opens_on=first, closes_on=last,
        rulebook_id=frozen.id, imported=True,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _source(session: Session, poll: Poll, found: Look) -> None:
    named = found.claimed
    session.add(
        PollSource(
            poll_id=poll.id, sha256=found.sha256, meta=law.kept_meta(found.poll),
            vote_type=found.poll.vote_type.value, currency=law.currency_of(found.poll), scale=found.poll.scale,
            voters=found.poll.cast.voters, claimed={"selected": None if named is None else list(named)},
            miscounted=found.miscounted,
        )
    )  # fmt: skip
    session.flush()


def _options(session: Session, poll: Poll, found: Look) -> None:
    cast, chosen = found.poll.cast, found.outcome.selected if found.outcome else ()
    places = law.places(cast.votes, [each.id for each in cast.candidates], chosen)
    rows = [
        {
            "poll_id": poll.id,
            "number": number,
            "cost_fen": each.cost,
            "own_code": each.id,
            "own_title": title,
            "selected": each.id in chosen,
            "place": places[each.id],
            "votes": votes,
        }
        for number, (each, title, votes) in enumerate(
            zip(cast.candidates, law.titles(found.poll), cast.votes, strict=True), start=1
        )
    ]
    session.execute(insert(PollOption), rows)


def _ballots(session: Session, poll: Poll, found: Look) -> str:
    """Write every ballot, some thousand at a time, and return the fingerprint of their commitments."""
    commitments: list[str] = []
    openings = law.openings(found, poll=poll.name, spec=poll.spec_hash)
    while some := list(islice(openings, BATCH)):
        rows = [
            {
                "poll_id": poll.id,
                "commitment": opening.commitment,
                "nonce": opening.as_data()["nonce"],
                "word": opening.word,
                "choices": dict(opening.choices),
                "source": "imported",
            }
            for opening in some
        ]
        session.execute(insert(FinalBallot), rows)
        commitments.extend(str(row["commitment"]) for row in rows)
    return hashlib.sha256("\n".join(sorted(commitments)).encode()).hexdigest()


def _run(
    session: Session,
    poll: Poll,
    found: Look,
    more: Mapping[str, int | None],
    ballots_hash: str,
    *,
    at: datetime,
) -> TallyRun:
    output = canonical({**(recorded(found.outcome) if found.outcome else {}), "needed": dict(more)})
    run = TallyRun(
        poll_id=poll.id, run=1, spec_hash=poll.spec_hash, ballots_hash=ballots_hash, seed=found.seed,
        output=output.decode(), output_hash=hashlib.sha256(output).hexdigest(), counted_at=at,
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run


def _needed(found: Look) -> dict[str, int | None]:
    """Return how many more votes would have been enough for each that lost, where that is soon found."""
    if found.stated is None or found.outcome is None:
        return {}
    cast = found.poll.election_of(found.stated.min_score)
    if len(cast.ballots) * len(cast.candidates) > TOLD.get(found.stated.spec.rule, TOLD_ELSE):
        return {}
    spec = replace(found.stated.spec, seed=found.seed)
    return {code: votes_needed(cast, spec, code) for code in found.outcome.losses}
