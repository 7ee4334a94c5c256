"""The forms of minutes: the text, the scan of the signed paper, and what a later meeting says of them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.kept_minutes import WISHES
from microprojects.domain.motions import Hands
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm


class MinutesForm(HouseForm):
    """The whole text."""

    text = TextAreaField(
        _l("纪要"),
        [InputRequired(_l("纪要不能是空的。"))],
        description=_l("名字在公开版里会自动遮住；电话、住址、证件号会隐去"),
    )
    seen = HiddenField()  # the mark of the text that the writer began with


class ScanForm(HouseForm):
    """The paper with three signatures in ink."""

    upload = FileField(
        _l("签字原件的扫描或照片"),
        [FileRequired(_l("请选一个文件。"))],
        description=_l("PDF、JPG 或 PNG。只有议事会和办事人员能看，不公开"),
    )


class RulingForm(HouseForm):
    """Which minutes, what the room wants with them, and its hands; the minutes are the view's to fill in."""

    minutes = RadioField(_l("哪一份纪要"), [InputRequired(_l("请选一份纪要。"))])
    wish = RadioField(
        _l("大家的意思"),
        [InputRequired(_l("请选通过，或选更正。"))],
        choices=options((wish, _l(words)) for wish, words in WISHES.items()),
        default="confirm",
    )
    text = StringField(_l("改什么"), description=_l("选更正时要写，会写进这次会议的纪要"))
    in_favour = IntegerField(_l("赞成"), [InputRequired(_l("请填赞成几人，没有填 0。"))])
    against = IntegerField(_l("反对"), [InputRequired(_l("请填反对几人，没有填 0。"))])
    abstain = IntegerField(_l("弃权"), [InputRequired(_l("请填弃权几人，没有填 0。"))])

    @property
    def hands(self) -> Hands:
        """Return the hands as they were typed."""
        return Hands(self.in_favour.data or 0, self.against.data or 0, self.abstain.data or 0)
