"""The forms of objections: filing one, writing one down for somebody, the reply, and what it leads to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.objections import EFFECTS, GROUNDS, OUTCOMES
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.spoken_up import BroughtForm, answer_field, outcome_field


class ObjectionForm(HouseForm):
    """What a resident has against what is on notice."""

    ground = RadioField(
        _l("为什么有异议"),
        [InputRequired(_l("请选一种理由。"))],
        choices=options((code, _l(words)) for code, words in GROUNDS.items()),
    )
    facts = TextAreaField(
        _l("事实是什么"),
        [InputRequired(_l("请写事实：哪里、什么时候、怎么不对。"))],
        description=_l("哪里、什么时候、怎么不对。只有经办人看得到原文，公开的是经办人的概括"),
    )
    wish = TextAreaField(_l("希望怎么办（可不填）"))
    contact = StringField(
        _l("怎么联系您（可不填）"),
        description=_l("电话或别的方式。加密保存，只有经办人看得到，不公开"),
        render_kw={"autocomplete": "tel"},
    )


class WrittenDownForm(ObjectionForm, BroughtForm):
    """An objection that somebody brought to the desk, by word or on paper."""


def effect_field() -> RadioField:
    """Return the field for what follows from an answer."""
    return RadioField(
        _l("接下来怎么办"),
        [InputRequired(_l("请选接下来怎么办。"))],
        choices=options((code, _l(words)) for code, words in EFFECTS.items()),
        default="none",
    )


class ReplyForm(HouseForm):
    """The written answer to an objection."""

    outcome = outcome_field(OUTCOMES)
    effect = effect_field()
    text = answer_field()
    public_facts = TextAreaField(
        _l("公开的事实"),
        description=_l("别人会读到的说法。请用自己的话概括，不照抄原文，不写能认出人的内容；也可以空着"),
    )


class FurtherForm(HouseForm):
    """Why the answer does not content."""

    why = TextAreaField(
        _l("为什么不服"),
        [InputRequired(_l("请写为什么不服，或写到期没有答复。"))],
        description=_l("哪一点没有答到，您希望怎样。只有经办人看得到，不公开"),
    )


class AboveForm(HouseForm):
    """The answer of the street or of the district."""

    outcome = outcome_field(OUTCOMES)
    effect = effect_field()
    text = answer_field()


class GroupForm(HouseForm):
    """Which objections say the same, and why they are answered together."""

    chosen = SelectMultipleField(_l("哪几件"), coerce=int)
    reason = TextAreaField(
        _l("为什么合并"), [InputRequired(_l("请写为什么合并。"))], description=_l("会公开，不写是谁提的")
    )


class ReasonForm(HouseForm):
    """A reason that is published."""

    reason = TextAreaField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))


class ButtonForm(HouseForm):
    """Nothing but the button."""
