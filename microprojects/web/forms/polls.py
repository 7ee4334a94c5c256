"""The forms of a residents' poll: what it is about, the dice that were thrown, and steps that ask for nothing but a yes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired

from microprojects.domain.ballots import BallotType
from microprojects.domain.category_caps import LABELS, Cap
from microprojects.domain.errors import N_
from microprojects.domain.money import Fen
from microprojects.domain.workdays import SHANGHAI
from microprojects.services.polls import MOST_POINTS, Wanted
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField, MoneyField
from microprojects.web.forms.house import HouseForm

# How to vote, in one line for each kind.
BALLOTS: dict[BallotType, str] = {
    BallotType.APPROVAL: N_("勾选，最多几项：赞成哪个勾哪个，最简单，老人也好填"),
    BallotType.KNAPSACK: N_("勾选，钱用完为止：勾的项目加起来不能超过总数，像自己排一次预算"),
    BallotType.POINTS: N_("分点数：每人有几个点，最想办的可以多给几个"),
    BallotType.RANKING: N_("排先后：最想办的排第一，第一名得分最多"),
}

_GROUP = "group_"
_CAP, _QUOTA = "cap_", "quota_"
GROUPS = (N_("甲组"), N_("乙组"), N_("丙组"), N_("丁组"), N_("戊组"), N_("己组"))


class PollForm(HouseForm):
    """A poll to be prepared; `made_for` adds the projects, their groups of variants, and limits of categories."""

    numbers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()

    title = StringField(_l("名称"), [InputRequired(_l("请写名称。"))], description=_l("会公开，也印在选票上"))
    projects = SelectMultipleField(_l("选票上放哪些项目"), description=_l("至少两个；序号开始前由系统抽定"))
    budget = MoneyField(_l("这次一共能用多少钱"), [InputRequired(_l("请填金额。"))])
    opens_day = DateField(_l("哪天开始"), [InputRequired(_l("请选开始的日期。"))])
    opens_hour = TimeField(_l("几点开始"), [InputRequired(_l("请填几点开始。"))])
    closes_day = DateField(_l("哪天截止"), [InputRequired(_l("请选截止的日期。"))])
    closes_hour = TimeField(_l("几点截止"), [InputRequired(_l("请填几点截止。"))])
    ballot = RadioField(
        _l("怎么选"),
        [InputRequired(_l("请选一种。"))],
        choices=options((each.value, _l(words)) for each, words in BALLOTS.items()),
        default=BallotType.APPROVAL.value,
    )
    least = CountField(
        _l("一张票至少选几个"), most=99, validators=[InputRequired(_l("请填几个。"))], default=1
    )
    most = CountField(_l("一张票最多选几个"), most=99)
    points = CountField(_l("每人几个点"), most=MOST_POINTS, description=_l("只有“分点数”要填，例如 10"))

    @property
    def wanted(self) -> Wanted:
        """Return what was filled in."""
        return Wanted(
            title=self.title.data or "",
            ballot=BallotType(self.ballot.data),
            least=self.least.data or 0,
            most=self.most.data or 0,
            budget=self.budget.data or Fen(0),
            opens_at=_moment(self.opens_day.data, self.opens_hour.data),
            closes_at=_moment(self.closes_day.data, self.closes_hour.data),
            projects=self.projects.data or [],
            points=self.points.data or 0,
            exclusive=[found for found in self._grouped() if found],
            caps=dict(self._caps()),
        )

    @property
    def groups(self) -> list[Field]:
        """Return the fields that say in which group each project is."""
        return [self[_GROUP + number] for number in self.numbers]

    @property
    def has_groups(self) -> bool:
        """Return whether any project is in a group."""
        return any(field.data for field in self.groups)

    def _grouped(self) -> Iterator[list[str]]:
        for place in range(1, len(GROUPS) + 1):
            yield [number for number in self.numbers if self[_GROUP + number].data == str(place)]

    @property
    def limits(self) -> list[tuple[Field, Field]]:
        """Return the two fields of each category: how much money, how many projects."""
        return [(self[_CAP + each], self[_QUOTA + each]) for each in self.categories]

    @property
    def has_limits(self) -> bool:
        """Return whether anything was typed into a limit."""
        return any(field.data is not None or field.errors for pair in self.limits for field in pair)

    def _caps(self) -> Iterator[tuple[str, Cap]]:
        for category, (money, count) in zip(self.categories, self.limits, strict=True):
            if money.data is not None or count.data is not None:
                yield category, Cap(money.data, count.data)


def made_for(projects: Iterable[tuple[str, str]], categories: Collection[str] = ()) -> type[PollForm]:
    """Return the form for a community; `projects` are its numbers and what is said of each."""
    named = tuple(projects)
    groups = [("", _l("不分组")), *((str(place), _l(words)) for place, words in enumerate(GROUPS, start=1))]
    fields: dict[str, Any] = {
        _GROUP + number: SelectField(words, choices=options(groups), default="") for number, words in named
    }
    fields["projects"] = SelectMultipleField(
        _l("选票上放哪些项目"), description=_l("至少两个；序号开始前由系统抽定"), choices=options(named)
    )
    listed = tuple(each for each in LABELS if each in categories)
    for each in listed:
        which = _l(LABELS[each])
        fields[_CAP + each] = MoneyField(_l("“%(which)s”最多用多少钱", which=which))
        fields[_QUOTA + each] = CountField(_l("“%(which)s”最多选上几个", which=which), most=99)
    numbers = tuple(number for number, _words in named)
    made: type[PollForm] = type(
        "CommunityPollForm", (PollForm,), {"numbers": numbers, "categories": listed, **fields}
    )
    return made


class DiceForm(HouseForm):
    """What twenty dice showed, and who saw it."""

    dice = TextAreaField(
        _l("20 次的点数"),
        [InputRequired(_l("请照掷出的先后写 20 个数。"))],
        description=_l("照掷出的先后写，只用 1 到 6；可以五个一组，中间空一格"),
    )
    witnesses = StringField(
        _l("见证人"), [InputRequired(_l("请写两位见证人。"))], description=_l("写身份，例如 监督员、居民代表")
    )


class YesForm(HouseForm):
    """Nothing but a yes."""


def _moment(day: date | None, hour: time | None) -> datetime:
    """Return a moment on the wall clock in Shanghai."""
    assert day is not None
    assert hour is not None
    return datetime.combine(day, hour, SHANGHAI)
