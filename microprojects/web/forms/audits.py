"""The form of the result of an audit."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from microprojects.web.forms.fields import MoneyField
from microprojects.web.forms.house import HouseForm


class FindingForm(HouseForm):
    """What came of the audit of one project."""

    outcome = RadioField(_l("审计结论"), [InputRequired(_l("请选一项。"))], validate_choice=False)
    refund = MoneyField(_l("要退多少"), [Optional()], description=_l("有钱要退回才填"))
    words = TextAreaField(
        _l("审计情况"),
        [InputRequired(_l("请写审计情况。"))],
        description=_l("看了什么、查出什么、怎么改；会公开"),
    )
    reason = StringField(_l("为什么改"), description=_l("第一次写就空着；改结论必须写，旧结论留着"))
