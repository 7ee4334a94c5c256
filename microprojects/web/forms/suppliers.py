"""The forms of suppliers: a new one, and a reason."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.web.forms.house import HouseForm


class SupplierForm(HouseForm):
    """Name and code; the streets are the view's to fill in."""

    name = StringField(
        _l("单位名称"), [InputRequired(_l("请填单位全称。"))], description=_l("营业执照上的全称")
    )
    credit_code = StringField(
        _l("统一社会信用代码"),
        [InputRequired(_l("请填 18 位信用代码。"))],
        description=_l("18 位，营业执照上抄，会公开"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    street = SelectField(_l("哪个街道登记"), [InputRequired(_l("请选街道。"))], validate_choice=False)


class BarForm(HouseForm):
    """Why a supplier is barred, or admitted again."""

    reason = TextAreaField(_l("原因"), [InputRequired(_l("请写原因。"))], description=_l("会公开"))
