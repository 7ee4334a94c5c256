"""The form of minutes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.web.forms.house import HouseForm


class MinutesForm(HouseForm):
    """The whole text."""

    text = TextAreaField(
        _l("纪要"),
        [InputRequired(_l("纪要不能是空的。"))],
        description=_l("名字在公开版里会自动遮住；电话、住址、证件号会隐去"),
    )
    seen = HiddenField()  # the mark of the text that the writer began with
