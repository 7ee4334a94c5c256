"""The stories of the demo, read from stories.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from importlib import resources

from microprojects.domain.money import Fen, split_by_percent
from microprojects.domain.proposal_words import EstimateWords, ProposalWords

_NATURES = {"works": "rebuild", "goods": "new", "services": "activity"}


@dataclass(frozen=True)
class Story:
    """One project's story; amounts in whole yuan as they stand in the file."""

    key: str
    title: str
    type: str
    theme: str
    community: str
    total: int
    social: int
    seconders: int
    end: str
    summary: str
    place: str
    problem: str
    content: str
    group: str
    beneficiaries: int
    result: str
    aftercare: str
    lines: tuple[tuple[str, str, int], ...]
    nature: str = ""  # new, rebuild or activity; empty where the type tells it
    meeting: str = ""
    votes: tuple[int, ...] = ()
    again: str = ""  # the meeting that votes on the changed plan after an upheld objection
    votes_again: tuple[int, ...] = ()
    place_again: str = ""
    secret: bool = False
    walk_in: bool = False
    show_name: bool = False
    fast_track: str = ""
    decline: str = ""
    decline_reason: str = ""
    receiver: str = ""
    refer_reason: str = ""
    stop_reason: str = ""
    supervised: str = ""
    change: str = ""
    split: str = ""  # why it is no part of a split one, where it looks so
    pays_retention: bool = False  # in time, once the warranty is over
    no_aftercare: str = ""  # why the archive needs no handing over
    into: str = ""
    amounts: tuple[Fen, ...] = field(default=())

    @property
    def total_fen(self) -> Fen:
        """Return the cost in fen."""
        return Fen(self.total * 100)

    @property
    def social_fen(self) -> Fen:
        """Return the social part in fen."""
        return Fen(self.social * 100)

    @property
    def fiscal_fen(self) -> Fen:
        """Return the fiscal part in fen."""
        return Fen(self.total_fen - self.social_fen)

    def waives(self, item: str) -> str:
        """Return why the archive goes without an item; empty where it does not."""
        return self.no_aftercare if item == "aftercare" else ""

    def words(self) -> ProposalWords:
        """Return the proposal as its proposer writes it."""
        return ProposalWords(
            title=self.title,
            type=self.type,
            theme=self.theme,
            summary=self.summary,
            place=self.place,
            problem=self.problem,
            content=self.content,
            nature=self.nature or _NATURES[self.type],
            beneficiaries=self.beneficiaries,
            beneficiary_group=self.group,
            own_contribution_fen=self.social_fen,
            own_contribution_note="居民和共建单位自筹" if self.social else "",
            lines=tuple(
                EstimateWords(label=label, quantity=quantity, amount_fen=amount)
                for (label, quantity, _share), amount in zip(self.lines, self.amounts, strict=True)
            ),
        )


def read() -> dict[str, Story]:
    """Return every story by its key, in the order of the file."""
    data = tomllib.loads(resources.files(__package__).joinpath("stories.toml").read_text(encoding="utf-8"))
    stories = {}
    for key, told in data.items():
        lines = tuple((str(label), str(quantity), int(share)) for label, quantity, share in told.pop("lines"))
        amounts = split_by_percent(Fen(told["total"] * 100), [share for _label, _quantity, share in lines])
        votes = tuple(told.pop("votes", ()))
        stories[key] = Story(key=key, lines=lines, amounts=amounts, votes=votes, **told)
    return stories
