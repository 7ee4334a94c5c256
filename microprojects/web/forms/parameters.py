"""The form of one parameter, made for its kind, and the form of a new round."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from microprojects.domain.parameters import Parameter, Value
from microprojects.web.forms.choices import options
from microprojects.web.forms.fields import CountField, MoneyField
from microprojects.web.forms.house import HouseForm
from microprojects.web.rule_words import CHOICES

_LARGEST = 10**9
_NEEDED = InputRequired(_l("请填新的数。"))


class ParameterForm(HouseForm):
    """A new value, for whom, and why; the communities are the view's to fill in."""

    community = SelectField(_l("给哪里改"))
    reason = TextAreaField(
        _l("理由"), [InputRequired(_l("请写理由。"))], description=_l("会公开，记进流水，不能删")
    )


class ProgrammeForm(HouseForm):
    """A programme: its name, its area and the scheme by which it runs; areas and schemes are the view's to fill in."""

    name = StringField(
        _l("方案名称"), [InputRequired(_l("请写方案名称。"))], description=_l("例如 民生微实事")
    )
    area = SelectField(_l("在哪里用"), [InputRequired(_l("请选地方。"))])
    scheme = RadioField(_l("按哪种做法"), [InputRequired(_l("请选一种做法。"))])


class RoundForm(HouseForm):
    """A community's new year; the communities are the view's to fill in."""

    community = SelectField(_l("社区"), [InputRequired(_l("请选社区。"))])
    year = CountField(_l("年度"), most=2200, validators=[InputRequired(_l("请填年度。"))])
    opens_on = DateField(_l("开始征集"), [InputRequired(_l("请填开始日期。"))])
    closes_on = DateField(_l("截止征集"), [InputRequired(_l("请填截止日期。"))])


def form_for(parameter: Parameter) -> ParameterForm:
    """Return a form whose fields fit the parameter's kind."""
    made = type("OneParameterForm", (ParameterForm,), _fields(parameter))
    form = made()
    assert isinstance(form, ParameterForm)
    return form


def names(parameter: Parameter) -> list[str]:
    """Return the names of the fields that hold the value, in order."""
    return list(_fields(parameter))


def fill(form: ParameterForm, parameter: Parameter, value: Value) -> None:
    """Put the value in force into a form that nobody has sent yet."""
    match parameter.kind:
        case "bool":
            form["value"].data = "yes" if value else "no"
        case "percents":
            form["value"].data = "、".join(map(str, value))
        case "share" | "part":
            for name in names(parameter):
                form[name].data = value[name]
        case _:
            form["value"].data = value


def value_of(form: ParameterForm, parameter: Parameter) -> Value:
    """Return what was typed, in the form in which the rules keep it; the rule itself checks it."""
    match parameter.kind:
        case "bool":
            return form["value"].data == "yes"
        case "percents":
            parts = (
                str(form["value"].data or "").replace("、", " ").replace(",", " ").replace("，", " ").split()
            )
            return [
                int(part) if part.isascii() and part.isdigit() and len(part) < 4 else -1 for part in parts
            ]
        case "share" | "part":
            return {name: form[name].data for name in names(parameter)}
    return form["value"].data if parameter.kind != "last_day" else (form["value"].data or "").strip()


def _fields(parameter: Parameter) -> dict[str, Any]:
    label = _l("新的数")
    match parameter.kind:
        case "bool":
            choices = options([("yes", _l("是")), ("no", _l("否"))])
            return {"value": RadioField(label, [_NEEDED], choices=choices)}
        case "int":
            return {
                "value": CountField(label, most=_LARGEST, validators=[_NEEDED], description=_range(parameter))
            }
        case "fen":
            return {"value": MoneyField(label, [_NEEDED])}
        case "choice":
            choices = options((code, _l(CHOICES.get(code, code))) for code in parameter.choices)
            return {"value": RadioField(label, [_NEEDED], choices=choices)}
        case "share":
            return _part_fields() | _base_field()
        case "part":
            return _part_fields()
        case "percents":
            hint = _l("各次的百分数，加起来 100，例如 30、50、17、3")
            return {"value": StringField(label, [_NEEDED], description=hint)}
    return {"value": _last_day_field() if parameter.kind == "last_day" else StringField(label, [_NEEDED])}


def _last_day_field() -> Field:
    return StringField(_l("新的数"), [Optional()], description=_l("月-日，例如 09-30；不设最后日期就留空"))


def _base_field() -> dict[str, Field]:
    bases = options([("present", _l("按到会人数算")), ("due", _l("按应到人数算"))])
    return {"base": RadioField(_l("按什么算"), [_NEEDED], choices=bases)}


def _part_fields() -> dict[str, Field]:
    return {
        "num": CountField(_l("分子"), most=100, validators=[_NEEDED]),
        "den": CountField(_l("分母"), most=100, validators=[_NEEDED]),
        "strict": BooleanField(_l("要超过这个数（不打勾就是达到即可）")),
    }


def _range(parameter: Parameter) -> str:
    return _("从 %(low)s 到 %(high)s", low=parameter.low, high=min(parameter.high, _LARGEST))
