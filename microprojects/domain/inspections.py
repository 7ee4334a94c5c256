"""Acceptance: who must look, and what they must find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microprojects.domain.cases import Case, InspectionFacts
from microprojects.domain.errors import N_, BadValue, Refusal
from microprojects.domain.masks import proposer_label
from microprojects.domain.people import Actor, Role

PANEL = (Role.STREET_OFFICER, Role.COMMUNITY_STAFF, Role.SUPERVISOR, Role.RESIDENT, Role.EXPERT)
# These may come from outside the list of accounts; what is kept of them is a label.
_BY_NAME = frozenset({Role.RESIDENT, Role.EXPERT})
OPINION_LIMIT = 1000
ABSENCE_LIMIT = 200
CONCLUSION_LIMIT = 1000
MOST_ITEMS = 50
MOST_SEATS = 30


@dataclass(frozen=True)
class PanelMember:
    """One seat on the acceptance panel: a person of the house, or the name of a resident or expert without account."""

    role: Role
    person_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that was looked at: what, how much of it, whether it is as agreed, and a remark."""

    label: str
    quantity: str = ""
    passed: bool = True
    note: str = ""


class NotOnPanel(Refusal):
    """A person sits in a role that they do not hold there, or sits twice."""

    code = "not-on-panel"
    status = 422
    message = N_("验收组里的“%(who)s”不符合身份，或者写了两次。请核对是谁、以什么身份参加。")


class InspectedOnWrongDay(Refusal):
    """The day lies before the report of completion or in the future."""

    code = "inspected-on-wrong-day"
    status = 422
    message = N_("验收日期写的是 %(day)s，要在报完工（%(first)s）以后、今天（%(last)s）以前。请改好。")


class InspectionMissing(Refusal):
    """No inspection was recorded."""

    code = "inspection-missing"
    message = N_("还没有验收记录。请先组织验收、登记结果。")


class PanelIncomplete(Refusal):
    """Somebody who must be on the panel was not."""

    code = "panel-incomplete"
    message = N_("验收组还差：%(who)s。请补齐再验收。")


class ContractorOnPanel(Refusal):
    """The contractor may not judge its own work."""

    code = "contractor-on-panel"
    message = N_("实施单位不能参加验收打分。请换人。")


class UsersNotHeard(Refusal):
    """Residents who use it gave no opinion (政府采购法实施条例 45)."""

    code = "users-not-heard"
    message = N_("还没有记下使用的居民怎么说。请听取意见、写进验收单。")


class ItemsFailed(Refusal):
    """Items did not pass."""

    code = "items-failed"
    message = N_("有 %(count)s 项不合格，不能通过。请转整改。")


class NothingFailed(Refusal):
    """No item failed, so there is nothing to rectify."""

    code = "nothing-failed"
    message = N_("没有不合格的项，不用整改。请直接通过验收。")


class RectifiedTooOften(Refusal):
    """The rounds of rectification are used up."""

    code = "rectified-too-often"
    message = N_("已经整改 %(rounds)s 次，最多 %(limit)s 次。请街道领导决定终止或另行处理。")


class RectificationMissing(Refusal):
    """There is no evidence of the rectification."""

    code = "rectification-missing"
    message = N_("还没有整改证明。请上传照片或说明，再申请验收。")


def require_day(held_on: date, *, completed_on: date, today: date) -> None:
    """Let the day of an inspection pass.

    Raises:
        InspectedOnWrongDay: nothing was completed then, or it has not come yet.
    """
    if not completed_on <= held_on <= today:
        raise InspectedOnWrongDay(
            day=held_on.isoformat(), first=completed_on.isoformat(), last=today.isoformat()
        )


def require_different(names: Sequence[str]) -> None:
    """Let a panel pass on which every name stands once.

    Raises:
        NotOnPanel: somebody stands there twice, with or without an account.
    """
    for name in names:
        if names.count(name) > 1:
            raise NotOnPanel(who=name)


def seat(
    member: PanelMember, known: Actor | None, *, area: str, on: date, proposer: bool = False
) -> dict[str, object]:
    """Return one seat as it is kept: role, public label, and the person where there is one.

    `known` is the person behind `member.person_id`. A resident is told by family name only.

    Raises:
        NotOnPanel: the role is not one of the panel's, or not the person's there on that day.
        ContractorOnPanel: the person works for a contractor.
    """
    name = known.name if known else member.name.strip()
    if member.role not in PANEL or not name or (known is None and member.role not in _BY_NAME):
        raise NotOnPanel(who=Role(member.role).label)
    if known is not None:
        held = known.roles(area, on)
        if Role.CONTRACTOR in held:
            raise ContractorOnPanel
        if member.role not in held:
            raise NotOnPanel(who=member.role.label)
    label = proposer_label(name) if member.role is Role.RESIDENT else member.role.label
    return {"role": member.role.value, "label": label, "person_id": member.person_id, "proposer": proposer}


def require_items(items: Sequence[Item]) -> None:
    """Let the list of what was looked at pass.

    Raises:
        BadValue: there is nothing in it, or far too much.
    """
    if not 0 < len(items) <= MOST_ITEMS:
        raise BadValue(field=N_("验收项目"), why=N_("至少一项，最多五十项"))


def _inspection(case: Case) -> InspectionFacts:
    if case.inspection is None or case.inspection.items == 0:
        raise InspectionMissing
    return case.inspection


def panel_complete(case: Case) -> None:
    """Refuse a panel on which somebody who must be there is missing.

    There sit a street officer, the residents' committee, a supervisor and enough
    residents, the proposer among them or a reason why not; for big works a technician.
    """
    panel = _inspection(case)
    if panel.contractor_on_panel:
        raise ContractorOnPanel
    need = case.rules.number("acceptance.min_residents")
    big_works = case.type == "works" and case.approved_fen >= case.rules.number(
        "acceptance.technical_from_fen"
    )
    missing = [
        label
        for short, label in (
            (panel.street < 1, N_("街道经办")),
            (panel.committee < 1, N_("社区居委会的人")),
            (panel.supervisors < 1, N_("评议监督员")),
            (panel.residents < need, N_("居民代表")),
            (not panel.proposer_heard, N_("提议人（或写明为什么没来）")),
            (big_works and panel.technical < 1, N_("技术人员")),
        )
        if short
    ]
    if missing:
        raise PanelIncomplete(who="、".join(missing))


def users_heard(case: Case) -> None:
    """Refuse an acceptance in which no user gave an opinion."""
    if not _inspection(case).users_opinion:
        raise UsersNotHeard


def everything_passed(case: Case) -> None:
    """Refuse to accept while an item failed."""
    failed = _inspection(case).failed_items
    if failed:
        raise ItemsFailed(count=failed)


def something_failed(case: Case) -> None:
    """Refuse a rectification when no item failed."""
    if _inspection(case).failed_items == 0:
        raise NothingFailed


def rectification_left(case: Case) -> None:
    """Refuse one more round than the programme allows."""
    limit = case.rules.number("acceptance.max_rectify")
    if case.rectify_rounds >= limit:
        raise RectifiedTooOften(rounds=case.rectify_rounds, limit=limit)


def rectification_shown(case: Case) -> None:
    """Refuse to inspect again without evidence of what was put right."""
    if not case.rectify_evidence:
        raise RectificationMissing
