"""The forms of a council's register: a term, an election, a successor, what is recorded of a member."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Optional

from microprojects.domain.councils import KINDS
from microprojects.domain.elections import WAYS
from microprojects.domain.successions import REASONS
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField, Rows
from microprojects.web.forms.house import HouseForm

MOST_SEATS = 100
MOST_PEOPLE = 1_000_000
_ANSWERS = (("", _l("不登记")), ("yes", _l("是")), ("no", _l("不是")))


class TermForm(HouseForm):
    """Which term of the council, and when it begins."""

    number = CountField(_l("第几届"), most=99, validators=[InputRequired(_l("请填第几届。"))])
    since = DateField(_l("从哪天起"), [InputRequired(_l("请选从哪天起。"))])


class ElectedForm(Form):
    """One seat that may come from the election; its name is the view's to fill in."""

    seat = HiddenField()
    won = BooleanField()
    votes = CountField(_l("得票"), most=MOST_PEOPLE)


class ElectionForm(HouseForm):
    """An election as it was held; terms and seats are the view's to fill in."""

    term = SelectField(_l("哪一届"), validate_choice=False)
    held_on = DateField(_l("选举日期"), [InputRequired(_l("请选选举日期。"))])
    way = RadioField(
        _l("怎么选的"),
        [InputRequired(_l("请选怎么选的。"))],
        choices=options((way, _l(words)) for way, words in WAYS.items()),
    )
    due = CountField(_l("应到"), most=MOST_PEOPLE, description=_l("有权投票的人数；单位委派的空着"))
    voted = CountField(_l("实到"), most=MOST_PEOPLE, description=_l("来投票的人数；单位委派的空着"))
    document = StringField(_l("文号"), description=_l("选举结果报告或批复的编号，会公开"))
    elected = Rows(FormField(ElectedForm), max_entries=MOST_SEATS)

    def fill(self, seats: Iterable[tuple[int, str]]) -> None:
        """Put a row for each seat into a form that nobody has sent yet."""
        for seat_id, _name in seats:
            self["elected"].append_entry({"seat": str(seat_id)})

    def name_rows(self, names: dict[str, str]) -> None:
        """Let each row say whose seat it is."""
        for row in self["elected"]:
            row.form.won.label.text = names.get(row.form.seat.data or "", "")

    @property
    def results(self) -> dict[int, int | None]:
        """Return the seats that were ticked, with their votes."""
        ticked = (row.form for row in self["elected"] if row.form.won.data)
        return {int(row.seat.data): row.votes.data for row in ticked if _is_number(row.seat.data)}


class AnnulForm(HouseForm):
    """What is wrong with a record."""

    reason = StringField(_l("错在哪里"), [InputRequired(_l("请写错在哪里。"))], description=_l("会公开"))


class ReplaceForm(HouseForm):
    """Why a seat falls vacant, and who takes it; namesakes and elections are the view's to fill in."""

    reason = RadioField(
        _l("为什么结束"),
        [InputRequired(_l("请选为什么结束。"))],
        choices=options((reason, _l(words)) for reason, words in REASONS.items()),
        description=_l("只公开任期届满和辞职，别的不公开"),
    )
    last_day = DateField(_l("最后一天"), [InputRequired(_l("请选最后一天。"))])
    name = StringField(
        _l("递补的人"),
        [InputRequired(_l("请写姓名。"))],
        description=_l("要写全名；本人要先核实是本社区居民，或在本社区任职"),
    )
    person = RadioField(_l("是哪一位"), [Optional()], validate_choice=False)
    kind = SelectField(_l("席位"), choices=options((kind, _l(words)) for kind, words in KINDS.items()))
    other_kind = BooleanField(_l("席位换一种"))
    since = DateField(_l("从哪天起"), [InputRequired(_l("请选从哪天起。"))])
    election = SelectField(_l("哪次选举选出的"), validate_choice=False)
    name_public = BooleanField(_l("本人同意在公开名册里写名字"))

    @property
    def election_id(self) -> int | None:
        """Return the election that was picked, None where none was."""
        return int(str(self.election.data)) if _is_number(self.election.data) else None


class FactsForm(HouseForm):
    """What a member lets be counted."""

    woman = SelectField(_l("女性"), choices=options(_ANSWERS), default="")
    under_35 = SelectField(_l("就任时不满 35 岁"), choices=options(_ANSWERS), default="")
    over_60 = SelectField(_l("就任时超过 60 岁"), choices=options(_ANSWERS), default="")
    non_local = SelectField(_l("非户籍居民"), choices=options(_ANSWERS), default="")
    agreed = BooleanField(_l("本人同意登记，只用来算构成"))

    def fill(self, known: object) -> None:
        """Put what is recorded into a form that nobody has sent yet."""
        for field in (self.woman, self.under_35, self.over_60, self.non_local):
            answer = getattr(known, field.name, None)
            field.data = "" if answer is None else "yes" if answer else "no"

    def answer(self, name: str) -> bool | None:
        """Return what was answered, None where nothing was."""
        return {"yes": True, "no": False}.get(self[name].data)


def _is_number(typed: str | None) -> bool:
    words = typed or ""
    return words.isascii() and words.isdigit() and len(words) < 10
