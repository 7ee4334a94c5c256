"""What the second deliberation asks of a plan."""

from __future__ import annotations

from microprojects.domain.cases import Case, PlanFacts
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen, yuan
from microprojects.domain.parameters import Rulebook
from microprojects.domain.proposals import TYPES
from microprojects.domain.schemes import ADVISERS

BODIES = ADVISERS
CONCLUSIONS: dict[str, str] = {
    "feasible": N_("可行"),
    "feasible_with_changes": N_("修改后可行"),
    "not_feasible": N_("不可行"),
    "refer": N_("建议转办"),
}
FAVOURABLE = frozenset({"feasible", "feasible_with_changes"})
# How the owners of private or common premises stand to the plan, where it needs them.
OWNER_CONSENT: dict[str, str] = {
    "agreed": N_("业主同意，同意书已上传"),
    "unneeded": N_("核实过，用不到业主的地方"),
}


class OpinionsMissing(Refusal):
    """A body that the scheme asks has not given its opinion in this consultation."""

    code = "opinions-missing"
    message = N_("还差这几家的书面意见：%(bodies)s。以前商议时写的不算，请他们来写。")


class OpinionsAgainst(Refusal):
    """A body says that the project cannot be done, or is another's duty."""

    code = "opinions-against"
    message = N_(
        "这几家最近的意见不是“可行”：%(bodies)s。请改好方案再请他们写，写“可行”或“修改后可行”才能完成；不然就转办或暂缓。"
    )


class NoWrittenOpinion(Refusal):
    """To refer or defer, the reason must be written and, to refer, the receiver named."""

    code = "no-written-opinion"
    status = 422
    message = N_("要写明理由；转办还要写接收单位。请补上再办。")


class PlanIncomplete(Refusal):
    """The plan misses something."""

    code = "plan-incomplete"
    message = N_("方案还差：%(fields)s。请补上再完成商议。")


class ScheduleTooLong(Refusal):
    """The work would take longer than the programme gives it."""

    code = "schedule-too-long"
    message = N_("方案写的工期是 %(days)s 天，%(type)s最多 %(limit)s 天。请改短工期；做不完的，请减少内容。")


class MixDoesNotAddUp(Refusal):
    """Fiscal plus social money is not the total of the cost lines."""

    code = "mix-does-not-add-up"
    message = N_(
        "财政 %(fiscal)s 元加自筹 %(social)s 元，不等于总价 %(total)s 元，差 %(gap)s 元。请改资金来源或费用清单。"
    )


class OverCap(Refusal):
    """The fiscal part is above the cap of its type without a leader's public reason."""

    code = "over-cap"
    message = N_(
        "财政部分是 %(fiscal)s 元，%(type)s最多 %(cap)s 元。请减 %(excess)s 元，或请街道领导写明公开的理由。"
    )


class CapIsHard(Refusal):
    """The programme allows no exception from its caps."""

    code = "cap-is-hard"
    message = N_("本方案的上限不能突破，领导也不能批。请减到 %(cap)s 元以内。")


class BalanceTooSmall(Refusal):
    """The community has not that much money left this year."""

    code = "balance-too-small"
    message = N_(
        "本社区今年还能用 %(available)s 元，这个项目要 %(wanted)s 元，差 %(short)s 元。请减少、暂缓，或等追加。"
    )


class NotSigned(Refusal):
    """Somebody's signature is missing."""

    code = "not-signed"
    message = N_("还差签字：%(what)s。")


class OwnerConsentMissing(Refusal):
    """The premises' owners have not consented."""

    code = "owner-consent-missing"
    message = N_(
        "用到了业主共有或私人的地方，还没有业主的同意书。请上传同意书、在方案里选“业主同意”并写明；或换地方。"
    )


class FastTrackNotAllowed(Refusal):
    """The fast track needs the party committee's agreement and a small emergency."""

    code = "fast-track-not-allowed"
    message = N_("应急先办只限应急类、财政不超过 %(cap)s 元，并要社区党委同意。现在不符合，请走三议。")


def _plan(case: Case) -> PlanFacts:
    if case.plan is None:
        raise PlanIncomplete(fields=N_("方案还没有开始写"))
    return case.plan


def opinions_given(case: Case) -> None:
    """Refuse while a body that the scheme names has not spoken since this consultation began."""
    if case.opinions_missing:
        raise OpinionsMissing(bodies="、".join(case.opinions_missing))


def opinions_favourable(case: Case) -> None:
    """Refuse while the last word of a body that the scheme names is not that it can be done."""
    if case.opinions_against:
        raise OpinionsAgainst(bodies="、".join(case.opinions_against))


def reason_written(case: Case) -> None:
    """Refuse to defer or take up again without a written reason."""
    if not case.has_written_opinion:
        raise NoWrittenOpinion


def receiver_named(case: Case) -> None:
    """Refuse to refer without a receiving body."""
    if not (case.has_written_opinion and case.receiver_named):
        raise NoWrittenOpinion


def plan_complete(case: Case) -> None:
    """Refuse a plan with empty fields or a cost line without basis."""
    plan = _plan(case)
    if plan.missing:
        raise PlanIncomplete(fields="、".join(plan.missing))
    if plan.lines_without_basis:
        raise PlanIncomplete(fields=N_("有费用没写依据"))


def schedule_fits(case: Case) -> None:
    """Refuse a plan of works or services that would take longer than the programme gives; goods have no limit."""
    limit, plan = longest_work(case.type, case.rules), _plan(case)
    if limit is not None and plan.days > limit:
        raise ScheduleTooLong(days=plan.days, type=TYPES[case.type], limit=limit)


def longest_work(type_: str, rules: Rulebook) -> int | None:
    """Return in how many days works or services must be done, None for goods."""
    return rules.number(f"limits.impl_{type_}_days") if type_ in ("works", "services") else None


def mix_adds_up(case: Case) -> None:
    """Refuse when fiscal plus social money differs from the total. Amounts in fen, exact."""
    plan = _plan(case)
    gap = plan.total_fen - plan.fiscal_fen - plan.social_fen
    if gap != 0 or plan.total_fen <= 0:
        raise MixDoesNotAddUp(
            fiscal=yuan(Fen(plan.fiscal_fen)),
            social=yuan(Fen(plan.social_fen)),
            total=yuan(Fen(plan.total_fen)),
            gap=yuan(Fen(abs(gap))),
        )


def within_cap(case: Case) -> None:
    """Refuse a fiscal part above the cap, unless the cap is soft and a leader gave a public reason."""
    plan = _plan(case)
    if plan.fiscal_fen <= case.cap_fen:
        return
    if not case.rules.flag("caps_fen.soft"):
        raise CapIsHard(cap=yuan(Fen(case.cap_fen)))
    if not plan.over_cap_allowed:
        raise OverCap(
            fiscal=yuan(Fen(plan.fiscal_fen)),
            type=TYPES[case.type],
            cap=yuan(Fen(case.cap_fen)),
            excess=yuan(Fen(plan.fiscal_fen - case.cap_fen)),
        )


def balance_enough(case: Case) -> None:
    """Refuse when the community's balance cannot carry the fiscal part."""
    if case.fiscal_fen > case.available_fen:
        raise BalanceTooSmall(
            available=yuan(Fen(max(0, case.available_fen))),
            wanted=yuan(Fen(case.fiscal_fen)),
            short=yuan(Fen(case.fiscal_fen - case.available_fen)),
        )


def negative_list_signed(case: Case) -> None:
    """Refuse while nobody has signed the negative-list check."""
    if not _plan(case).negative_signed:
        raise NotSigned(what=N_("负面清单核对"))


def party_agreed(case: Case) -> None:
    """Refuse while the party secretary has not agreed to the plan."""
    if not _plan(case).party_agreed:
        raise NotSigned(what=N_("社区党委同意方案"))


def owners_agreed(case: Case) -> None:
    """Refuse a plan on private or common premises without the owners' consent."""
    plan = _plan(case)
    if plan.needs_owner_consent and not plan.has_owner_consent:
        raise OwnerConsentMissing


def plan_made(case: Case) -> None:
    """Refuse to bring to a vote what has no whole and signed plan.

    A deliberation of its own made and signed one; but a plan that the rules of today
    no longer let pass was opened again, and its signatures fell when it was changed. Where
    the scheme has no such deliberation, the money is asked for here.
    """
    for check in (plan_complete, schedule_fits, negative_list_signed, owners_agreed, party_agreed):
        check(case)
    if not case.rules.scheme.consults:
        balance_enough(case)


def fast_track_allowed(case: Case) -> None:
    """Refuse the fast track but for a small emergency to which the party committee agreed."""
    cap = case.rules.number("caps_fen.fast_track")
    small = 0 < case.fiscal_fen <= cap
    if not (case.theme == "emergency" and small and case.fast_track_signed):
        raise FastTrackNotAllowed(cap=yuan(Fen(cap)))
