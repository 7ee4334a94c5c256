"""The forms of money: an allocation, an adjustment, social money."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.funds import DONOR_KINDS
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField, MoneyField
from microprojects.web.forms.house import HouseForm


class AllocationForm(HouseForm):
    """What a community gets in a year; the communities are the view's to fill in."""

    community = SelectField(_l("社区"), [InputRequired(_l("请选社区。"))])
    year = CountField(_l("年度"), most=2200, validators=[InputRequired(_l("请填年度。"))])
    amount = MoneyField(_l("金额"), [InputRequired(_l("请填金额。"))])
    document = StringField(
        _l("文号"), [InputRequired(_l("请填文号。"))], description=_l("下达文件的编号，会公开，不能重复记")
    )


class AdjustmentForm(AllocationForm):
    """What a community gets more, or less, in the middle of a year."""

    way = RadioField(
        _l("追加还是调减"),
        [InputRequired(_l("请选一种。"))],
        choices=options([("more", _l("追加")), ("less", _l("调减"))]),
    )
    reason = TextAreaField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))


class ReallocationForm(HouseForm):
    """What is moved from a community that hardly spends to another; the communities are the view's to fill in."""

    giver = SelectField(_l("从哪个社区调出"), [InputRequired(_l("请选社区。"))])
    taker = SelectField(_l("调给哪个社区"), [InputRequired(_l("请选社区。"))])
    amount = MoneyField(_l("金额"), [InputRequired(_l("请填金额。"))])
    document = StringField(
        _l("文号"), [InputRequired(_l("请填文号。"))], description=_l("调剂文件的编号，会公开，不能重复记")
    )
    reason = TextAreaField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))


class SocialForm(HouseForm):
    """Social money that was promised or came in."""

    kind = RadioField(
        _l("哪一种"),
        [InputRequired(_l("请选一种。"))],
        choices=options([("received", _l("到账")), ("pledge", _l("承诺"))]),
        default="received",
    )
    amount = MoneyField(_l("金额"), [InputRequired(_l("请填金额。"))])
    donor = RadioField(
        _l("谁出的"),
        [InputRequired(_l("请选一种。"))],
        choices=options((kind, _l(words)) for kind, words in DONOR_KINDS.items()),
        default="resident",
    )
    donor_name = StringField(_l("名称"), description=_l("单位或个人同意公开的才写，会公开"))
    consented = BooleanField(_l("我看过对方同意公开名称的书面同意，已存档"))
    document = StringField(
        _l("收据或承诺书编号"), [InputRequired(_l("请填编号。"))], description=_l("会公开，不能重复记")
    )
