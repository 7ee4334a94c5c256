"""Dossiers reach each member by their own way: on the site, or as paper put into their hands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from microprojects.domain.errors import N_, Refusal


class DossierNotOut(Refusal):
    """Paper is handed over when the dossiers of the meeting are out."""

    code = "dossier-not-out"
    message = N_("这次会的材料还没有发出。请先点“发出材料”，再把纸质的交给议事员。")


@dataclass(frozen=True)
class Reach:
    """By which way dossiers reach the members: on the site, on paper they hold, on paper that is still due."""

    site: frozenset[int]
    paper: frozenset[int]
    due: frozenset[int]

    @property
    def members(self) -> int:
        """Return to how many members they go."""
        return len(self.site) + len(self.paper) + len(self.due)


def is_late(sent_at: datetime | None, added_at: datetime) -> bool:
    """Return whether an item came when the dossiers of the others were out."""
    return sent_at is not None and added_at > sent_at


def holds(handed_at: datetime, since: datetime) -> bool:
    """Return whether a copy handed over at one moment has in it what went out at another."""
    return handed_at >= since


def reach(
    members: Collection[int], on_the_site: Collection[int], copies: Mapping[int, datetime], since: datetime
) -> Reach:
    """Return how what went out at a moment reaches the members; a copy from before it has it not."""
    paper = frozenset(each for each in members if each in copies and holds(copies[each], since))
    site = frozenset(members) & frozenset(on_the_site) - paper
    return Reach(site, paper, frozenset(members) - site - paper)
