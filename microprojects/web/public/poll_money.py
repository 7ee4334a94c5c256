"""The money of a poll in words: yuan for our own, the currency of its file for one from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.money import Fen
from microprojects.domain.tally.poll_files import written
from microprojects.store.polls import Poll
from microprojects.web.filters import money, short_amount

_FEN = ("CNY", 2)


@dataclass(frozen=True)
class Purse:
    """How a poll writes sums; `currency` and `scale` are those of the fen unless it is from elsewhere."""

    currency: str = _FEN[0]
    scale: int = _FEN[1]

    @property
    def yuan(self) -> bool:
        """Return whether sums are fen."""
        return (self.currency, self.scale) == _FEN

    def short(self, amount: int) -> str:
        """Write a sum in one piece, as a card does: 4.15 万元, 1,250,000 PLN."""
        return " ".join(short_amount(Fen(amount))) if self.yuan else self._as_it_is(amount)

    def full(self, amount: int) -> str:
        """Write a sum to the last digit."""
        return money(Fen(amount)) if self.yuan else self._as_it_is(amount)

    def _as_it_is(self, amount: int) -> str:
        whole, point, rest = written(amount, self.scale).partition(".")
        return f"{int(whole):,}{point}{rest} {self.currency}".rstrip()


def purse_of(poll: Poll) -> Purse:
    """Return how a poll writes sums."""
    return Purse(poll.source.currency, poll.source.scale) if poll.source else Purse()
