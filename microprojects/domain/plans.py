"""The plan of the second deliberation as it is written: when, by whom, within which measures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from microprojects.domain.cases import Case
from microprojects.domain.consultations import OWNER_CONSENT, CapIsHard, mix_adds_up, plan_made, within_cap
from microprojects.domain.errors import N_, BadValue, Refusal, WrongMoment
from microprojects.domain.last_dates import plan_ends_in_time
from microprojects.domain.money import CEILING, Fen, yuan
from microprojects.domain.people import Actor, Role
from microprojects.domain.privacy import require_clean
from microprojects.domain.procurement_modes import Mode, rule
from microprojects.domain.proposals import TYPES
from microprojects.domain.schemes import ENTRY, Kind
from microprojects.domain.states import State
from microprojects.domain.texts import line, paragraphs

MOST_LINES = 60
LONGEST = {"content": 5000, "expected_result": 2000, "feasibility": 3000}
LONGEST_OPINION = 2000
LONGEST_REASON = 1000
ADVICE = "expert"
# Who may speak for a body.
SPEAKERS: dict[str, frozenset[Role]] = {
    "community": frozenset({Role.COMMUNITY_STAFF}),
    "party": frozenset({Role.PARTY_SECRETARY}),
    "street": frozenset({Role.STREET_OFFICER, Role.STREET_LEADER}),
    "expert": frozenset({Role.EXPERT}),
}
LABELS: dict[str, str] = {
    "place": N_("地点"),
    "content": N_("内容"),
    "expected_result": N_("预期成果"),
    "feasibility": N_("可行性意见"),
    "aftercare_owner": N_("管护单位"),
    "aftercare_phone": N_("管护电话"),
    "responsible_unit": N_("责任单位"),
    "owner_consent_note": N_("业主同意的情况"),
}


class Signature(StrEnum):
    """What is signed about one version of a plan, and falls when the plan is edited."""

    NEGATIVE_LIST = "negative-list"
    OVER_CAP = "over-cap"
    PARTY = "party"

    @property
    def label(self) -> str:
        """Return the signature's name in the source language."""
        return _SIGNATURES[self]


_SIGNATURES = {
    Signature.NEGATIVE_LIST: N_("负面清单核对"),
    Signature.OVER_CAP: N_("超上限的批准"),
    Signature.PARTY: N_("社区党委同意"),
}


class NotSpeaker(Refusal):
    """The person holds no role in which one speaks for that body."""

    code = "not-speaker"
    status = 403
    message = N_("您现在的身份不能代表“%(body)s”说话。请由%(who)s来写。")


class BodyNotAsked(Refusal):
    """The scheme does not ask that body at this deliberation."""

    code = "body-not-asked"
    status = 422
    message = N_("这一议没有请“%(body)s”写意见。请从页面上列出的几家里选。")


class PlanUnchanged(Refusal):
    """What was sent is what stands there already."""

    code = "plan-unchanged"
    message = N_("方案和存着的一样，没有改动，签过的字都还在。要改请先改内容再存。")


class NotOverCap(Refusal):
    """There is nothing above the cap to allow."""

    code = "not-over-cap"
    message = N_("财政部分是 %(fiscal)s 元，%(type)s上限 %(cap)s 元，没有超，不用批。")


@dataclass(frozen=True)
class CostWords:
    """One line of the cost estimate as it was typed, with the basis of its price."""

    label: str
    amount_fen: Fen
    quantity: str = ""
    basis: str = ""


@dataclass(frozen=True)
class PlanWords:
    """A plan as it was typed; amounts in fen, an empty mode means the one that the table gives."""

    place: str = ""
    content: str = ""
    expected_result: str = ""
    feasibility: str = ""
    fiscal_fen: Fen = Fen(0)
    social_fen: Fen = Fen(0)
    starts_on: date | None = None
    ends_on: date | None = None
    procurement_mode: str = ""
    aftercare_owner: str = ""
    aftercare_phone: str = ""
    responsible_unit: str = ""
    needs_owner_consent: bool = False
    owner_consent: str = ""
    owner_consent_note: str = ""
    lines: tuple[CostWords, ...] = field(default=())

    @property
    def public_words(self) -> Iterator[str]:
        """All that is typed and stands in the plan as everybody reads it."""
        yield from (getattr(self, name) for name in LABELS)
        for each in self.lines:
            yield from (each.label, each.quantity, each.basis)

    @property
    def total_fen(self) -> Fen:
        """Return the sum of the cost lines, in fen."""
        return Fen(sum(each.amount_fen for each in self.lines))


def checked(words: PlanWords, type_: str, *, private_premises: bool) -> PlanWords:
    """Return a plan's words fit to keep and to publish; `type_` is works, goods or services.

    Where the proposer said that private or common premises are used, the owners'
    consent is needed whatever the street ticked; it may have found that it is not, and
    says how in the note.

    Raises:
        BadValue: a text, an amount, a date or the mode cannot be used.
        PrivacyFinding: a text names personal data.
        NoModeForAmount: the table of modes has a gap at the total, and no mode was given.
    """
    if len(words.lines) > MOST_LINES:
        raise BadValue(field=N_("费用清单"), why=N_("行数太多，请合并小项"))
    if words.starts_on and words.ends_on and words.ends_on < words.starts_on:
        raise BadValue(field=N_("完工日期"), why=N_("早于开工日期"))
    _require_amount(N_("财政资金"), words.fiscal_fen)
    _require_amount(N_("自筹资金"), words.social_fen)
    lines = tuple(_line(each) for each in words.lines)
    mode = words.procurement_mode or (rule(type_, words.total_fen).value if lines else "")
    if mode and mode not in list(Mode):
        raise BadValue(field=N_("采购方式"), why=N_("不在可选的几种里"))
    if words.owner_consent not in ("", *OWNER_CONSENT):
        raise BadValue(field=N_("业主同意"), why=N_("不在可选的几种里"))
    texts: dict[str, Any] = {
        name: _text(label, getattr(words, name), LONGEST.get(name)) for name, label in LABELS.items()
    }
    asked = words.needs_owner_consent or private_premises
    return replace(words, lines=lines, procurement_mode=mode, needs_owner_consent=asked, **texts)


def _text(label: str, text: str, longest: int | None) -> str:
    kept = paragraphs(label, text, limit=longest) if longest else line(label, text)
    require_clean(label, kept)
    return kept


def _line(words: CostWords) -> CostWords:
    label = _text(N_("费用名称"), words.label, None)
    if not label:
        raise BadValue(field=N_("费用名称"), why=N_("写了金额，没写是什么费用"))
    _require_amount(label, words.amount_fen)
    if not words.amount_fen:
        raise BadValue(field=label, why=N_("金额是零；不要钱的就不用列"))
    quantity, basis = _text(N_("数量"), words.quantity, None), _text(N_("依据"), words.basis, None)
    return CostWords(label, words.amount_fen, quantity, basis)


def _require_amount(label: str, amount: Fen) -> None:
    if not 0 <= amount < CEILING:
        raise BadValue(field=label, why=N_("金额要在零和 1000 亿元之间"))


def is_open(case: Case) -> bool:
    """Return whether the plan may be written now.

    It is open while the project stands in a deliberation of kind consult; where a
    scheme has none, from the acceptance until it is on an agenda; for an emergency,
    which the fast track may take there, as soon as it is accepted. A plan that was
    agreed on is opened again where rules that changed since do not let it pass.
    """
    scheme = case.rules.scheme
    kind = scheme.deliberation(case.stage).kind
    if kind is Kind.CONSULT:
        return case.state is ENTRY[kind]
    if not scheme.consults:
        return case.state in (State.ACCEPTED, ENTRY[Kind.VOTE])
    if case.state is ENTRY[Kind.VOTE]:
        return scheme.deliberation(case.stage - 1).kind is Kind.CONSULT and not _passes(case)
    return case.theme == "emergency" and case.state is State.ACCEPTED


def _passes(case: Case) -> bool:
    try:
        for check in (plan_made, plan_ends_in_time, mix_adds_up, within_cap):
            check(case)
    except Refusal:
        return False
    return True


def require_open(case: Case) -> None:
    """Refuse to write or sign the plan outside its time."""
    if not is_open(case):
        raise WrongMoment(state=case.state.label)


def bodies_asked(case: Case) -> tuple[str, ...]:
    """Return the bodies whose opinion the present deliberation asks, and whose advice it takes."""
    asked = case.rules.scheme.deliberation(case.stage)
    if asked.kind is not Kind.CONSULT or case.state is not ENTRY[asked.kind]:
        return ()
    return (*asked.opinions, *(() if ADVICE in asked.opinions else (ADVICE,)))


def speaks_for(actor: Actor, area: str, on: date) -> frozenset[str]:
    """Return the bodies for which the actor may speak in an area on a day."""
    held = actor.roles(area, on)
    return frozenset(body for body, roles in SPEAKERS.items() if roles & held)


def require_over_cap(case: Case, fiscal_fen: Fen) -> None:
    """Refuse a permission that is not needed, or that the programme does not know.

    Raises:
        NotOverCap: the fiscal part is within the cap.
        CapIsHard: the programme allows no exception.
    """
    if fiscal_fen <= case.cap_fen:
        raise NotOverCap(fiscal=yuan(fiscal_fen), type=TYPES[case.type], cap=yuan(Fen(case.cap_fen)))
    if not case.rules.flag("caps_fen.soft"):
        raise CapIsHard(cap=yuan(Fen(case.cap_fen)))
