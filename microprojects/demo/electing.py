"""The residents' polls of the demo: one that takes ballots today, and one that was counted and may be challenged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from microprojects.demo import paper_voting
from microprojects.demo.crew import Crew, Hand
from microprojects.demo.life import DAY, HOUR
from microprojects.domain.ballots import BallotType
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor
from microprojects.domain.voters import Voter
from microprojects.services import ballots, poll_boards, poll_counts, polls
from microprojects.services.ballots import Cast
from microprojects.services.polls import Wanted
from microprojects.store import polls as rows
from microprojects.store.db import db

RUNNING = ("P19", "P31", "P32", "P33", "P34")
COUNTED = ("P35", "P36", "P37")
DICE = "25163 41526 63142 35216"
# How many of a hundred voters like each of the projects, in the order above.
LIKED = {"P19": 45, "P31": 70, "P32": 40, "P33": 25, "P34": 65, "P35": 60, "P36": 55, "P37": 60}


def strands(
    crews: Mapping[str, Crew], numbers: Mapping[str, str], today: datetime
) -> list[Iterator[datetime]]:
    """Return the polls as strands of the story."""
    morning = today.replace(hour=9)
    return [
        _running(crews["rongyin"], numbers, morning - 2 * DAY),
        _counted(crews["mumian"], numbers, morning - 11 * DAY),
    ]


def _opened(
    crew: Crew,
    hand: Hand,
    keys: Sequence[str],
    numbers: Mapping[str, str],
    *,
    budget: int,
    closes_at: datetime,
) -> int:
    """Prepare and open a poll; the story goes on by an hour."""
    wanted = Wanted(
        title=f"{closes_at.year} 年第一轮居民投票",
        ballot=BallotType.APPROVAL,
        least=1,
        most=3 if len(keys) > 3 else 2,
        budget=Fen(budget * 100),
        opens_at=hand.at,
        closes_at=closes_at,
        projects=[numbers[key] for key in keys],
    )
    poll_id = polls.prepare(crew.slug, wanted, actor=crew.clerk, at=hand.at)
    polls.open_poll(poll_id, actor=crew.clerk, at=hand.at)
    return poll_id


def _running(crew: Crew, numbers: Mapping[str, str], opens_at: datetime) -> Iterator[datetime]:
    hand = Hand(opens_at)
    yield hand.at
    closes_at = (opens_at + 7 * DAY).replace(hour=18)
    poll_id = _opened(crew, hand, RUNNING, numbers, budget=200_000, closes_at=closes_at)
    paper_voting.send_slips(poll_id, crew.residents[24:30], crew, hand)
    paper_voting.give_out(poll_id, crew.residents[30:33], crew, hand)
    yield from _voting(poll_id, RUNNING, numbers, crew.residents[2:24], hand, pause=2 * HOUR)


def _counted(crew: Crew, numbers: Mapping[str, str], opens_at: datetime) -> Iterator[datetime]:
    hand = Hand(opens_at)
    yield hand.at
    closes_at = (opens_at + 8 * DAY).replace(hour=18)
    poll_id = _opened(crew, hand, COUNTED, numbers, budget=100_000, closes_at=closes_at)
    on_paper = len(paper_voting.WRITTEN) + paper_voting.MISSING
    paper_voting.give_out(poll_id, crew.residents[28 : 28 + on_paper], crew, hand)
    yield from _voting(poll_id, COUNTED, numbers, crew.residents[:28], hand, pause=5 * HOUR)
    yield hand.on(closes_at + timedelta(minutes=10))
    paper_voting.read(poll_id, crew, hand)
    poll_counts.close(poll_id, actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + HOUR)
    poll_counts.draw_lot(poll_id, dice=DICE, witnesses="监督员、三位居民", actor=crew.clerk, at=hand.at)
    poll_counts.count(poll_id, actor=crew.clerk, at=hand.at)


def _voting(
    poll_id: int,
    keys: Sequence[str],
    numbers: Mapping[str, str],
    voters: Sequence[Actor],
    hand: Hand,
    *,
    pause: timedelta,
) -> Iterator[datetime]:
    """Let residents cast what each of them likes; one in ten casts a blank ballot."""
    poll = rows.get(db.session(), poll_id)
    codes = {option.project.number: option.code for option in rows.options(db.session(), poll_id)}
    most, spec = poll.most, poll.spec_hash
    for n, voter in enumerate(voters):
        yield hand.on(hand.at + pause)
        poll_boards.tell_days(at=hand.at)
        poll_boards.publish_due(at=hand.at)
        liked = [key for key in keys if _die(f"{key}/{n}") < LIKED[key]][:most]
        choices = {codes[numbers[key]]: 1 for key in liked}
        ballots.cast(
            poll_id,
            Cast(
                choices=choices,
                blank=not choices,
                word=f"{n:04d}",
                client=f"demo {poll_id} {n}".encode().ljust(16),
                once=f"demo {poll_id} {n}",
                seen=0,
                spec=spec,
            ),
            voter=Voter.of(voter),
            at=hand.at,
        )


def _die(what: str) -> int:
    """Return a number from 0 to 99 that is the same in every demo."""
    return int.from_bytes(hashlib.sha256(what.encode()).digest()[:4]) % 100
