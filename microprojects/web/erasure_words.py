"""What a deletion does, in the words of its pages: what goes, what waits, what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from microprojects.domain.erasures import Matter, StillInOffice, spoken
from microprojects.services import erasures
from microprojects.web.language import sentence


@dataclass(frozen=True)
class Shown:
    """A deletion before it is done: why it cannot be, what waits, and whether the name stays on file."""

    barred: str
    waits: list[str]
    served: bool
    asked_already: bool


def shown(person_id: int, at: datetime) -> Shown:
    """Return what a page says before somebody is deleted."""
    found = erasures.outlook(person_id, at=at)
    duties = spoken(replace(each, what=_(each.what)) for each in found.duties)
    barred = sentence(StillInOffice(duties=duties)) if duties else ""
    return Shown(barred, waiting(found.waits), found.served, found.asked_already)


def waiting(matters: Iterable[Matter]) -> list[str]:
    """Return for each matter under way what is kept for it, and until when."""
    return [_(each.kind.why, what=each.what) for each in matters]


def done(matters: Iterable[Matter]) -> str:
    """Return what is said after a deletion."""
    waits = waiting(matters)
    if not waits:
        return _("删好了。手机号、账号都不在了，从此登录不了。")
    told = "".join(waits)
    return _("账号和用不着的都删了。还有没办完的事，办完由系统自己删：%(told)s", told=told)
