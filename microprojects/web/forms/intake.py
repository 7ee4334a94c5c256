"""The forms of assisted entry: who walked in, and the first line of what they propose."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from microprojects.services.residents import Seen
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.proposals import TitleForm

_SHORT = Length(max=50, message=_l("写得太长了，请写短一些。"))


class FindForm(HouseForm):
    """Whom to look for. It is sent as a form, so that no number stands in an address."""

    wanted = StringField(
        _l("姓名或手机号"),
        [Length(min=2, max=40, message=_l("请写全姓名，至少两个字，或完整的手机号。"))],
        render_kw={"autocomplete": "off"},
    )


class WalkInForm(HouseForm):
    """What a resident tells at the window; the communities are the view's to fill in."""

    name = StringField(
        _l("姓名"), [InputRequired(_l("请填姓名。")), _SHORT], render_kw={"autocomplete": "off"}
    )
    community = SelectField(_l("住在哪个社区"), validate_choice=False)
    building = StringField(
        _l("楼栋（可不填）"),
        [_SHORT],
        description=_l("例如 3号楼2单元。不公开"),
        render_kw={"autocomplete": "off"},
    )
    phone = StringField(
        _l("手机号（可不填）"),
        [_SHORT],
        description=_l("加密保存，只给经办人联系用"),
        render_kw={"autocomplete": "off", "inputmode": "tel"},
    )
    seen = RadioField(
        _l("看到了什么"),
        [AnyOf([seen.value for seen in Seen], message=_l("请选看到的证明。"))],
        choices=options((seen.value, _l(seen.label)) for seen in Seen),
        description=_l("只记种类，不记证件号，也不留复印件"),
        validate_choice=False,
    )
    of_age = BooleanField(
        _l("看过出生日期，满了提议的年龄"),
        [InputRequired(_l("请看过出生日期，满了再打勾。"))],
        description=_l("只看不记"),
    )
    consents = BooleanField(
        _l("已把个人信息说明念给本人听，本人同意"),
        [InputRequired(_l("请念给本人听，本人同意才能登记。"))],
    )


class EntryForm(TitleForm):
    """The first line, and that the resident asked for it to be written for them."""

    asked = BooleanField(
        _l("本人在场，请我代录；写好念给本人听，本人在字条上签字"),
        [InputRequired(_l("要本人在场、请您代录，才能开始。"))],
    )
