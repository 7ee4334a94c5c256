"""The forms about a disclosure that was published: a correction, taking it down, hanging it on a board."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

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
    """Where it hangs, with a photograph that proves it."""

    place = StringField(
        _l("贴在哪里"), [InputRequired(_l("请写张贴地点。"))], description=_l("例如 荔枝苑东门公告栏")
    )
    photo = FileField(_l("照片（最好有）"), description=_l("拍到整张公示和周围，不要拍到人脸"))
