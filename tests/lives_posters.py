"""The sheets for the paper board in the lives of many projects: which meeting, poll, month and board each is about."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.uploads import Media
from microprojects.services import postings
from microprojects.store import postings as kept
from microprojects.store.db import db
from tests.lives_sitting import picture
from tests.world import World

BOARD = "荔枝苑东门公告栏"
WORDS = {"month": "2026-04", "subject": "monthly/lizhi/2026-03"}
# Routes that are about another meeting or poll than others.
ABOUT: dict[str, dict[str, str]] = {
    **{
        f"public_posters.{kind}{form}": {"meeting_id": "下次会议"}
        for kind in ("notice", "candidates")
        for form in ("", "_page")
    },
    "office_private_words.look_at_sheet": {"post_id": "waiting_sheet"},
    **{f"public_posters.result{form}": {"meeting_id": "第一次会议"} for form in ("", "_page")},
    **{f"public_posters.chosen{form}": {"poll_id": "counted_poll"} for form in ("", "_page")},
}


def hold_some(world: World, *, at: datetime) -> dict[str, int]:
    """Return the numbers of what sheets are about; the photo of one was looked at, that of another waits."""
    call = f"call/{world.rounds['lizhi']}"
    hung, waiting = (
        postings.record_post(call, place=place, photo=picture(), name="板.png", actor=world["zhao"], at=at)
        for place in (BOARD, "东门岗亭")
    )
    postings.look(hung, shows=True, is_clear=True, actor=world["qian"], at=at)
    board = postings.add_board("lizhi", name=BOARD, actor=world["zhao"], at=at)
    return {
        "round_id": world.rounds["lizhi"],
        "post_id": hung,
        "waiting_sheet": waiting,
        "board_id": board,
    }


def names(ids: dict[str, int]) -> dict[str, str]:
    """Return the last parts of the addresses of the photo that proves a posting."""
    row = kept.post(db.session(), ids["post_id"])
    name = f"{row.photo_sha256[:16]}.{Media(row.media_type).extension}"
    return {"public_boards.photo": name, "public_boards.small": name}
