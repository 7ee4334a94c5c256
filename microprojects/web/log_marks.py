"""Where the public journal stood when a sheet was printed: whoever keeps the paper can compare it later."""

from __future__ import annotations

from flask_babel import gettext as _

from microprojects.store import checkpoints
from microprojects.store.db import db
from microprojects.web.filters import paper_code


def log_mark() -> str:
    """Return the line for the foot of a printed sheet: the journal's end, and its last checkpoint.

    Sixteen digits of each, as eight could be met by trying another past often enough.
    """
    head, sealed = checkpoints.at_the_end(db.session())
    said = _("打印时公开流水到第 %(n)s 条，记账码 %(code)s", n=head.seq, code=paper_code(head.hash))
    if sealed is None:
        return said
    signed = _("封账到第 %(n)s 条，封账码 %(code)s", n=sealed.size, code=paper_code(sealed.root))
    return _("%(said)s；%(signed)s", said=said, signed=signed)
