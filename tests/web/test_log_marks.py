"""A printed sheet says where the journal stood, so that the paper can be compared later."""

from __future__ import annotations

from microprojects.services import areas, checkpoints
from microprojects.store import checkpoints as kept
from microprojects.store import journal
from microprojects.store.db import db
from microprojects.web.filters import paper_code
from microprojects.web.log_marks import log_mark


def line(app):
    with app.test_request_context():
        db.session.rollback()
        return log_mark()


def test_before_a_checkpoint_the_line_has_the_end_of_the_journal_alone(app, world):
    assert line(app) == "打印时公开流水到第 0 条，记账码 0000 0000 0000 0000"


def test_the_line_has_the_end_of_the_journal_and_the_last_checkpoint(app, world):
    for n in (1, 2):
        areas.count("minghu/rongshu/lizhi", adults=n, actor=world["pei"], at=world.now)
        if n == 1:
            checkpoints.sign_due(at=world.now)
    head, sealed = journal.head(db.session()), kept.newest(db.session())

    assert line(app) == (
        f"打印时公开流水到第 2 条，记账码 {paper_code(head.hash)}；封账到第 1 条，封账码 {paper_code(sealed.root)}"
    )
