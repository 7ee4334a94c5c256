"""The sum of a poll's paper: every sheet that went out is in the box, was taken back, or is known to be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.paper_sheets import Sheet, Verdict

_OPEN = ("unread", "once", "differing")


class PaperUnread(Refusal):
    """Sheets have not been read twice, or two people read different things."""

    code = "paper-unread"
    message = N_(
        "纸质选票还没录完：%(waiting)s 张没有录满两遍，%(differing)s 张两遍不一样。请先录完、定好，再截止。"
    )


class PaperUnbalanced(Refusal):
    """More or fewer sheets went out than were found."""

    code = "paper-unbalanced"
    message = N_(
        "纸质选票对不上：台前发出 %(issued)s 张，找到下落的有 %(found)s 张。请查台前的记录和每一堆票，对上了再截止。"
    )


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How many sheets there are of each kind.

    `marked` people are marked as having taken one and not given it back; the desk
    replaced a sheet for each `spoiled` one. The rest was read off the paper.
    """

    printed: int = 0
    marked: int = 0
    spoiled: int = 0
    handed_back: int = 0
    unused: int = 0
    valid: int = 0
    blank: int = 0
    null: int = 0
    unreturned: int = 0
    unread: int = 0
    once: int = 0  # read by one person
    differing: int = 0  # read differently by two

    @property
    def issued(self) -> int:
        """Return how many sheets the desk gave out by its own marks."""
        return self.marked + self.spoiled + self.handed_back

    @property
    def found(self) -> int:
        """Return of how many sheets that went out it is known what became of them."""
        return self.valid + self.blank + self.null + self.spoiled + self.handed_back + self.unreturned

    @property
    def counted(self) -> int:
        """Return how many sheets are ballots that count."""
        return self.valid + self.blank

    @property
    def read(self) -> int:
        """Return of how many sheets two people, or a third, have said what became of them."""
        return self.valid + self.blank + self.null + self.unreturned + self.unused

    @property
    def waiting(self) -> int:
        """Return how many sheets two people have not read."""
        return self.unread + self.once

    @property
    def is_in_use(self) -> bool:
        """Return whether paper plays a part: some was given out, or some was read."""
        return bool(self.issued or self.read or self.once or self.differing)

    @property
    def is_balanced(self) -> bool:
        """Return whether the box may be closed over the paper."""
        return not self.is_in_use or (not self.waiting and not self.differing and self.issued == self.found)

    def as_data(self) -> dict[str, int]:
        """Return what is hashed and published once the box is closed; nothing where no paper was used."""
        told = {name: count for name, count in asdict(self).items() if name not in _OPEN}
        return {"issued": self.issued, **told} if self.is_in_use else {}


def numbers(sheets: Iterable[Sheet], *, marked: int) -> Numbers:
    """Count the sheets of a poll; `marked` is how many people are marked as voting on paper."""
    told: Counter[str] = Counter()
    for sheet in sheets:
        told["printed"] += 1
        told[_kind(sheet)] += 1
    return Numbers(marked=marked, **told)


def _kind(sheet: Sheet) -> str:
    if sheet.returned:
        return sheet.returned
    if sheet.settled:
        return sheet.settled.verdict.value
    if sheet.differs:
        return "differing"
    return "once" if sheet.readings else "unread"


def require_balance(told: Numbers) -> None:
    """Refuse to close the box while a sheet is unread, or more or fewer went out than were found.

    Raises:
        PaperUnread, PaperUnbalanced: with what is missing.
    """
    if told.is_balanced:
        return
    if told.waiting or told.differing:
        raise PaperUnread(waiting=told.waiting, differing=told.differing)
    raise PaperUnbalanced(issued=told.issued, found=told.found)


def openings(sheets: Iterable[Sheet]) -> list[tuple[str, dict[str, int]]]:
    """Return the sheets that count, each with its choices; a blank one has none."""
    return [
        (sheet.serial, dict(sheet.settled.choices))
        for sheet in sheets
        if not sheet.returned and sheet.settled and sheet.settled.verdict in (Verdict.VALID, Verdict.BLANK)
    ]
