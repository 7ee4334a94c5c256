"""Files of votes that were held elsewhere, as tests bring them here."""

from __future__ import annotations

from microprojects.domain.poll_imports import Asked
from microprojects.services import poll_imports
from tests.world import World

BEGUN = "description;Osiedle Zielone\nunit;Zielone\ninstance;2022\nrule;greedy\ncurrency;PLN\n"
DATES = "date_begin;01.09.2022\ndate_end;15.09.2022\n"
PROJECTS = (
    "A1;100;3;Nowe ławki;1",
    'B2;90;2;"=HYPERLINK(""http://x"")";0',
    "C3;60;1;Kwietnik; 1",
)
# Numbers that are found nowhere else.
VOTER, AGE = 7_531_900, 9_642_800
VOTES = ("A1", "A1,B2", "B2,A1", "C3", "")


def text(
    *,
    meta: str = BEGUN + DATES,
    projects: tuple[str, ...] = PROJECTS,
    votes: tuple[str, ...] = VOTES,
    budget: str = "170",
    kind: str = "approval",
) -> str:
    """Return a file: with 170 zlotys A1 wins, B2 does not fit and is passed over, C3 wins."""
    counts = f"num_projects;{len(projects)}\nnum_votes;{len(votes)}\nbudget;{budget}\nvote_type;{kind}\n"
    listed = "\n".join(projects)
    cast = "".join(f"{VOTER + n};{AGE + n};{vote}\n" for n, vote in enumerate(votes))
    return (
        f"META\nkey;value\n{meta}{counts}PROJECTS\nproject_id;cost;votes;name;selected\n{listed}\n"
        f"VOTES\nvoter_id;age;vote\n{cast}"
    )


def brought(world: World, file: str | bytes | None = None, **asked: object) -> int:
    """Bring a file to Lizhi as the administrator of the district does, and return the poll's number."""
    given = text() if file is None else file
    data = given.encode() if isinstance(given, str) else given
    return poll_imports.bring(data, Asked(**asked), community="lizhi", actor=world["huang"], at=world.now)
