"""The forms of the discussion: to write, to report, to hide."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.comments import HIDE_REASONS, STANCES
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm

_OTHER = "other"


class CommentForm(HouseForm):
    """One comment."""

    stance = RadioField(
        _l("您的态度"),
        [InputRequired(_l("请选一个态度；不想表态就选“只说想法”。"))],
        choices=options((code, _l(label)) for code, label in STANCES.items()),
        validate_choice=False,
    )
    text = TextAreaField(
        _l("您想说什么"),
        [InputRequired(_l("请写几句。"))],
        description=_l("最多 500 字。会公开，只显示您的姓，写到邻居也只留姓；请不要写电话、门牌号"),
    )


class ReplyForm(HouseForm):
    """One reply."""

    text = TextAreaField(
        _l("回复"),
        [InputRequired(_l("请写几句。"))],
        description=_l("最多 500 字。会公开，只显示您的姓，写到邻居也只留姓；请不要写电话、门牌号"),
    )


class ReportForm(HouseForm):
    """Why a comment should not stand."""

    reason = StringField(
        _l("哪里不妥"), [InputRequired(_l("请写哪里不妥。"))], description=_l("只给社区工作人员看，不公开")
    )


class HideForm(HouseForm):
    """Why a comment is hidden, which the public reads in its place."""

    kind = RadioField(
        _l("为什么隐藏"),
        [InputRequired(_l("请选理由。"))],
        choices=options(
            [*((code, _l(label)) for code, label in HIDE_REASONS.items()), (_OTHER, _l("别的理由"))]
        ),
    )
    words = StringField(_l("别的理由，或补充一句（可不填）"), description=_l("会公开"))

    @property
    def reason(self) -> str:
        """Return the reason as the public will read it, in the source language."""
        return "，".join(
            filter(None, (HIDE_REASONS.get(self.kind.data or ""), (self.words.data or "").strip()))
        )


class RestoreForm(HouseForm):
    """Why a hidden comment is shown again, which the public reads below it."""

    reason = StringField(_l("为什么恢复"), [InputRequired(_l("请写为什么恢复。"))], description=_l("会公开"))
