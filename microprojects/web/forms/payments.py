"""The forms of paying: entering, approving, sending back, money that came back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.web.forms.fields import MoneyField
from microprojects.web.forms.house import HouseForm


class PaymentForm(HouseForm):
    """One payment; the instalments are the view's to fill in."""

    tranche = RadioField(_l("付哪一期"), [InputRequired(_l("请选一期。"))], coerce=int, validate_choice=False)
    amount = MoneyField(_l("金额"), [InputRequired(_l("请填金额。"))])
    fiscal = MoneyField(_l("其中财政资金"), [InputRequired(_l("请填财政资金，没有就填 0。"))])
    social = MoneyField(_l("其中自筹资金"), [InputRequired(_l("请填自筹资金，没有就填 0。"))])
    invoice = StringField(
        _l("发票号"), [InputRequired(_l("请填发票号。"))], description=_l("一张发票只能付一次")
    )
    purpose = StringField(
        _l("用途"), [InputRequired(_l("请写用途。"))], description=_l("例如 进度款，灯杆装完；会公开")
    )


class ApprovalForm(HouseForm):
    """The bank's voucher and its day."""

    voucher = StringField(_l("凭证号"), [InputRequired(_l("请填凭证号。"))], description=_l("会公开"))
    paid_on = DateField(_l("付款日期"), [InputRequired(_l("请填付款日期。"))])


class RejectionForm(HouseForm):
    """Why a payment is sent back."""

    reason = TextAreaField(
        _l("退回原因"), [InputRequired(_l("请写退回原因。"))], description=_l("会公开，发票可以改好再录")
    )


class RefundForm(HouseForm):
    """Money that came back; the causes and the payments of which it may be are the view's to fill in."""

    cause = RadioField(_l("为什么退回来"), [InputRequired(_l("请选一项。"))], validate_choice=False)
    payment = RadioField(_l("退的是哪一笔付款"), default="")
    amount = MoneyField(_l("退回金额"), [InputRequired(_l("请填退回金额。"))])
    came_on = DateField(_l("哪天退回"), [InputRequired(_l("请填退回日期。"))])
    document = StringField(_l("单据号"), [InputRequired(_l("请填单据号。"))], description=_l("会公开"))
    reason = StringField(_l("原因"), description=_l("例如 第二期多算了一次搬运费；会公开。银行退票可以不写"))


class PaymentSheetForm(HouseForm):
    """The sheet of the finance system."""

    upload = FileField(
        _l("付款文件"),
        [FileRequired(_l("请选一个文件。"))],
        description=_l("CSV 或 XLSX，最多 5 MB、500 笔。先给您一行一行看，看过才录"),
    )


class ConfirmSheetForm(HouseForm):
    """Nothing but the mark of the preview that was looked at."""

    seen = HiddenField()
