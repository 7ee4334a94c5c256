"""The online discussion: to write, take back, report, hide or leave standing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from microprojects.domain import comments as rules
from microprojects.domain.actions import Action
from microprojects.domain.comments import CommentGone, NotHidden, ReplyTooDeep, SameAgain, SameHider
from microprojects.domain.errors import N_, AlreadyDone, NotFound
from microprojects.domain.people import Actor
from microprojects.domain.permissions import Target
from microprojects.domain.texts import line, needed, paragraphs
from microprojects.services._deed import acting_role, note, permit, unnamed
from microprojects.services._words import clean, text_seal
from microprojects.store import comments, projects, rulebooks
from microprojects.store.comments import Comment, CommentReport
from microprojects.store.db import transaction
from microprojects.store.projects import Project


def write(
    number: str, *, text: str, stance: str, actor: Actor, at: datetime, parent_id: int | None = None
) -> int:
    """Write a comment on a project, or a reply to one of the first level; return its number.

    Raises:
        NotFound: there is no such project, or no such comment on it.
        NotPermitted: the actor is not verified there and holds no role there.
        CommentsClosed: the project is not discussed now.
        ReplyTooDeep, CommentGone: the comment is a reply itself, or is shown no more.
        BadValue, PrivacyFinding: the words cannot be published.
        SameAgain, TooManyComments: it was written just now, or is one too many in an hour.
    """
    with transaction() as session:
        project = projects.by_number(session, number)
        permit(actor, Action.COMMENT_WRITE, project.target, at=at)
        rules.require_open(project.state)
        rules.require_stance(stance)
        said = needed(N_("意见"), paragraphs(N_("意见"), text, limit=rules.LONGEST))
        clean(N_("意见"), said)
        said = unnamed(session, said, Action.COMMENT_WRITE, actor=actor, at=at, area=project.area.path)
        if parent_id is not None:
            _require_head(session, project, parent_id)
        comment = Comment(
            project_id=project.id,
            parent_id=parent_id,
            author_id=actor.person_id,
            author_role=acting_role(actor, Action.COMMENT_WRITE, project.area.path, at=at),
            stance=stance,
            text=said,
            written_at=at,
        )
        session.add(comment)
        session.flush()
        facts = {"comment": comment.id, "stance": stance, **text_seal(said)}
        note(session, Action.COMMENT_WRITE, project, facts, actor=actor, at=at)
        # Asked last, when the head of the journal is held: two at once cannot both be the tenth.
        _require_measure(session, comment, at)
        return comment.id


def withdraw(comment_id: int, *, actor: Actor, at: datetime) -> None:
    """Take one's own comment back within the programme's minutes; its text is not kept.

    Raises:
        NotFound, NotPermitted: there is no such comment, or it is somebody else's.
        CommentGone, UndoOver: it is shown no more, or has stood too long.
    """
    with transaction() as session:
        comment, project = _held(session, comment_id)
        permit(actor, Action.COMMENT_WITHDRAW, Target(project.area.path, comment.author_id), at=at)
        _require_standing(comment)
        rules.require_undo(comment.written_at, rulebooks.of(project).number("ux.undo_minutes"), at)
        comment.text, comment.withdrawn_at = "", at
        _settle(session, comment, actor=actor, at=at)
        note(session, Action.COMMENT_WITHDRAW, project, {"comment": comment.id}, actor=actor, at=at)


def report(comment_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Point the community's staff at a comment that should not stand; one report a person.

    Raises:
        NotFound, NotPermitted: there is no such comment, or the actor is not signed in.
        CommentGone, AlreadyDone: it is shown no more, or the actor reported it before.
        BadValue: no reason, or one that is too long.
    """
    with transaction() as session:
        comment, project = _held(session, comment_id)
        permit(actor, Action.COMMENT_REPORT, project.target, at=at)
        _require_standing(comment)
        why = needed(N_("理由"), line(N_("理由"), reason, limit=rules.LONGEST_REASON))
        session.add(
            CommentReport(comment_id=comment.id, person_id=actor.person_id, reason=why, reported_at=at)
        )
        session.flush()
        note(session, Action.COMMENT_REPORT, project, {"comment": comment.id}, actor=actor, at=at)


def hide(comment_id: int, *, reason: str, actor: Actor, at: datetime) -> None:
    """Show the reason in place of a comment, and the role of who hid it; reports on it are settled.

    Raises:
        NotFound, NotPermitted: there is no such comment, or the actor is not on its community's staff.
        CommentGone: it is shown no more.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    with transaction() as session:
        comment, project = _held(session, comment_id)
        permit(actor, Action.COMMENT_HIDE, project.target, at=at)
        _require_standing(comment)
        why = needed(N_("理由"), line(N_("理由"), reason, limit=rules.LONGEST_REASON))
        clean(N_("理由"), why)
        comment.hidden_at, comment.hidden_reason, comment.hidden_by_id = at, why, actor.person_id
        role = acting_role(actor, Action.COMMENT_HIDE, project.area.path, at=at)
        comment.hidden_by_role = role.value if role else ""
        _settle(session, comment, actor=actor, at=at)
        facts = {"comment": comment.id, "reason": why}
        note(session, Action.COMMENT_HIDE, project, facts, actor=actor, at=at)


def restore(comment_id: int, *, reason: str, actor: Actor, at: datetime) -> str:
    """Show a hidden comment again, by somebody else than who hid it; both reasons stay in public.

    Returns the number of its project.

    Raises:
        NotFound, NotPermitted: there is no such comment, or the actor works neither for its community nor its street.
        NotHidden: it is shown, or its author took it back.
        SameHider: who hid it, or wrote it, does not show it again.
        BadValue, PrivacyFinding: the reason cannot be published.
    """
    with transaction() as session:
        comment, project = _held(session, comment_id)
        permit(actor, Action.COMMENT_RESTORE, project.target, at=at)
        if comment.hidden_at is None or comment.withdrawn_at is not None:
            raise NotHidden
        if actor.person_id in (comment.hidden_by_id, comment.author_id):
            raise SameHider
        why = needed(N_("理由"), line(N_("理由"), reason, limit=rules.LONGEST_REASON))
        clean(N_("理由"), why)
        role = acting_role(actor, Action.COMMENT_RESTORE, project.area.path, at=at)
        comment.was_hidden_at, comment.was_hidden_reason = comment.hidden_at, comment.hidden_reason
        comment.hidden_at, comment.hidden_reason, comment.hidden_by_id = None, "", None
        comment.restored_at, comment.restored_reason = at, why
        comment.restored_by_id, comment.restored_by_role = actor.person_id, role.value if role else ""
        facts = {"comment": comment.id, "reason": why}
        note(session, Action.COMMENT_RESTORE, project, facts, actor=actor, at=at)
        return project.number or ""


def keep(comment_id: int, *, actor: Actor, at: datetime) -> None:
    """Leave a reported comment standing; the reports on it are settled.

    Raises:
        NotFound, NotPermitted: there is no such comment, or the actor is not on its community's staff.
        AlreadyDone: no report waits.
    """
    with transaction() as session:
        comment, project = _held(session, comment_id)
        permit(actor, Action.COMMENT_KEEP, project.target, at=at)
        if not _settle(session, comment, actor=actor, at=at):
            raise AlreadyDone
        note(session, Action.COMMENT_KEEP, project, {"comment": comment.id}, actor=actor, at=at)


def _held(session: Session, comment_id: int) -> tuple[Comment, Project]:
    return comments.get(session, comment_id, for_update=True)


def _require_head(session: Session, project: Project, parent_id: int) -> None:
    """Refuse to reply to anything but a standing comment of the first level on the same project."""
    parent = session.get(Comment, parent_id)
    if parent is None or parent.project_id != project.id:
        raise NotFound
    if parent.parent_id is not None:
        raise ReplyTooDeep
    _require_standing(parent)


def _require_standing(comment: Comment) -> None:
    if comment.hidden_at is not None or comment.withdrawn_at is not None:
        raise CommentGone


def _require_measure(session: Session, comment: Comment, at: datetime) -> None:
    """Refuse what its author has just said in the same place, and one too many in an hour."""
    written = comments.of_author_since(session, comment.author_id, at - rules.PACE)
    said = (comment.project_id, comment.parent_id, comment.text)
    if any((c.project_id, c.parent_id, c.text) == said for c in written if c.id != comment.id):
        raise SameAgain
    rules.require_pace([each.written_at for each in written])


def _settle(session: Session, comment: Comment, *, actor: Actor, at: datetime) -> int:
    """Close the open reports on a comment, and return how many there were."""
    waiting = comments.open_reports(session, comment.id)
    for each in waiting:
        each.settled_at, each.settled_by_id = at, actor.person_id
    return len(waiting)
