"""The forms of screening: the sheet, the one return, the decline, the answer to an appeal, the merge."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from microprojects.domain.declines import GROUNDS, LONGEST_REASON
from microprojects.domain.screening import QUESTIONS
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm

YES, NO = "yes", "no"
_LONGEST_NOTE = 200
_TOO_LONG = _l("写得太长了，请写短一些。")


class SheetForm(HouseForm):
    """A yes or no and a note for each question of the sheet; the fields are added below."""

    def fill(self, answers: dict[str, Any]) -> None:
        """Put the answers of before into a form that nobody has sent yet."""
        for code in QUESTIONS:
            answer = answers.get(code) or {}
            ok = answer.get("ok")
            self[code].data = None if ok is None else YES if ok else NO
            self[f"{code}_note"].data = answer.get("note", "")

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """Return what was answered; a question without an answer stays open."""
        meaning = {YES: True, NO: False}
        return {
            code: {"ok": meaning.get(self[code].data), "note": self[f"{code}_note"].data or ""}
            for code in QUESTIONS
        }


for _code, _words in QUESTIONS.items():
    _choices = options([(YES, _l("是")), (NO, _l("否"))])
    setattr(SheetForm, _code, RadioField(_l(_words), choices=_choices, validate_choice=False))
    _note = StringField(_l("备注（可不填）"), [Length(max=_LONGEST_NOTE, message=_TOO_LONG)])
    setattr(SheetForm, f"{_code}_note", _note)


class ReturnForm(HouseForm):
    """Everything that is to be mended, one thing a line."""

    items = TextAreaField(
        _l("要补的内容，一行一条"),
        [InputRequired(_l("请一次列全要补的内容。")), Length(max=4500, message=_TOO_LONG)],
        description=_l("只能退一次，请一次说全，例如：写明装几盏灯"),
    )
    reason = TextAreaField(
        _l("为什么退回"), [InputRequired(_l("请写为什么退回。")), Length(max=500, message=_TOO_LONG)]
    )

    @property
    def listed(self) -> list[str]:
        """Return the lines that are not empty."""
        return [line for line in (self.items.data or "").splitlines() if line.strip()]


class DeclineForm(HouseForm):
    """The ground of a decline, and the reason in words."""

    code = RadioField(
        _l("依据"),
        [InputRequired(_l("请选一条依据。"))],
        choices=options((code, _l(ground.rule)) for code, ground in GROUNDS.items()),
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("理由"),
        [InputRequired(_l("请写理由。")), Length(max=LONGEST_REASON, message=_TOO_LONG)],
        description=_l("会公开，也会让提议人看到。说清楚为什么、该找谁。不写人名和电话"),
    )


class AnswerForm(HouseForm):
    """The street's answer to an appeal."""

    outcome = RadioField(
        _l("复核结果"),
        [AnyOf(("upheld", "dismissed"), message=_l("请选复核结果。"))],
        choices=options(
            [("upheld", _l("成立：退回社区重新审查")), ("dismissed", _l("不成立：维持不予受理"))]
        ),
        validate_choice=False,
    )
    answer = TextAreaField(
        _l("答复"),
        [InputRequired(_l("请写答复。")), Length(max=LONGEST_REASON, message=_TOO_LONG)],
        description=_l("会公开。不写人名和电话"),
    )


class MergeForm(HouseForm):
    """The project into which this one goes; the choices are the view's to fill in."""

    into = StringField(
        _l("并到哪个项目（编号）"),
        [InputRequired(_l("请写项目编号。")), Length(max=20, message=_TOO_LONG)],
        description=_l("例如 LZ-2026-014"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    agrees = BooleanField(_l("已经问过提议人，提议人同意合并"))


class UrgentForm(HouseForm):
    """Why a proposal cannot wait for seconders."""

    reason = TextAreaField(
        _l("为什么急"),
        [InputRequired(_l("请写为什么急。")), Length(max=500, message=_TOO_LONG)],
        description=_l("会公开。说清楚有什么危险"),
    )


class PlainForm(HouseForm):
    """Nothing but the button."""
