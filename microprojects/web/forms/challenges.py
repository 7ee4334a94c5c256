"""The forms of challenges of a count: filing one, writing one down for somebody, the answer, and the recount."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.challenges import GROUNDS, OUTCOMES
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm


class ChallengeForm(HouseForm):
    """What somebody doubts about a count."""

    ground = RadioField(
        _l("质疑什么"),
        [InputRequired(_l("请选一种。"))],
        choices=options((code, _l(words)) for code, words in GROUNDS.items()),
    )
    text = TextAreaField(
        _l("哪里不对"),
        [InputRequired(_l("请写哪里不对。"))],
        description=_l("原话会马上公开，不写您的名字。请不要写进姓名、电话、住址，也不要写您选了什么"),
    )


class ChallengeWrittenDownForm(ChallengeForm):
    """A challenge that somebody brought to the desk, by word or on paper."""

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


class AnswerForm(HouseForm):
    """The supervisor's written answer."""

    outcome = RadioField(
        _l("结论"),
        [InputRequired(_l("请选结论。"))],
        choices=options((code, _l(words)) for code, words in OUTCOMES.items()),
    )
    text = TextAreaField(
        _l("答复"),
        [InputRequired(_l("请写答复。"))],
        description=_l("查了什么、依据什么、怎么定。会公开，不要写个人信息"),
    )


class RecountForm(HouseForm):
    """Why the same ballots are counted anew."""

    reason = StringField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))
