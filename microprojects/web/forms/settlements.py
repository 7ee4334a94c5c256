"""The form of the final account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from microprojects.web.forms.fields import MoneyField
from microprojects.web.forms.house import HouseForm


class AccountForm(HouseForm):
    """The figures and the words of a final account."""

    amount = MoneyField(_l("结算金额"), [InputRequired(_l("请填结算金额。"))])
    retention = MoneyField(
        _l("留多少质保金"),
        [InputRequired(_l("请填质保金，不留就填 0。"))],
        description=_l("最多结算的 3%"),
    )
    retention_until = DateField(_l("质保到哪天"), [Optional()], description=_l("不留质保金就空着"))
    review_by = StringField(_l("审核单位"), description=_l("工程超过规定金额必须先审核；没有审核就空着"))
    review_conclusion = TextAreaField(_l("审核结论"), description=_l("摘要会公开"))
    delivered = TextAreaField(_l("完成了多少"), description=_l("数量、场次、人次，会公开"))
    lessons = TextAreaField(_l("经验教训"), description=_l("下次怎么做得更好，会公开"))
