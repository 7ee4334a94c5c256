"""The forms by which somebody who is not signed in proves to be on the roll of a poll, and those that print slips."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from microprojects.web.forms.house import HouseForm

EVERYBODY = "*"
_LONG = _l("写得太长了，请写短一些。")


class SlipForm(HouseForm):
    """The code on a slip."""

    code = StringField(
        _l("通知单上的代码"),
        [InputRequired(_l("请写通知单上的代码。")), Length(max=60, message=_LONG)],
        description=_l("12 个字母和数字，横线和大小写都不要紧"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class PhoneForm(HouseForm):
    """The phone to which a code is sent."""

    phone = StringField(
        _l("手机号"),
        [InputRequired(_l("请填手机号。")), Length(max=40, message=_LONG)],
        description=_l("要和社区名册上登记的一样"),
        render_kw={"inputmode": "tel", "autocomplete": "tel"},
    )


class TextCodeForm(PhoneForm):
    """The code that came, and whose vote it is where several share the phone."""

    code = StringField(
        _l("短信里的验证码"),
        [InputRequired(_l("请填短信里的 6 位数字。")), Length(max=40, message=_LONG)],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )
    name = StringField(
        _l("您的姓（几个人共用这个手机号的才要填）"),
        [Length(max=40, message=_LONG)],
        description=_l("写姓就行；同姓的写全名"),
        render_kw={"autocomplete": "off"},
    )


class SlipsForm(HouseForm):
    """For whom slips are printed; the buildings are the view's to fill in."""

    building = SelectField(_l("印给谁"), [InputRequired(_l("请选一项。"))])
