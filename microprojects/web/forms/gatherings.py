"""The forms of a gathering: the call, the list, how each matter ends, sign-up and lots, marks."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Optional

from microprojects.domain.gathering_kinds import SIDES, Asks, GatheringKind
from microprojects.domain.gatherings import ANSWERS, STANCES
from microprojects.domain.workdays import SHANGHAI
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField
from microprojects.web.forms.house import HouseForm

MOST = 9_999


class GatheringForm(HouseForm):
    """When and where; the communities are the view's to fill in."""

    community = SelectField(_l("社区"))
    title = StringField(_l("会的名称"), description=_l("不填就用这种会的名称，例如 十二月居民恳谈日"))
    place = StringField(_l("地点"), [InputRequired(_l("请写地点。"))])
    day = DateField(_l("日期"), [InputRequired(_l("请选日期。"))])
    hour = TimeField(_l("几点开始"), [InputRequired(_l("请填几点开始。"))])

    @property
    def starts_at(self) -> datetime:
        """Return the moment that was chosen, on the wall clock in Shanghai."""
        assert self.day.data is not None
        assert self.hour.data is not None
        return datetime.combine(self.day.data, self.hour.data, SHANGHAI)


class HearingForm(GatheringForm):
    """A gathering whose seats may be drawn by lot."""

    seed_source = StringField(
        _l("抽签用哪个公开的号码"),
        [InputRequired(_l("请先说定用哪个号码，例如 开会前一天的福彩3D开奖号。"))],
        description=_l("报名前就公开，谁也不能事先知道，例如 12月8日福彩3D开奖号"),
    )


class TopicForm(HouseForm):
    """One topic."""

    title = StringField(_l("想谈什么"), [InputRequired(_l("请用一句话写想谈什么。"))])
    text = TextAreaField(
        _l("说明（可不填）"),
        description=_l("会公开，不写您的名字，写到邻居也只留姓；请不要写电话、门牌号。最多 500 字"),
    )


class ReportForm(HouseForm):
    """Who reports on their work."""

    who = StringField(
        _l("谁述职"), [InputRequired(_l("请写职务。"))], description=_l("写职务，例如 居委会主任")
    )
    text = TextAreaField(_l("述什么职（可不填）"), description=_l("会公开。最多 500 字"))


class CountForm(HouseForm):
    """How many people came."""

    attended = CountField(_l("到会人数"), most=MOST, validators=[InputRequired(_l("请填到会几人。"))])


class CloseForm(HouseForm):
    """A summary of the whole."""

    summary = TextAreaField(_l("小结（可不填）"), description=_l("会公开。请不要写名字、电话、门牌号"))


class DrawForm(HouseForm):
    """The public number, and who saw it."""

    seed = StringField(_l("公开的号码"), [InputRequired(_l("请照公布的填。"))])
    witnesses = StringField(
        _l("见证人"), [InputRequired(_l("请写两位见证人。"))], description=_l("写身份，例如 监督员、居民代表")
    )


class SignUpForm(HouseForm):
    """As what somebody takes part; the sides that have seats are the view's to fill in."""

    side = RadioField(_l("您以什么身份参加"), [InputRequired(_l("请选一种身份。"))])


class EndForm(HouseForm):
    """How a matter ends; the endings are the view's to fill in."""

    ending = RadioField(_l("怎么办"), [InputRequired(_l("请选怎么办。"))])
    text = TextAreaField(_l("怎么办的、为什么"), description=_l("会公开"))
    receiver = StringField(_l("谁来办"), description=_l("限期办、转单位的要写，写单位或岗位"))
    due_on = DateField(_l("哪天办完"), [Optional()], description=_l("限期办的要写"))
    project = StringField(
        _l("项目编号"), description=_l("已经另写了提议的填编号；不填，就替提话题的居民起一份草稿")
    )

    def suit(self, kind: GatheringKind) -> None:
        """Offer the endings of a kind, and only the fields that one of them asks for."""
        self.ending.choices = options((each.word, _(each.label)) for each in kind.endings)
        asked = {ask for each in kind.endings for ask in each.asks}
        for ask, name in ((Asks.RECEIVER, "receiver"), (Asks.DUE, "due_on"), (Asks.PROJECT, "project")):
            if ask not in asked:
                del self[name]


class DoneForm(HouseForm):
    """What came of a promise."""

    text = TextAreaField(_l("办得怎样"), [InputRequired(_l("请写办得怎样。"))], description=_l("会公开"))


class StatementForm(HouseForm):
    """What somebody said."""

    side = RadioField(
        _l("谁说的"),
        [InputRequired(_l("请选身份。"))],
        choices=options((code, _l(words)) for code, words in SIDES.items()),
    )
    stance = RadioField(
        _l("态度"),
        [InputRequired(_l("请选态度。"))],
        choices=options((code, _l(words)) for code, words in STANCES.items()),
    )
    text = TextAreaField(
        _l("说了什么"), [InputRequired(_l("请写说了什么。"))], description=_l("会公开，不写名字")
    )


class AnswerForm(HouseForm):
    """Whether a statement is followed, and why."""

    answer = RadioField(
        _l("采不采纳"),
        [InputRequired(_l("请选采不采纳。"))],
        choices=options((code, _l(words)) for code, words in ANSWERS.items()),
    )
    reason = TextAreaField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))


class WitnessedForm(HouseForm):
    """Who saw the count; the marks are added for each kind."""

    witnesses = StringField(
        _l("监票人"), [InputRequired(_l("请写两位监票人。"))], description=_l("写身份，例如 监督员、居民代表")
    )


def mark_form(kind: GatheringKind) -> type[WitnessedForm]:
    """Return the form in which the marks of a kind are counted: one number for each level."""
    boxes = {
        f"mark_{level.word}": CountField(
            _(level.label), most=MOST, validators=[InputRequired(_("请填几票，没有填 0。"))]
        )
        for level in kind.levels
    }
    return type("MarkForm", (WitnessedForm,), boxes)
