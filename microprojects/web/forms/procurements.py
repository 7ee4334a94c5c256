"""The forms of buying: the way, a quote, the choice, a tender that failed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.procurement_modes import Mode
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import MoneyField
from microprojects.web.forms.house import HouseForm

_MODES = options((mode.value, _l(mode.label)) for mode in Mode)


class ModeForm(HouseForm):
    """The way of buying."""

    mode = SelectField(_l("采购方式"), choices=_MODES, validate_choice=False)
    reason = TextAreaField(_l("说明（可不填）"), description=_l("会公开"))


class DeviationForm(HouseForm):
    """Another way of buying, and why."""

    mode = SelectField(_l("想用的采购方式"), choices=_MODES, validate_choice=False)
    reason = TextAreaField(
        _l("理由"),
        [InputRequired(_l("请写理由。"))],
        description=_l("为什么不能按规定的方式办，街道领导看了才批，会公开"),
    )


class QuoteForm(HouseForm):
    """What one supplier asks; the suppliers are the view's to fill in."""

    supplier = SelectField(_l("哪家单位"), [InputRequired(_l("请选一家单位。"))], coerce=int)
    amount = MoneyField(_l("报价"), [InputRequired(_l("请填报价。"))])
    conflicted = BooleanField(_l("和经办人、议事员或提议人有利害关系"))
    note = StringField(_l("备注（可不填）"))


class ChoiceForm(HouseForm):
    """Which of the quotes wins; the quotes are the view's to fill in."""

    supplier = RadioField(_l("选哪一家"), [InputRequired(_l("请选一家。"))], coerce=int)
    note = StringField(_l("理由（可不填）"), description=_l("没选最低价时写一句，会公开"))


class FailureForm(HouseForm):
    """Why buying failed."""

    reason = TextAreaField(
        _l("流标原因"), [InputRequired(_l("请写流标原因。"))], description=_l("例如只有一家报价，会公开")
    )


class ButtonForm(HouseForm):
    """Nothing but the button."""
