"""The anticipated "no": one exception family with a sentence for the person."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - the gettext community's name for "translate me at the edge"
    """Mark a message for translation without translating it."""
    return message


class Refusal(Exception):
    """A rule said no.

    `code` is stable for scripts and tests, `message` is a Chinese sentence with
    %(name)s places, `facts` fills the places. The web edge translates it.
    """

    code = "refused"
    status = 409
    message = N_("现在不能这样办。")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        """Return the sentence in the source language."""
        return self.message % self.facts if self.facts else self.message


class NotFound(Refusal):
    """There is no such thing, or the person may not know that there is."""

    code = "not-found"
    status = 404
    message = N_("没有找到这一项。请核对编号，或从列表里再找一次。")


class NotPermitted(Refusal):
    """The person's role, area or part in the matter does not allow the act."""

    code = "not-permitted"
    status = 403
    message = N_("您现在的身份不能办这件事。请找有权办理的人，或换账号登录。")


class WrongMoment(Refusal):
    """The thing is not in a state in which the act is possible."""

    code = "wrong-moment"
    message = N_("现在的状态是“%(state)s”，这一步不能办。请刷新页面，看看下一步是什么。")


class BadValue(Refusal):
    """A value that a person gave cannot be used."""

    code = "bad-value"
    status = 422
    message = N_("“%(field)s”填得不对：%(why)s。请改好后再交。")


class AlreadyDone(Refusal):
    """The same thing is there already; it was done a moment ago or by someone else."""

    code = "already-done"
    message = N_("这件事已经办过了，不用再办一次。请刷新页面查看结果。")


class ChangedMeanwhile(Refusal):
    """Another person changed the same thing between reading and writing."""

    code = "changed-meanwhile"
    message = N_("刚才有人先改了这一项，您的改动没有保存。请刷新页面，看过最新内容后再办。")


class Busy(Refusal):
    """The database did not let this writer in within its time."""

    code = "busy"
    status = 503
    message = N_("现在办理的人太多，这一步没有办成，什么都没有改动。请过一分钟再试。")
