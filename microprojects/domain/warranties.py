"""What is kept back of an account until a warranty is over.

Source: 建质〔2017〕138号 art. 10, 11 (after the term it is given back).
"""

from __future__ import annotations

from datetime import timedelta

from microprojects.domain.money import Fen

# So many days before a warranty ends its money is a task of whoever pays it.
AHEAD = timedelta(days=30)


def kept_back(retention: int, settled: int, paid: int, freed: int) -> Fen:
    """Return what is still kept back of an account, in fen; `freed` came back later and is owed no more."""
    return Fen(max(0, min(retention, settled - paid - freed)))
