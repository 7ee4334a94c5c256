"""Files and names that wait for a second pair of eyes, and a file that was looked at and is public."""

from __future__ import annotations

from datetime import datetime

from microprojects.domain.names import GROUNDS
from microprojects.services import cleared_names, files
from tests.lives_sitting import picture
from tests.world import World


def wait(world: World, number: str, *, at: datetime) -> dict[str, int]:
    """Attach two photos to a project that is being built, of which one was looked at, and ask for a name."""
    seen, waiting = (
        files.attach(
            number, purpose="progress", upload=picture(), name=name, caption=words, actor=world["shi"], at=at
        )
        for name, words in (("二巷.png", "基础挖好了"), ("三巷.png", "灯杆立好了"))
    )
    files.look(seen, shows=True, is_clear=True, actor=world["qian"], at=at)
    ground = next(iter(GROUNDS))
    asked = cleared_names.ask("lizhi", name="梅兰芳", ground=ground, actor=world["zhao"], at=at)
    return {"attachment_id": waiting, "name_id": asked}
