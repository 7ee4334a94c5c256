"""A scheme is read from the data of a file or of a stored snapshot, and checked to be one that the house can run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from microprojects.domain.councils import BODIES
from microprojects.domain.data_reading import Wrong, one_of, only, rows, written
from microprojects.domain.errors import N_
from microprojects.domain.schemes import (
    ADVISERS,
    WINDOWS,
    BadScheme,
    Deliberation,
    Disclosure,
    DisclosureKind,
    Kind,
    Review,
    Scheme,
    When,
)
from microprojects.domain.votes import BadShare, Base, Share


def parse(data: Mapping[str, Any]) -> Scheme:
    """Return the scheme that the data of a TOML file (or a stored snapshot) describes.

    Raises:
        BadScheme: the order or the words are not ones that the house can run. It names the
            entry of the file; deliberations and disclosures are counted from 1.
    """
    try:
        scheme = _scheme(data)
        _check(scheme)
    except Wrong as wrong:
        raise BadScheme(name=str(data.get("name", "?")), field=wrong.field, why=wrong.why) from wrong
    return scheme


def _scheme(data: Mapping[str, Any]) -> Scheme:
    only(data, {"name", "title", "source", "deliberations", "disclosures", "reviews"}, "")
    return Scheme(
        name=written(data, "name"),
        title=written(data, "title"),
        source=str(data.get("source", "")),
        deliberations=tuple(_deliberation(d, where) for d, where in rows(data, "deliberations")),
        disclosures=tuple(_disclosure(d, where) for d, where in rows(data, "disclosures")),
        reviews=tuple(_review(r, where) for r, where in rows(data, "reviews", needed=False)),
    )


def _deliberation(data: Mapping[str, Any], where: str) -> Deliberation:
    only(data, {"kind", "mark", "title", "label", "body", "quorum", "pass", "opinions", "gathering"}, where)
    kind, body = one_of(data, "kind", list(Kind), where), written(data, "body", where)
    if kind is Kind.VOTE and body not in BODIES:
        raise Wrong(f"{where}body", N_("没有这样的议事机构"))
    return Deliberation(
        kind=kind,
        mark=written(data, "mark", where),
        title=written(data, "title", where),
        label=written(data, "label", where),
        body=body,
        quorum=_share(data, "quorum", kind, where),
        pass_=_share(data, "pass", kind, where),
        opinions=_opinions(data, kind, f"{where}opinions"),
        gathering=_gathering(data, kind, where),
    )


def _gathering(data: Mapping[str, Any], kind: Kind, where: str) -> str:
    if "gathering" not in data:
        return ""
    if kind is Kind.VOTE:
        raise Wrong(f"{where}gathering", N_("表决由议事机构开会，不另写会"))
    return written(data, "gathering", where)


def _review(data: Mapping[str, Any], where: str) -> Review:
    only(data, {"when", "mark", "title", "label", "gathering"}, where)
    words = {name: written(data, name, where) for name in ("mark", "title", "label", "gathering")}
    return Review(when=one_of(data, "when", list(When), where), **words)


def _disclosure(data: Mapping[str, Any], where: str) -> Disclosure:
    only(data, {"kind", "mark", "title", "label", "window"}, where)
    kind, window = one_of(data, "kind", list(DisclosureKind), where), data.get("window")
    if kind is DisclosureKind.SPENDING and window is not None:
        raise Wrong(f"{where}window", N_("资金随时公开，没有公示期"))
    if kind is not DisclosureKind.SPENDING and window not in WINDOWS:
        raise Wrong(f"{where}window", N_("要写一个公示天数的参数"))
    words = {name: written(data, name, where) for name in ("mark", "title", "label")}
    return Disclosure(kind=kind, window=window, **words)


def _opinions(data: Mapping[str, Any], kind: Kind, field: str) -> tuple[str, ...]:
    asked = data.get("opinions", ())
    if not isinstance(asked, list | tuple) or len(set(map(str, asked))) != len(asked):
        raise Wrong(field, N_("没有写，或写得不对"))
    if any(body not in ADVISERS for body in asked):
        raise Wrong(field, N_("没有这样的单位可以征求意见"))
    if asked and kind is not Kind.CONSULT:
        raise Wrong(field, N_("只有商议才征求各家意见"))
    return tuple(asked)


def _share(data: Mapping[str, Any], key: str, kind: Kind, where: str) -> Mapping[str, Any] | None:
    value, field = data.get(key), f"{where}{key}"
    if value is None:
        return None
    if kind is not Kind.VOTE:
        raise Wrong(field, N_("只有表决才有人数和票数的比例"))
    if not isinstance(value, Mapping):
        raise Wrong(field, N_("要写成分子、分母、是否“超过”"))
    only(value, {"num", "den", "strict", "base"}, f"{field}.")
    num, den, strict = value.get("num"), value.get("den"), value.get("strict")
    if not (isinstance(num, int) and isinstance(den, int) and isinstance(strict, bool)):
        raise Wrong(field, N_("要写成分子、分母、是否“超过”"))
    if value.get("base", "present") not in list(Base):
        raise Wrong(field, N_("要写成分子、分母、是否“超过”"))
    try:
        Share(num, den, strict)
    except BadShare as nobody:
        raise Wrong(field, N_("这个比例谁也达不到，或没有意义")) from nobody
    return value


_ORDER = [DisclosureKind.DECISION, DisclosureKind.SPENDING, DisclosureKind.RESULT]


def _check(scheme: Scheme) -> None:
    kinds = [d.kind for d in scheme.deliberations]
    shown = [d.kind for d in scheme.disclosures]
    rules: Sequence[tuple[str, bool, str]] = (
        ("deliberations", 2 <= len(kinds) <= 4, N_("要有两到四议")),
        ("deliberations", bool(kinds) and kinds[0] is Kind.INTAKE, N_("第一议必须是提议")),
        ("deliberations", kinds.count(Kind.INTAKE) == 1, N_("提议只能有一次")),
        ("deliberations", bool(kinds) and kinds[-1] is Kind.VOTE, N_("最后一议必须是表决")),
        ("disclosures", 1 <= len(shown) <= 3, N_("要有一到三公开")),
        ("disclosures", shown[:1] == [DisclosureKind.DECISION], N_("第一公开必须是决议公开")),
        (
            "disclosures",
            shown == [k for k in _ORDER if k in shown],
            N_("公开的次序是决议、资金、结果，各一次"),
        ),
    )
    for field, holds, why in rules:
        if not holds:
            raise Wrong(field, why)
