"""A scheme: the deliberations and disclosures of one programme, read from data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from microprojects.domain.councils import BODIES
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.states import State
from microprojects.domain.votes import BadShare, Base, Share

Word = TypeVar("Word", bound=StrEnum)


class Kind(StrEnum):
    """How one deliberation is done."""

    INTAKE = "intake"  # residents propose, the community screens, neighbours second
    CONSULT = "consult"  # bodies give written opinions and a plan is made
    VOTE = "vote"  # a body meets with a quorum and votes


class DisclosureKind(StrEnum):
    """What one disclosure tells."""

    DECISION = "decision"  # before: what was decided, with a window for objections
    SPENDING = "spending"  # during: procurement, contract and every payment
    RESULT = "result"  # after: acceptance, settlement, satisfaction, with a window


# The bodies whose opinion a consultation may ask.
ADVISERS: dict[str, str] = {
    "community": N_("居委会"),
    "party": N_("社区党委"),
    "street": N_("街道办"),
    "expert": N_("专家"),
}
# The parameters that say how long a notice stays open.
WINDOWS = ("notice_days.d1", "notice_days.d3")

ENTRY: dict[Kind, State] = {
    Kind.INTAKE: State.DRAFT,
    Kind.CONSULT: State.CONSULTING,
    Kind.VOTE: State.READY,
}


@dataclass(frozen=True)
class Deliberation:
    """One 议: its words, its way and, where it votes, its bar."""

    kind: Kind
    mark: str
    title: str
    label: str
    body: str
    quorum: Mapping[str, Any] | None = None
    pass_: Mapping[str, Any] | None = None
    opinions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Disclosure:
    """One 公开: its words and the parameter that names the length of its window."""

    kind: DisclosureKind
    mark: str
    title: str
    label: str
    window: str | None = None


class BadScheme(Refusal):
    """A scheme file does not describe a life that the house can run."""

    code = "bad-scheme"
    message = N_("方案“%(name)s”不能用：%(field)s 这一项，%(why)s。请改好方案文件再启动。")


@dataclass(frozen=True)
class Scheme:
    """A programme's order of deliberations and disclosures."""

    name: str
    title: str
    source: str
    deliberations: tuple[Deliberation, ...]
    disclosures: tuple[Disclosure, ...]

    def deliberation(self, stage: int) -> Deliberation:
        """Return the deliberation at a stage; the first stage is 1."""
        return self.deliberations[stage - 1]

    @property
    def consults(self) -> bool:
        """Return whether a deliberation of its own makes the plan."""
        return any(d.kind is Kind.CONSULT for d in self.deliberations)

    def disclosure(self, kind: DisclosureKind) -> Disclosure | None:
        """Return the disclosure of that kind, or None if the scheme has none."""
        return next((d for d in self.disclosures if d.kind is kind), None)

    def next_of(self, stage: int) -> tuple[State, int]:
        """Return the state and stage that follow when the deliberation at `stage` is done."""
        if stage < len(self.deliberations):
            return ENTRY[self.deliberations[stage].kind], stage + 1
        return State.NOTICING, stage

    def reconsider(self) -> tuple[State, int]:
        """Return where an upheld objection leads: the first deliberation after the proposal."""
        return self.next_of(1)

    def after_settlement(self) -> State:
        """Return what follows the settlement: the result's notice where there is one, else the evaluation."""
        return State.RESULT_NOTICE if self.disclosure(DisclosureKind.RESULT) else State.EVALUATING

    def as_data(self) -> dict[str, Any]:
        """Return the scheme as JSON-ready data, so that a rulebook's hash covers it."""
        return {
            "name": self.name,
            "title": self.title,
            "source": self.source,
            "deliberations": [
                {
                    "kind": d.kind.value,
                    "mark": d.mark,
                    "title": d.title,
                    "label": d.label,
                    "body": d.body,
                    "quorum": dict(d.quorum) if d.quorum else None,
                    "pass": dict(d.pass_) if d.pass_ else None,
                    "opinions": list(d.opinions),
                }
                for d in self.deliberations
            ],
            "disclosures": [
                {"kind": d.kind.value, "mark": d.mark, "title": d.title, "label": d.label, "window": d.window}
                for d in self.disclosures
            ],
        }


def parse(data: Mapping[str, Any]) -> Scheme:
    """Return the scheme that the data of a TOML file (or a stored snapshot) describes.

    Raises:
        BadScheme: the order or the words are not ones that the house can run. It names the
            entry of the file; deliberations and disclosures are counted from 1.
    """
    try:
        scheme = _scheme(data)
        _check(scheme)
    except _Wrong as wrong:
        raise BadScheme(name=str(data.get("name", "?")), field=wrong.field, why=wrong.why) from wrong
    return scheme


class _Wrong(Exception):
    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field = field
        self.why = why


def _scheme(data: Mapping[str, Any]) -> Scheme:
    _only(data, {"name", "title", "source", "deliberations", "disclosures"}, "")
    return Scheme(
        name=_text(data, "name"),
        title=_text(data, "title"),
        source=str(data.get("source", "")),
        deliberations=tuple(_deliberation(d, where) for d, where in _rows(data, "deliberations")),
        disclosures=tuple(_disclosure(d, where) for d, where in _rows(data, "disclosures")),
    )


def _deliberation(data: Mapping[str, Any], where: str) -> Deliberation:
    _only(data, {"kind", "mark", "title", "label", "body", "quorum", "pass", "opinions"}, where)
    kind, body = _one_of(data, "kind", list(Kind), where), _text(data, "body", where)
    if kind is Kind.VOTE and body not in BODIES:
        raise _Wrong(f"{where}body", N_("没有这样的议事机构"))
    return Deliberation(
        kind=kind,
        mark=_text(data, "mark", where),
        title=_text(data, "title", where),
        label=_text(data, "label", where),
        body=body,
        quorum=_share(data, "quorum", kind, where),
        pass_=_share(data, "pass", kind, where),
        opinions=_opinions(data, kind, f"{where}opinions"),
    )


def _disclosure(data: Mapping[str, Any], where: str) -> Disclosure:
    _only(data, {"kind", "mark", "title", "label", "window"}, where)
    kind, window = _one_of(data, "kind", list(DisclosureKind), where), data.get("window")
    if kind is DisclosureKind.SPENDING and window is not None:
        raise _Wrong(f"{where}window", N_("资金随时公开，没有公示期"))
    if kind is not DisclosureKind.SPENDING and window not in WINDOWS:
        raise _Wrong(f"{where}window", N_("要写一个公示天数的参数"))
    words = {name: _text(data, name, where) for name in ("mark", "title", "label")}
    return Disclosure(kind=kind, window=window, **words)


def _rows(data: Mapping[str, Any], key: str) -> list[tuple[Mapping[str, Any], str]]:
    rows = data.get(key)
    if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
        raise _Wrong(key, N_("没有写，或写得不对"))
    return [(row, f"{key}.{number}.") for number, row in enumerate(rows, start=1)]


def _only(data: Mapping[str, Any], known: Collection[str], where: str) -> None:
    for key in data:
        if key not in known:
            raise _Wrong(f"{where}{key}", N_("不认识这个词"))


def _text(data: Mapping[str, Any], key: str, where: str = "") -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise _Wrong(f"{where}{key}", N_("要写文字"))
    return value


def _one_of(data: Mapping[str, Any], key: str, words: Sequence[Word], where: str) -> Word:
    found = next((word for word in words if word.value == data.get(key)), None)
    if found is None:
        raise _Wrong(f"{where}{key}", N_("没有这一种"))
    return found


def _opinions(data: Mapping[str, Any], kind: Kind, field: str) -> tuple[str, ...]:
    asked = data.get("opinions", ())
    if not isinstance(asked, list | tuple) or len(set(map(str, asked))) != len(asked):
        raise _Wrong(field, N_("没有写，或写得不对"))
    if any(body not in ADVISERS for body in asked):
        raise _Wrong(field, N_("没有这样的单位可以征求意见"))
    if asked and kind is not Kind.CONSULT:
        raise _Wrong(field, N_("只有商议才征求各家意见"))
    return tuple(asked)


def _share(data: Mapping[str, Any], key: str, kind: Kind, where: str) -> Mapping[str, Any] | None:
    value, field = data.get(key), f"{where}{key}"
    if value is None:
        return None
    if kind is not Kind.VOTE:
        raise _Wrong(field, N_("只有表决才有人数和票数的比例"))
    if not isinstance(value, Mapping):
        raise _Wrong(field, N_("要写成分子、分母、是否“超过”"))
    _only(value, {"num", "den", "strict", "base"}, f"{field}.")
    num, den, strict = value.get("num"), value.get("den"), value.get("strict")
    if not (isinstance(num, int) and isinstance(den, int) and isinstance(strict, bool)):
        raise _Wrong(field, N_("要写成分子、分母、是否“超过”"))
    if value.get("base", "present") not in list(Base):
        raise _Wrong(field, N_("要写成分子、分母、是否“超过”"))
    try:
        Share(num, den, strict)
    except BadShare as nobody:
        raise _Wrong(field, N_("这个比例谁也达不到，或没有意义")) from nobody
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
            raise _Wrong(field, why)
