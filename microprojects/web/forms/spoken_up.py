"""What the forms of objections and of challenges have in common: brought to the desk by somebody, answered in writing."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm


class BroughtForm(HouseForm):
    """How something was brought to the desk, and by whom."""

    channel = RadioField(
        _l("怎么提的"),
        [InputRequired(_l("请选书面或口头。"))],
        choices=options([("oral", _l("口头，我来记")), ("paper", _l("书面"))]),
    )
    name = StringField(
        _l("谁提的"),
        [InputRequired(_l("请填姓名。"))],
        description=_l("姓名只有经办人看得到，不公开"),
        render_kw={"autocomplete": "off"},
    )


def outcome_field(words: Mapping[str, str]) -> RadioField:
    """Return the field for what an answer concludes."""
    return RadioField(
        _l("结论"),
        [InputRequired(_l("请选结论。"))],
        choices=options((code, _l(said)) for code, said in words.items()),
    )


def answer_field() -> TextAreaField:
    """Return the field for the answer itself."""
    return TextAreaField(
        _l("答复"),
        [InputRequired(_l("请写答复。"))],
        description=_l("查了什么、依据什么、怎么定。会公开，不要写个人信息"),
    )
