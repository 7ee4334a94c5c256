"""The forms of a meeting: the call, the agenda, standing aside, reasons, the summary of a discussion."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from microprojects.domain.calls import KINDS as GROUNDS
from microprojects.domain.calls import REGULAR, Asked
from microprojects.domain.floor import SIDES
from microprojects.domain.motions import KINDS, Hands
from microprojects.domain.observers import TYPED as OBSERVERS
from microprojects.domain.workdays import SHANGHAI
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField
from microprojects.web.forms.house import HouseForm


class CallForm(HouseForm):
    """When and where a council meets, and on what ground; the members are the view's to fill in."""

    title = StringField(
        _l("会议名称"), [InputRequired(_l("请写会议名称。"))], description=_l("例如 居民议事会第 12 次会议")
    )
    place = StringField(_l("地点"), [InputRequired(_l("请写地点。"))])
    day = DateField(_l("日期"), [InputRequired(_l("请选日期。"))])
    hour = TimeField(_l("几点开始"), [InputRequired(_l("请填几点开始。"))])
    ground = RadioField(
        _l("召集的依据"),
        [Optional()],
        choices=options((kind, _l(words)) for kind, words in GROUNDS.items()),
        default=REGULAR,
    )
    members = SelectMultipleField(
        _l("哪些议事员要求的"), coerce=int, description=_l("名字只公开同意在名册上公开的，人数都公开")
    )
    signatures = CountField(
        _l("居民有效签名几个"), most=10**7, description=_l("先核对纸上的签名：本社区的成年居民，一人一个")
    )

    @property
    def starts_at(self) -> datetime:
        """Return the moment that was chosen, on the wall clock in Shanghai."""
        assert self.day.data is not None
        assert self.hour.data is not None
        return datetime.combine(self.day.data, self.hour.data, SHANGHAI)

    @property
    def asked(self) -> Asked:
        """Return on what ground the meeting is called."""
        return Asked(str(self.ground.data), frozenset(self.members.data or ()), self.signatures.data or 0)

    @property
    def is_on_demand(self) -> bool:
        """Return whether anything was filled in that a regular meeting does not need."""
        return self.ground.data != REGULAR or bool(self.members.data or self.signatures.raw_data)


class AgendaForm(HouseForm):
    """Which project goes on the agenda; the choices are the view's to fill in."""

    project = RadioField(_l("项目"), [InputRequired(_l("请选一个项目。"))])
    special = BooleanField(
        _l("按较高的线表决"), description=_l("超上限、未通过后再议的，系统会自动按较高的线")
    )


class ScheduleForm(HouseForm):
    """At which meeting a project is decided on; the choices are the view's to fill in."""

    meeting = RadioField(_l("排进哪次会议"), [InputRequired(_l("请选一次会议。"))])
    special = BooleanField(
        _l("按较高的线表决"), description=_l("超上限、未通过后再议的，系统会自动按较高的线")
    )


class WhyForm(HouseForm):
    """A reason that the public reads."""

    reason = StringField(_l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开"))


class DepartureForm(HouseForm):
    """Why the council decided otherwise than the residents voted."""

    reason = TextAreaField(
        _l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开。请不要写进姓名、电话、住址")
    )


class TableForm(WhyForm):
    """Why an item is put off, and the hands for and against it."""

    in_favour = IntegerField(
        _l("赞成搁置的人数"),
        [Optional(), NumberRange(0, 9999, _l("请填 0 到 9999 的整数。"))],
        description=_l("会议正在开、人数够时要填"),
    )
    against = IntegerField(
        _l("反对搁置的人数"), [Optional(), NumberRange(0, 9999, _l("请填 0 到 9999 的整数。"))]
    )


class RecuseForm(HouseForm):
    """Who stands aside and why; the members are the view's to fill in."""

    person = SelectField(_l("谁回避"), [InputRequired(_l("请选谁回避。"))])
    reason = StringField(
        _l("为什么"), [InputRequired(_l("请写理由。"))], description=_l("例如 是提议人、承办方是亲属")
    )
    by_ruling = BooleanField(_l("由主持人裁定"))


class SpeakerForm(HouseForm):
    """Who wants to speak, and for which side; the members are the view's to fill in."""

    person = SelectField(_l("谁发言"), [InputRequired(_l("请选谁发言。"))], validate_choice=False)
    side = RadioField(
        _l("立场"),
        [InputRequired(_l("请选赞成、反对或提问。"))],
        choices=options((side, _l(words)) for side, words in SIDES.items()),
    )


class MotionForm(HouseForm):
    """A motion, who moved it, and the hands counted; the members are the view's to fill in."""

    kind = RadioField(
        _l("什么动议"),
        [InputRequired(_l("请选一种动议。"))],
        choices=options((kind, _l(words)) for kind, words in KINDS.items()),
    )
    text = StringField(_l("修改什么"), description=_l("附修改意见时要写，会写进纪要和公开"))
    mover = SelectField(_l("谁提的"), [InputRequired(_l("请选是谁提的。"))])
    in_favour = IntegerField(_l("赞成"), [InputRequired(_l("请填赞成几人，没有填 0。"))])
    against = IntegerField(_l("反对"), [InputRequired(_l("请填反对几人，没有填 0。"))])
    abstain = IntegerField(_l("弃权"), [InputRequired(_l("请填弃权几人，没有填 0。"))])

    @property
    def hands(self) -> Hands:
        """Return the hands as they were typed."""
        return Hands(self.in_favour.data or 0, self.against.data or 0, self.abstain.data or 0)


class DiscussionForm(HouseForm):
    """What was said, in short."""

    text = TextAreaField(
        _l("讨论摘要"), description=_l("谁赞成、谁反对、为什么。会写进纪要，请不要写电话、住址")
    )
    seen = HiddenField()  # the mark of the text that the writer began with


class ObserverForm(HouseForm):
    """Whom to invite without a vote."""

    kind = RadioField(
        _l("是什么人"),
        [InputRequired(_l("请选是什么人。"))],
        choices=options((kind, _l(words)) for kind, words in OBSERVERS.items()),
    )
    name = StringField(
        _l("姓名"), [InputRequired(_l("请写姓名。"))], description=_l("可以写明单位、楼栋，不会公开")
    )


class DelegationForm(HouseForm):
    """Who gives their vote to whom, by which paper; the members are the view's to fill in."""

    principal = SelectField(_l("委托人（不在场）"))
    delegate = SelectField(_l("受托人（在场）"))
    paper = StringField(
        _l("委托书编号"),
        [InputRequired(_l("请填委托书的编号。"))],
        description=_l("本人签字的书面委托，原件由记录员存档"),
    )


class PersonForm(HouseForm):
    """The member whom a button is about."""

    person = StringField(validators=[InputRequired()])
    code = StringField()  # shown at the door, for who signs in by themself

    @property
    def person_id(self) -> int:
        """Return the member's number; zero, which nobody has, where it is none."""
        typed = (self.person.data or "").strip()
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
