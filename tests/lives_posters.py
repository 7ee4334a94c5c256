"""The sheets for the paper board in the lives of many projects: which meeting, poll, month and board each is about."""

from __future__ import annotations

from tests.world import World

WORDS = {"month": "2026-04"}
# Routes that are about another meeting or poll than others.
ABOUT: dict[str, dict[str, str]] = {
    **{
        f"public_posters.{kind}{form}": {"meeting_id": "下次会议"}
        for kind in ("notice", "candidates")
        for form in ("", "_page")
    },
    **{f"public_posters.result{form}": {"meeting_id": "第一次会议"} for form in ("", "_page")},
    **{f"public_posters.chosen{form}": {"poll_id": "counted_poll"} for form in ("", "_page")},
}


def hold_some(world: World) -> dict[str, int]:
    """Return the numbers of what sheets are about."""
    return {"round_id": world.rounds["lizhi"]}
