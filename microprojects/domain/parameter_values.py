"""What values a parameter may take."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.fund_shares import is_ratio
from microprojects.domain.money import Fen
from microprojects.domain.parameters import BY_KEY, Parameter, Rulebook, Value
from microprojects.domain.reallocations import is_last_day, is_month_day
from microprojects.domain.tranches import RetentionTooHigh, tranches
from microprojects.domain.votes import BadShare, Share

# Of each pair the first must not be above the second.
IN_ORDER = (
    ("council.size_min", "council.size_max"),
    ("council.absences_warn", "council.attendance_last"),
    ("evaluation.warn_percent", "evaluation.pass_percent"),
    ("change.minor_pct", "change.major_pct"),
)

# Texts of a form of their own, and what is said of any other.
_FORMS: dict[str, tuple[Callable[[object], bool], str]] = {
    "ratio": (is_ratio, N_("要写成“市:区”两个数，例如 1:1，不能都是零")),
    "month_day": (is_month_day, N_("要写成“月-日”，例如 08-31")),
    "last_day": (is_last_day, N_("要写成“月-日”，例如 09-30；不设最后日期就留空")),
}
_UNREACHABLE = N_("分子要大于零、不超过分母；写“超过”时要小于分母")


class BadParameter(Refusal):
    """A value does not fit its parameter."""

    code = "bad-parameter"
    status = 422
    message = N_("“%(label)s”不能设成 %(value)s：%(why)s。请改好再存。")


class CrossingParameters(Refusal):
    """Two parameters that go together are out of order."""

    code = "crossing-parameters"
    status = 422
    message = N_(
        "“%(lower)s”是 %(low)s，“%(upper)s”是 %(high)s，前一个不能大于后一个。请先改另一项，或换一个数。"
    )


def checked(key: str, value: Value) -> Value:
    """Return the value if it fits the parameter of that key.

    Raises:
        BadParameter: there is no such parameter, or the value has the wrong form or size.
    """
    parameter = BY_KEY.get(key)
    if parameter is None:
        raise BadParameter(label=key, value=str(value)[:40], why=N_("没有这个参数"))
    why = _wrong(parameter, value)
    if why:
        raise BadParameter(label=parameter.label, value=str(value)[:40], why=why)
    return value


def require_in_order(rules: Rulebook) -> None:
    """Refuse a rulebook in which a lower limit stands above its upper one.

    Raises:
        CrossingParameters: with both limits.
    """
    for lower, upper in IN_ORDER:
        low, high = rules.number(lower), rules.number(upper)
        if low > high:
            labels = {"lower": BY_KEY[lower].label, "upper": BY_KEY[upper].label}
            raise CrossingParameters(low=low, high=high, **labels)


def _wrong(parameter: Parameter, value: Value) -> str | None:
    match parameter.kind:
        case "bool":
            return None if isinstance(value, bool) else N_("只能是“是”或“否”")
        case "int" | "fen":
            fits = type(value) is int and parameter.low <= value <= parameter.high
            return None if fits else N_("要填范围内的整数")
        case "choice":
            return None if value in parameter.choices else N_("不在可选的几项里")
        case "percents":
            return _wrong_tranches(parameter, value)
        case "share":
            return None if _is_share(value) else _UNREACHABLE
        case "ratio" | "month_day" | "last_day":
            fits_form, why = _FORMS[parameter.kind]
            return None if fits_form(value) else why
        case "part":
            return None if _is_part(value) else _UNREACHABLE
        case _:
            return None if isinstance(value, str) and len(value) <= 100 else N_("要填不超过 100 个字的文字")


def _wrong_tranches(parameter: Parameter, value: Value) -> str | None:
    fits = isinstance(value, list) and bool(value) and all(type(v) is int and v > 0 for v in value)
    if not (fits and sum(value) == 100):
        return N_("各次加起来要正好 100")
    try:
        tranches(parameter.key.removeprefix("payment."), Fen(100), value)
    except RetentionTooHigh:
        return N_("末次是质保金，最多只能留 3")
    return None


def _is_share(value: Value) -> bool:
    if not isinstance(value, Mapping) or value.get("base") not in ("present", "due"):
        return False
    return _is_part({name: each for name, each in value.items() if name != "base"})


def _is_part(value: Value) -> bool:
    if not isinstance(value, Mapping) or set(value) != {"num", "den", "strict"}:
        return False
    num, den = value["num"], value["den"]
    if not (type(num) is int and type(den) is int and den <= 100):
        return False
    if not isinstance(value["strict"], bool):
        return False
    try:
        Share(num, den, value["strict"])  # what nobody could reach is refused where votes are counted, too
    except BadShare:
        return False
    return True
