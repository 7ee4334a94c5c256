"""A gathering in one step: called, with one project on its list, held, and ended so that the project goes on."""

from __future__ import annotations

from datetime import timedelta

from microprojects.demo.crew import Hand
from microprojects.domain.gathering_kinds import Part
from microprojects.domain.people import Actor
from microprojects.services import gatherings as deeds
from microprojects.services import matters
from microprojects.store import packaged

ATTENDED = 30


def hold(kind: str, number: str, slug: str, clerk: Actor, hand: Hand) -> int:
    """Hold it from the call to the end, and return its number."""
    made_of = packaged.gathering_kind(kind)
    hand.at += timedelta(hours=1)
    starts_at = hand.at + timedelta(days=made_of.notice_days + 1)
    gathering = deeds.call(
        slug, kind=kind, title="", place="阳光议事厅", starts_at=starts_at, actor=clerk, at=hand.at
    )
    hand.at = starts_at
    if made_of.has(Part.PROJECTS):
        matter = matters.list_project(gathering, number, actor=clerk, at=hand.at)
    else:
        matter = matters.raise_topic(
            gathering, title="居民当面说的", for_another=True, actor=clerk, at=hand.at
        )
    deeds.begin(gathering, actor=clerk, at=hand.at)
    deeds.count_people(gathering, attended=ATTENDED, actor=clerk, at=hand.at)
    if made_of.has(Part.MARKS):
        best = made_of.levels[0].word
        marks = {level.word: ATTENDED if level.word == best else 0 for level in made_of.levels}
        matters.mark(matter, marks=marks, witnesses="监督员、居民代表", actor=clerk, at=hand.at)
    else:
        ending = next(each for each in made_of.endings if each.lets_on)
        matters.end(matter, ending=ending.word, project=number, actor=clerk, at=hand.at)
    deeds.close(gathering, actor=clerk, at=hand.at)
    return gathering
