"""The forms about a disclosure that was published: a correction, taking it down, hanging it on a board."""

from __future__ import annotations

from datetime import datetime, time

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Optional

from microprojects.domain.workdays import SHANGHAI
from microprojects.web.forms.house import HouseForm


class CorrectionForm(HouseForm):
    """One wording and how it should read; the wordings are the view's to fill in."""

    path = SelectField(_l("改哪一项"), [InputRequired(_l("请选要改的一项。"))])
    text = TextAreaField(
        _l("改成"), description=_l("写改好以后的整段文字；表决过、签过字的文字，只能把个人信息换成〔已隐去〕")
    )
    reason = TextAreaField(
        _l("为什么改"), [InputRequired(_l("请写理由。"))], description=_l("会公开，原来的一版也留着")
    )


class TakeDownForm(HouseForm):
    """Why it is hidden, and which of its texts are to be read nowhere else either; those are the view's to fill in."""

    hidden = SelectMultipleField(
        _l("哪几处写了个人信息"),
        description=_l("勾上的，前面和以后的版本、项目页都不再显示，并马上公开隐去后的新版本"),
    )

    reason = TextAreaField(
        _l("为什么撤下"), [InputRequired(_l("请写理由。"))], description=_l("会公开。不要再写一遍要藏的内容")
    )


class BoardPostForm(HouseForm):
    """Where it hangs, since when, with a photograph that proves it; the boards are the view's to fill in."""

    board = SelectField(_l("公告栏"), [Optional()])
    place = StringField(_l("贴在哪里"), description=_l("选了公告栏就不用写，例如 荔枝苑东门公告栏"))
    day = DateField(_l("哪天贴的"), [Optional()], description=_l("不填就是现在"))
    hour = TimeField(_l("几点贴的"), [Optional()], description=_l("大概就行"))
    photo = FileField(
        _l("照片"), description=_l("拍到整张公示和周围，不要拍到人脸；照片里的位置、机型会去掉")
    )

    @property
    def where(self) -> str:
        """Return the place: what was typed, else the board that was chosen."""
        return self.place.data or self.board.data or ""

    @property
    def hung_at(self) -> datetime | None:
        """Return when it was put up, by the wall clock in Shanghai; None for now."""
        if self.day.data is None:
            return None
        return datetime.combine(self.day.data, self.hour.data or time(), SHANGHAI)


class BoardForm(HouseForm):
    """One more board of a community."""

    name = StringField(
        _l("公告栏名称"), [InputRequired(_l("请写公告栏名称。"))], description=_l("例如 荔枝苑东门公告栏")
    )
