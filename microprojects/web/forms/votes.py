"""The forms of a vote: how it is taken, what a member chooses, and the count of hands."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from microprojects.domain.casting import CHOICES, MODES
from microprojects.domain.paper_votes import PaperCount
from microprojects.web.forms.choices import options
from microprojects.web.forms.house import HouseForm


class OpenVoteForm(HouseForm):
    """How the vote is taken."""

    mode = RadioField(
        _l("表决方式"),
        [InputRequired(_l("请选表决方式。"))],
        choices=options((mode, _l(words)) for mode, words in MODES.items()),
    )


class CastForm(HouseForm):
    """One member's choice; all three weigh the same. `second` is filled in where it is the ballot of another."""

    second = HiddenField()

    choice = RadioField(
        _l("您投"),
        [InputRequired(_l("请选一项再投。"))],
        choices=options((choice, _l(words)) for choice, words in CHOICES.items()),
    )


class CountForm(HouseForm):
    """The hands that were counted, and who saw it."""

    in_favour = IntegerField(_l("赞成"), [InputRequired(_l("请填赞成几票，没有填 0。"))])
    against = IntegerField(_l("反对"), [InputRequired(_l("请填反对几票，没有填 0。"))])
    abstain = IntegerField(_l("弃权"), [InputRequired(_l("请填弃权几票，没有填 0。"))])
    first = StringField(_l("监票人一"), [InputRequired(_l("请写监票人的名字。"))])
    second = StringField(_l("监票人二"), [InputRequired(_l("请写另一位监票人的名字。"))])

    @property
    def witnesses(self) -> str:
        """Return both witnesses."""
        return f"{self.first.data}、{self.second.data}"


class RecountForm(HouseForm):
    """The right count, and how the wrong one came about."""

    in_favour = IntegerField(_l("赞成"), [InputRequired(_l("请填赞成几票，没有填 0。"))])
    against = IntegerField(_l("反对"), [InputRequired(_l("请填反对几票，没有填 0。"))])
    abstain = IntegerField(_l("弃权"), [InputRequired(_l("请填弃权几票，没有填 0。"))])
    reason = StringField(_l("错在哪里"), [InputRequired(_l("请写错在哪里。"))], description=_l("会公开"))


class PaperForm(HouseForm):
    """Who takes a paper ballot; the members are the view's to fill in."""

    person = SelectField(_l("谁用纸票"))


class PaperCountForm(HouseForm):
    """What one person counted of the paper ballots that came back."""

    in_favour = IntegerField(_l("赞成"), [InputRequired(_l("请填赞成几票，没有填 0。"))])
    against = IntegerField(_l("反对"), [InputRequired(_l("请填反对几票，没有填 0。"))])
    abstain = IntegerField(_l("弃权"), [InputRequired(_l("请填弃权几票，没有填 0。"))])
    spoiled = IntegerField(_l("作废"), [InputRequired(_l("请填作废几张，没有填 0。"))], default=0)

    @property
    def count(self) -> PaperCount:
        """Return the numbers as they were typed."""
        typed = (self.in_favour.data, self.against.data, self.abstain.data, self.spoiled.data)
        return PaperCount(*(each or 0 for each in typed))
