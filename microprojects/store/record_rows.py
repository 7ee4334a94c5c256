"""Rows that no table of the download shows, held against the entries of the journal that tell of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from microprojects.domain.actions import Action
from microprojects.store.comments import Comment
from microprojects.store.delivery import Progress, SupervisorNote
from microprojects.store.files import Attachment
from microprojects.store.journal import JournalEntry
from microprojects.store.projects import Project

# What is said, in Chinese and in English.
WORDS = {
    "alone": (
        "%(what)s %(id)s 在数据库里，流水里没有一条记过它：是流水外加进去的。",
        "%(what)s %(id)s is in the database, and no entry of the journal tells of it: it was added past the journal.",
    ),
    "gone": (
        "流水第 %(seq)s 条记的 %(what)s %(id)s，数据库里没有了：被删掉了。",
        "Entry %(seq)s tells of %(what)s %(id)s, which is not in the database: it was deleted.",
    ),
    "text": (
        "%(what)s %(id)s 的文字和流水第 %(seq)s 条的记账码对不上：被改过。",
        "The words of %(what)s %(id)s are not those of which entry %(seq)s tells the fingerprint: they were changed.",
    ),
    "hidden": (
        "%(what)s %(id)s 在数据库里是收起的，流水里没有收起它的那一条：是流水外收起的。",
        "%(what)s %(id)s is hidden in the database, and no entry of the journal hid it.",
    ),
    "shown": (
        "流水里收起或撤回了 %(what)s %(id)s，数据库里却还照样写着。",
        "The journal hid %(what)s %(id)s or took it back, and the database shows it as before.",
    ),
    "file": (
        "文件 %(id)s 的记账码不在流水里：换成了别的文件。",
        "The fingerprint of file %(id)s is in no entry of the journal: another file was put in its place.",
    ),
}
# How each act on a comment leaves it.
_COMMENTS = {
    Action.COMMENT_WRITE.value: "shown",
    Action.COMMENT_HIDE.value: "hidden",
    Action.COMMENT_RESTORE.value: "shown",
    Action.COMMENT_WITHDRAW.value: "withdrawn",
}
# Rows that only the taking down of a disclosure hides.
HIDDEN_WITH = (Progress, SupervisorNote)


_AT_ONCE = 500


@dataclass(slots=True)
class _Told:
    """What the journal tells of one comment: the entry that wrote it, the fingerprint of its words, how it stands now."""

    seq: int
    digest: str
    stands: str


def wrongs(session: Session, language: int = 0) -> Iterator[str]:
    """Yield a sentence for each row that its entries tell otherwise, and each that has no entry or is gone."""
    for found in (_comments, _hidden, _files):
        for key, facts in found(session):
            yield WORDS[key][language] % facts


def _comments(session: Session) -> Iterator[tuple[str, dict[str, object]]]:
    """Name every comment that reads or stands otherwise than its acts left it, that has none, or that is gone."""
    told = _told(session)
    rows = select(Comment.id, Comment.text, Comment.hidden_at, Comment.withdrawn_at).order_by(Comment.id)
    for number, text, hidden_at, withdrawn_at in session.execute(rows.execution_options(yield_per=_AT_ONCE)):
        facts: dict[str, object] = {"what": "comment", "id": number}
        entry = told.pop(number, None)
        if entry is None:
            yield "alone", facts
            continue
        stands = "withdrawn" if withdrawn_at else "hidden" if hidden_at else "shown"
        if stands != entry.stands:
            yield ("shown" if stands == "shown" else "hidden"), facts
        if entry.digest and not withdrawn_at and hashlib.sha256(text.encode()).hexdigest() != entry.digest:
            yield "text", {**facts, "seq": entry.seq}
    for number in sorted(told):
        yield "gone", {"what": "comment", "id": number, "seq": told[number].seq}


def _told(session: Session) -> dict[int, _Told]:
    told: dict[int, _Told] = {}
    for seq, verb, body in session.execute(_entries(*_COMMENTS)):
        facts = json.loads(body)["facts"]
        number = facts["comment"]
        if verb == Action.COMMENT_WRITE:
            told[number] = _Told(seq, facts.get("text_sha256", ""), "shown")
        elif number in told:
            told[number].stands = _COMMENTS[verb]
    return told


def _hidden(session: Session) -> Iterator[tuple[str, dict[str, object]]]:
    """Name what is hidden of a project of which no disclosure was taken down."""
    down = set(
        session.scalars(
            select(JournalEntry.subject).where(JournalEntry.verb == Action.DISCLOSURE_TAKE_DOWN.value)
        )
    )
    for table in HIDDEN_WITH:
        query = (
            select(table.id, Project.number)
            .join(Project, Project.id == table.project_id)
            .where(table.hidden_at.is_not(None))
        )
        for number, project in session.execute(query.order_by(table.id)):
            if f"project/{project}" not in down:
                yield "hidden", {"what": f"{table.__tablename__}, {project},", "id": number}


def _files(session: Session) -> Iterator[tuple[str, dict[str, object]]]:
    """Name every public file whose fingerprint no entry tells, and every written report that reads otherwise."""
    told = {
        json.loads(body)["facts"]["sha256"]
        for _seq, _verb, body in session.execute(_entries(Action.ATTACHMENT_ADD.value))
    }
    rows = session.execute(
        select(Attachment.id, Attachment.sha256, Attachment.text)
        .where(Attachment.public, Attachment.removed_at.is_(None))
        .order_by(Attachment.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for number, digest, text in rows:
        if digest not in told or (text and hashlib.sha256(text.encode()).hexdigest() != digest):
            yield "file", {"id": number}


def _entries(*verbs: str) -> Select[int, str, str]:
    return (
        select(JournalEntry.seq, JournalEntry.verb, JournalEntry.body)
        .where(JournalEntry.verb.in_(verbs))
        .order_by(JournalEntry.seq)
        .execution_options(yield_per=_AT_ONCE)
    )
