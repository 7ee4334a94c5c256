"""Acceptance: who must look, and what they must find."""

from __future__ import annotations

from microprojects.domain.cases import Case, InspectionFacts
from microprojects.domain.errors import N_, Refusal


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


def _inspection(case: Case) -> InspectionFacts:
    if case.inspection is None or case.inspection.items == 0:
        raise InspectionMissing
    return case.inspection


def panel_complete(case: Case) -> None:
    """Refuse a panel without street officer, supervisor, enough residents and, for big works, a technician."""
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
            (panel.supervisors < 1, N_("评议监督员")),
            (panel.residents < need, N_("居民代表")),
            (not panel.proposer_invited, N_("邀请提议人")),
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
