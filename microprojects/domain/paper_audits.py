"""A sample of sheets, drawn by the public number of the lot, that is held against what was read.

If all of 59 sampled sheets agree, more than 5 in 100 misread ones are excluded at 95 in 100: 0.95^59 is 4.9 %.

Source: voting research, section 5.7; Lindeman and Stark (2012), "A Gentle Introduction to Risk-Limiting Audits".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.paper_sheets import IN_BOX, Sheet

MOST = 59


class NoSeed(Refusal):
    """The sample is drawn by the lot, which was not drawn."""

    code = "paper-no-seed"
    message = N_("抽查哪几张由抽签的公开号码定，现在还没有抽签。请先当众抽签，再来抽查。")


class BadAudit(Refusal):
    """More sheets differ than were sampled."""

    code = "paper-audit"
    status = 422
    message = N_("抽查了 %(sampled)s 张，不一样的不能有 %(differing)s 张。请改好再存。")


def sample(sheets: Iterable[Sheet], seed: str) -> list[Sheet]:
    """Return up to 59 of the sheets that lay in the box, those whose SHA-256 of seed, "/" and number is smallest.

    Raises:
        NoSeed: no lot was drawn.
    """
    if not seed:
        raise NoSeed
    lay = [
        sheet for sheet in sheets if not sheet.returned and sheet.settled and sheet.settled.verdict in IN_BOX
    ]
    lay.sort(key=lambda sheet: hashlib.sha256(f"{seed}/{sheet.serial}".encode()).digest())
    return sorted(lay[:MOST], key=lambda sheet: sheet.serial)


def require_counts(*, sampled: int, differing: int) -> None:
    """Refuse a result that cannot be.

    Raises:
        BadAudit: with the numbers.
    """
    if not 0 <= differing <= sampled:
        raise BadAudit(sampled=sampled, differing=differing)
