"""Where the public journal stood when a sheet was printed, or when what it says was recorded: the paper can be compared later."""

from __future__ import annotations

from flask_babel import gettext as _

from microprojects.store import checkpoints
from microprojects.store.checkpoints import JournalCheckpoint
from microprojects.store.db import db
from microprojects.store.journal import JournalEntry
from microprojects.web.filters import paper_code


def log_mark() -> str:
    """Return the line for the foot of a printed sheet: the journal's end, and its last checkpoint.

    Sixteen digits of each, as eight could be met by trying another past often enough.
    """
    head, sealed = checkpoints.at_the_end(db.session())
    said = _("打印时公开流水到第 %(n)s 条，记账码 %(code)s", n=head.seq, code=paper_code(head.hash))
    return _sealed(said, sealed)


def record_mark(entry: JournalEntry) -> str:
    """Return the line for a sheet that says what one entry recorded, and the same however later it is printed.

    The first checkpoint over the entry stands on it once that is signed.
    """
    said = _("记到公开流水第 %(n)s 条，记账码 %(code)s", n=entry.seq, code=paper_code(entry.hash))
    return _sealed(said, checkpoints.over(db.session(), entry.seq))


def _sealed(said: str, sealed: JournalCheckpoint | None) -> str:
    if sealed is None:
        return said
    signed = _("封账到第 %(n)s 条，封账码 %(code)s", n=sealed.size, code=paper_code(sealed.root))
    return _("%(said)s；%(signed)s", said=said, signed=signed)
