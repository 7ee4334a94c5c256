"""The forms of challenges of a count: filing one, writing one down for somebody, the answer, and the recount."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from microprojects.domain.challenges import GROUNDS, OUTCOMES
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm
from microprojects.web.forms.spoken_up import BroughtForm, answer_field, outcome_field


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
        description=_l(
            "会马上公开，不写您的名字，写到邻居也只留姓。请不要写进电话、住址，也不要写您选了什么"
        ),
    )


class ChallengeWrittenDownForm(ChallengeForm, BroughtForm):
    """A challenge that somebody brought to the desk, by word or on paper."""


class AnswerForm(HouseForm):
    """The supervisor's written answer."""

    outcome = outcome_field(OUTCOMES)
    text = answer_field()


class RecountForm(HouseForm):
    """Why the same ballots are counted anew."""

    reason = StringField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))
