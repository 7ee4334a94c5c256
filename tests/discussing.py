"""A discussion, for tests: write(world, "chen"), and what is read afterwards."""

from __future__ import annotations

from datetime import timedelta

from microprojects.services import comments as deeds
from microprojects.store import comments
from microprojects.store.comments import Comment
from microprojects.store.db import db
from tests.consulting import NUMBER, a_project, the_project
from tests.world import World

LATER = timedelta(minutes=1)


def write(
    world: World, name: str = "chen", text: str = "我赞成。", stance: str = "for", **given: object
) -> int:
    at = given.pop("at", world.now)
    return deeds.write(
        given.pop("number", NUMBER), text=text, stance=stance, actor=world[name], at=at, **given
    )


def hidden_by_zhao(world: World) -> int:
    """Let Chen comment on a project, and Zhao hide the comment."""
    a_project(world)
    written = write(world)
    deeds.hide(written, reason="骂人", actor=world["zhao"], at=world.now)
    return written


def discussion(**given: int) -> comments.Discussion:
    db.session().rollback()
    return comments.discussion(db.session(), the_project().id, **given)


def told() -> list[tuple[str, str]]:
    """Return the authors and texts of the first level, newest first."""
    return [(shown.author, shown.comment.text) for shown in discussion().threads]


def the_comment(comment_id: int) -> Comment:
    db.session().rollback()
    return comments.get(db.session(), comment_id)[0]
