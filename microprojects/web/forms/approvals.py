"""The forms of approval: the filing's number, an emergency's reason, an early end."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.web.forms.house import HouseForm


class FilingForm(HouseForm):
    """The number under which the street files the resolution."""

    filing_number = StringField(
        _l("备案号"), [InputRequired(_l("请填备案号。"))], description=_l("例如 榕街备〔2026〕12号，会公开")
    )


class FastTrackForm(HouseForm):
    """Why it cannot wait."""

    reason = TextAreaField(
        _l("为什么等不及"), [InputRequired(_l("请写理由。"))], description=_l("有什么危险，会公开")
    )


class CancelForm(HouseForm):
    """Why it ends, and how paid money comes back."""

    reason = TextAreaField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))
    recovery_plan = TextAreaField(
        _l("已付的钱怎么追回"), description=_l("没有付过款可以空着；付过款必须写，会公开")
    )


class ExtendForm(HouseForm):
    """Which last day is moved for one project, until when, and why."""

    which = RadioField(_l("哪个最后日期"), [InputRequired(_l("请选一项。"))], validate_choice=False)
    until = DateField(_l("准到哪天"), [InputRequired(_l("请填准到哪天。"))])
    reason = TextAreaField(
        _l("理由"), [InputRequired(_l("请写理由。"))], description=_l("为什么不能按时，会公开")
    )


class StopForm(HouseForm):
    """Why it is stopped."""

    reason = TextAreaField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))


class ButtonForm(HouseForm):
    """Nothing but the button."""
