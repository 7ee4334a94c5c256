"""What values a parameter may take."""

from __future__ import annotations

from collections.abc import Mapping

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.parameters import BY_KEY, Parameter, Value


class BadParameter(Refusal):
    """A value does not fit its parameter."""

    code = "bad-parameter"
    status = 422
    message = N_("“%(label)s”不能设成 %(value)s：%(why)s。请改好再存。")


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
            fits = isinstance(value, list) and bool(value) and all(type(v) is int and v > 0 for v in value)
            return None if fits and sum(value) == 100 else N_("各次加起来要正好 100")
        case "share":
            return None if _is_share(value) else N_("要写成分子、分母、是否“超过”")
        case _:
            return None if isinstance(value, str) and len(value) <= 100 else N_("要填不超过 100 个字的文字")


def _is_share(value: Value) -> bool:
    if not isinstance(value, Mapping) or set(value) != {"num", "den", "strict", "base"}:
        return False
    num, den = value["num"], value["den"]
    return (
        type(num) is int
        and type(den) is int
        and 0 < num <= den <= 100
        and isinstance(value["strict"], bool)
        and value["base"] in ("present", "due")
    )
