"""The forms of a change of a contract and of work that stands still."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.changes import MOST_DAYS
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField, MoneyField
from microprojects.web.forms.house import HouseForm


class ChangeForm(HouseForm):
    """What is to change: more or less money, more or fewer days, other work."""

    reason = TextAreaField(
        _l("变更的原因"), [InputRequired(_l("请写变更的原因。"))], description=_l("会公开，不写个人信息")
    )
    money = RadioField(
        _l("合同金额"), choices=options([("more", _l("增加")), ("less", _l("减少"))]), default="more"
    )
    fiscal = MoneyField(_l("其中财政资金增减（没有就空着）"))
    social = MoneyField(_l("其中自筹资金增减（没有就空着）"))
    time = RadioField(
        _l("工期"), choices=options([("more", _l("增加")), ("less", _l("减少"))]), default="more"
    )
    days = CountField(_l("工期增减几天（没有就空着）"), most=MOST_DAYS)
    scope = TextAreaField(
        _l("内容、地点、做法有什么变化（没有就空着）"),
        description=_l("会公开。写了就要议事会重新表决，再公示"),
    )


class RefuseForm(HouseForm):
    """Why a change is not agreed to."""

    reason = TextAreaField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))


class SuspendForm(HouseForm):
    """Why work stands still, and until when."""

    reason = TextAreaField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))
    expected_on = DateField(_l("预计哪天恢复"), [InputRequired(_l("请填预计恢复的日期。"))])
