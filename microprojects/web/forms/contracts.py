"""The forms of the contract: its terms, its redacted text, the start of work."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.web.forms.fields import MoneyField
from microprojects.web.forms.house import HouseForm

_TEXT = _l("银行账号、手机、身份证号、签名都要先删掉；贴进来的就是公开的")


class SigningForm(HouseForm):
    """The terms of a signed contract."""

    contract_number = StringField(_l("合同编号"), [InputRequired(_l("请填合同编号。"))])
    amount = MoneyField(_l("合同金额"), [InputRequired(_l("请填合同金额。"))])
    fiscal = MoneyField(_l("其中财政资金"), [InputRequired(_l("请填财政资金，没有就填 0。"))])
    social = MoneyField(_l("其中自筹资金"), [InputRequired(_l("请填自筹资金，没有就填 0。"))])
    signed_on = DateField(_l("签订日期"), [InputRequired(_l("请填签订日期。"))])
    starts_on = DateField(_l("约定开工日期"), [InputRequired(_l("请填开工日期。"))])
    ends_on = DateField(_l("约定完工日期"), [InputRequired(_l("请填完工日期。"))])
    public_text = TextAreaField(_l("合同文本（可以以后再公开）"), description=_TEXT)


class TextForm(HouseForm):
    """The redacted text of the contract."""

    public_text = TextAreaField(_l("合同文本"), [InputRequired(_l("请贴上合同文本。"))], description=_TEXT)
