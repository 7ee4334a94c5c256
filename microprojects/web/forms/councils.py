"""The forms of a council: founding it, giving a seat, ending a term."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from microprojects.domain.councils import BODIES, KINDS
from microprojects.domain.successions import REASONS
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm


class FoundForm(HouseForm):
    """A new body of a community; the communities are the view's to fill in."""

    community = SelectField(_l("社区"))
    body = RadioField(
        _l("哪一种"),
        [InputRequired(_l("请选哪一种。"))],
        choices=options((body, _l(words)) for body, words in BODIES.items()),
    )
    name = StringField(
        _l("名称"), [InputRequired(_l("请写名称。"))], description=_l("例如 荔枝社区居民议事会")
    )
    hall = StringField(_l("议事厅"), description=_l("平时在哪里开会"))


class SeatForm(HouseForm):
    """Who sits, from when, and whether the roster shows their name; namesakes are the view's to fill in."""

    name = StringField(
        _l("姓名"),
        [InputRequired(_l("请写姓名。"))],
        description=_l("要写全名；本人要先核实是本社区居民，或在本社区任职"),
    )
    person = RadioField(_l("是哪一位"), [Optional()], validate_choice=False)
    kind = SelectField(_l("席位"), choices=options((kind, _l(words)) for kind, words in KINDS.items()))
    since = DateField(_l("从哪天起"), [InputRequired(_l("请选从哪天起。"))])
    until = DateField(_l("到哪天"), [Optional()], description=_l("最后一天；没有定就空着"))
    name_public = BooleanField(_l("本人同意在公开名册里写名字"))


class EndForm(HouseForm):
    """The last day of a term, and why it is the last."""

    until = DateField(_l("最后一天"), [InputRequired(_l("请选最后一天。"))])
    reason = RadioField(
        _l("为什么结束"),
        [InputRequired(_l("请选为什么结束。"))],
        choices=options((reason, _l(words)) for reason, words in REASONS.items()),
        description=_l("只公开任期届满和辞职，别的不公开"),
    )
