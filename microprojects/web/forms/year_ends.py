"""The forms of a year's closing: the paper under which it is proposed, and the figures that are confirmed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.web.forms.house import HouseForm


class ClosingForm(HouseForm):
    """The number of the paper."""

    document = StringField(
        _l("文号"), [InputRequired(_l("请填文号。"))], description=_l("结账文件的编号，会公开")
    )


class ReportForm(HouseForm):
    """The figures that were looked at, and of a correction why it differs."""

    seen = HiddenField()
    reason = TextAreaField(_l("更正的理由"), description=_l("会公开；第一次公布不用写"))


class ConfirmForm(HouseForm):
    """Nothing but the figures that stood on the page."""

    seen = HiddenField()
