"""The online discussion of a project: who is shown how, when it is open, how much one person may write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.masks import public_name
from microprojects.domain.people import OFFICE_ROLES, Role
from microprojects.domain.states import FINAL, PRIVATE, UNMODERATED, State
from microprojects.domain.workdays import SHANGHAI

STANCES: dict[str, str] = {"for": N_("赞成"), "against": N_("反对"), "neutral": N_("只说想法")}
HIDE_REASONS: dict[str, str] = {
    "privacy": N_("写了个人隐私"),
    "insult": N_("骂人或人身攻击"),
    "advert": N_("广告"),
    "off_topic": N_("和项目无关"),
    "unlawful": N_("违反法律法规"),
}
LONGEST = 500
LONGEST_REASON = 200
PER_HOUR = 10
PACE = timedelta(hours=1)


class CommentsClosed(Refusal):
    """The project is not (or no longer) open for discussion."""

    code = "comments-closed"
    message = N_("这个项目现在是“%(state)s”，讨论没有开放。已有的意见仍可以看。")


class TooManyComments(Refusal):
    """One person wrote as much in an hour as one may."""

    code = "too-many-comments"
    status = 429
    message = N_("一小时里最多写 %(limit)s 条，您已经写满了。请在 %(time)s 以后再写，写好的内容请先留着。")


class ReplyTooDeep(Refusal):
    """A reply to a reply."""

    code = "reply-too-deep"
    message = N_("只能回复第一层的意见。请回到那一条意见下面写。")


class CommentGone(Refusal):
    """The comment was hidden or taken back."""

    code = "comment-gone"
    message = N_("这条意见已经隐藏或撤回，不能再办。请刷新页面，看最新的讨论。")


class NotHidden(Refusal):
    """The comment is shown already, or its author took it back."""

    code = "comment-not-hidden"
    message = N_("这条意见现在没有隐藏，或已由本人撤回，不用恢复。请刷新页面，看最新的讨论。")


class SameHider(Refusal):
    """Who hid a comment, or wrote it, does not decide that it is shown again."""

    code = "comment-same-hider"
    status = 403
    message = N_("这条意见是您隐藏的或您写的，不能由您恢复。请让另一位同事看过再办。")


class UndoOver(Refusal):
    """The minutes for taking a comment back have passed."""

    code = "undo-over"
    message = N_(
        "写出 %(minutes)s 分钟内可以撤回，现在已经过了。如有不妥，请点“举报”，说明是自己写的，社区会处理。"
    )


class SameAgain(Refusal):
    """The same words were written a moment ago."""

    code = "same-comment-again"
    message = N_("同样的话您刚刚在这里写过，已经收到，不用再交一次。")


def is_open(state: State) -> bool:
    """Return whether a project in that state is discussed: from its acceptance to its end."""
    return state not in PRIVATE | UNMODERATED | FINAL


def require_open(state: State) -> None:
    """Refuse to discuss a project that the public does not see yet, or that is over."""
    if not is_open(state):
        raise CommentsClosed(state=state.label)


def require_stance(stance: str) -> None:
    """Refuse a stance that is none of the three."""
    if stance not in STANCES:
        raise BadValue(field=N_("态度"), why=N_("只能选赞成、反对或只说想法"))


def require_pace(written: Sequence[datetime]) -> None:
    """Refuse one more than an hour's measure; `written` is when, oldest first, this one included."""
    if len(written) > PER_HOUR:
        free = written[-PER_HOUR - 1] + PACE
        # Rounded up to the minute, so that who comes at the time told is let in.
        shown = (free + timedelta(seconds=59)).astimezone(SHANGHAI)
        raise TooManyComments(limit=PER_HOUR, time=f"{shown:%H:%M}")


def can_undo(written_at: datetime, minutes: int, at: datetime) -> bool:
    """Return whether the author may still take it back."""
    return at <= written_at + timedelta(minutes=minutes)


def require_undo(written_at: datetime, minutes: int, at: datetime) -> None:
    """Refuse to take back what has stood longer than the programme's minutes."""
    if not can_undo(written_at, minutes, at):
        raise UndoOver(minutes=minutes)


def shown_name(role: Role, name: str) -> str:
    """Return the name beside a role in public: masked for residents and members, none for an office."""
    return "" if role in OFFICE_ROLES or role is Role.UNIT else public_name(name)
