"""Beside the lifecycle table: which other acts a state invites, and which act clears what blocks a step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from microprojects.domain.actions import Action as A
from microprojects.domain.approvals import FILEABLE
from microprojects.domain.delivery import ANSWERABLE, NOTABLE, REPORTABLE
from microprojects.domain.errors import N_
from microprojects.domain.funds import TAKES_SOCIAL
from microprojects.domain.payments import PAYABLE, REFUNDABLE
from microprojects.domain.proposals import THEMES
from microprojects.domain.secondings import URGENT
from microprojects.domain.states import APPROVED_OR_LATER
from microprojects.domain.states import State as S
from microprojects.domain.supplier_marks import FINISHED

_PLANNED = (S.CONSULTING,)
_DISCUSSED = (S.ACCEPTED, S.CONSULTING, S.READY, S.TABLED, S.EVALUATING)
_ON_NOTICE = (S.NOTICING, S.OBJECTED, S.CHANGING, S.RESULT_NOTICE)
_UNDER_CONTRACT = (
    S.CONTRACTED,
    S.IMPLEMENTING,
    S.CHANGING,
    S.SUSPENDED,
    S.INSPECTING,
    S.RECTIFYING,
    S.SETTLING,
)
_EVIDENCE = (S.CONSULTING, S.READY, *_UNDER_CONTRACT, S.RESULT_NOTICE, S.EVALUATING)


@dataclass(frozen=True)
class Offer:
    """An act that is no row of the lifecycle table: the words of its button, and the states and themes that invite it."""

    words: str
    states: Collection[S]
    themes: Collection[str] = tuple(THEMES)
    rule: str = ""  # a parameter without which nothing is offered


OFFERS: dict[A, Offer] = {
    A.PROJECT_SCREEN: Offer(N_("填审查表"), (S.SUBMITTED,)),
    A.PROJECT_PROPOSE_DECLINE: Offer(N_("提出不予受理"), (S.SUBMITTED,)),
    A.PROJECT_RAISE_URGENT: Offer(N_("提为急事"), (S.ACCEPTED,), URGENT),
    A.OPINION_GIVE: Offer(N_("写意见"), _PLANNED),
    A.PLAN_EDIT: Offer(N_("写方案"), _PLANNED),
    A.PLAN_SIGN_NEGATIVE_LIST: Offer(N_("签负面清单"), _PLANNED),
    A.PLAN_ALLOW_OVER_CAP: Offer(N_("同意超上限"), _PLANNED),
    A.PLAN_AGREE: Offer(N_("党委同意方案"), _PLANNED),
    A.MATTER_LIST: Offer(N_("列进一次会"), _DISCUSSED),
    A.POLL_PREPARE: Offer(N_("居民投票"), (S.READY, S.POLLING)),
    A.OBJECTION_REPLY: Offer(N_("答复异议"), _ON_NOTICE),
    A.OBJECTION_REVIEW: Offer(N_("看答复并签名"), _ON_NOTICE),
    A.PROJECT_FILE: Offer(N_("备案"), FILEABLE),
    A.PROJECT_EXTEND: Offer(
        N_("准延完工日期"), (S.CONSULTING, S.PROCURING, S.CHANGING), rule="dates.finish_by"
    ),
    A.DEVIATION_ASK: Offer(N_("请领导同意换采购方式"), (S.APPROVED,)),
    A.DEVIATION_APPROVE: Offer(N_("同意换采购方式"), (S.APPROVED,)),
    A.QUOTE_ADD: Offer(N_("登记报价"), (S.PROCURING,)),
    A.QUOTE_CHOOSE: Offer(N_("选定承办单位"), (S.PROCURING,)),
    A.SOCIAL_RECORD: Offer(N_("登记自筹到账"), TAKES_SOCIAL),
    A.CONTRACT_PUBLISH: Offer(N_("公开合同"), (*_UNDER_CONTRACT, S.RESULT_NOTICE, S.EVALUATING)),
    A.PROGRESS_REPORT: Offer(N_("报进度"), REPORTABLE),
    A.EVIDENCE_ADD: Offer(N_("上传材料"), _EVIDENCE),
    A.PAYMENT_ENTER: Offer(N_("录付款"), PAYABLE),
    A.PAYMENT_APPROVE: Offer(N_("审批付款"), PAYABLE),
    A.REFUND_RECORD: Offer(N_("登记退款"), REFUNDABLE),
    A.NOTE_WRITE: Offer(N_("写监督意见"), NOTABLE),
    A.SUPPLIER_MARK: Offer(N_("给实施单位打分"), FINISHED),
    A.CHANGE_SEEN: Offer(N_("知悉变更"), (*_UNDER_CONTRACT, S.RESULT_NOTICE, S.EVALUATING)),
    A.NOTE_ANSWER: Offer(N_("答复监督意见"), ANSWERABLE),
    A.INSPECTION_RECORD: Offer(N_("登记验收"), (S.INSPECTING,)),
    A.SETTLEMENT_RECORD: Offer(N_("登记结算"), (S.SETTLING,)),
    A.SURVEY_ENTER_PAPER: Offer(N_("录纸质评议"), (S.EVALUATING,)),
    A.SURVEY_MODERATE: Offer(N_("看评议留言"), (S.EVALUATING,)),
    A.IMPROVEMENT_FILE: Offer(N_("写改进计划"), (S.EVALUATING,)),
    A.EVALUATION_SIGN: Offer(N_("在评议和档案上签字"), (S.EVALUATING,)),
    A.LIBRARY_OFFER: Offer(N_("荐入项目库"), (S.CLOSED,)),
    A.LIBRARY_ENTER: Offer(N_("项目库：入库、出库"), (S.CLOSED,)),
    A.ARCHIVE_TICK: Offer(N_("核对档案"), APPROVED_OR_LATER - {S.CLOSED}),
}

# The act that clears what a guard asks for, by the guard's name.
CLEARED_BY: dict[str, A] = {
    "screening_answered": A.PROJECT_SCREEN,
    "screening_passed": A.PROJECT_SCREEN,
    "opinions_given": A.OPINION_GIVE,
    "plan_complete": A.PLAN_EDIT,
    "opinions_favourable": A.OPINION_GIVE,
    "plan_made": A.PLAN_EDIT,
    "schedule_fits": A.PLAN_EDIT,
    "mix_adds_up": A.PLAN_EDIT,
    "owners_agreed": A.PLAN_EDIT,
    "within_cap": A.PLAN_ALLOW_OVER_CAP,
    "negative_list_signed": A.PLAN_SIGN_NEGATIVE_LIST,
    "party_agreed": A.PLAN_AGREE,
    "objections_answered": A.OBJECTION_REPLY,
    "replies_reviewed": A.OBJECTION_REVIEW,
    "filed_if_required": A.PROJECT_FILE,
    "approved_in_time": A.PROJECT_EXTEND,
    "plan_ends_in_time": A.PROJECT_EXTEND,
    "change_ends_in_time": A.PROJECT_EXTEND,
    "splitting_answered": A.SPLITTING_ANSWER,
    "enough_quotes": A.QUOTE_ADD,
    "supplier_clean": A.QUOTE_CHOOSE,
    "social_money_ready": A.SOCIAL_RECORD,
    "contract_text_in_time": A.CONTRACT_PUBLISH,
    "start_documented": A.EVIDENCE_ADD,
    "completion_documented": A.EVIDENCE_ADD,
    "council_agreed": A.PROJECT_SCHEDULE,
    "rectification_shown": A.EVIDENCE_ADD,
    "panel_complete": A.INSPECTION_RECORD,
    "users_heard": A.INSPECTION_RECORD,
    "everything_passed": A.INSPECTION_RECORD,
    "something_failed": A.INSPECTION_RECORD,
    "settlement_within_contract": A.SETTLEMENT_RECORD,
    "settlement_reviewed": A.SETTLEMENT_RECORD,
    "payments_match": A.PAYMENT_ENTER,
    "sample_large_enough": A.EVALUATION_SIGN,
    "supervisor_signed": A.EVALUATION_SIGN,
    "satisfied_enough": A.IMPROVEMENT_FILE,
    "low_rating_seen": A.NOTE_WRITE,
    "archive_complete": A.ARCHIVE_TICK,
    "audit_recorded": A.AUDIT_RECORD,
    "gathering_held": A.MATTER_LIST,
    "poll_lets_on": A.POLL_PREPARE,
    "poll_over": A.POLL_PREPARE,
    "reviewed_before": A.MATTER_LIST,
    "reviewed_after": A.MATTER_LIST,
}

# What the form of the deed itself asks for: before it is filled in there is nothing to clear.
ASKED_BY_THE_FORM = frozenset(
    {
        "return_lists_everything",
        "receiver_named",
        "reason_written",
        "on_a_planned_agenda",
        "dossier_in_time",
        "mode_as_the_table_says",
        "contract_within_approval",
        "contract_signed_in_time",
        "contract_ends_in_time",
        "recovery_planned",
        "has_open_objection",
    }
)

# Steps that a residents' poll takes with all its projects at once, when it opens and when it is over.
TAKEN_TOGETHER = frozenset({A.PROJECT_ENTER_POLL, A.PROJECT_LEAVE_POLL})

# By which body each of the ways of a change leads on.
DECIDES = {A.CHANGE_AGREE: "officer", A.CHANGE_AGREE_LARGE: "leader", A.CHANGE_ENACT: "council"}

# Steps that lead off the way, or that happen by another's hand: they are offered as a button, not as the next step.
ASIDE = frozenset(
    {
        A.PROJECT_RETURN,
        A.PROJECT_LAPSE,
        A.PROJECT_DECLINE,
        A.PROJECT_MERGE,
        A.PROJECT_WITHDRAW,
        A.PROJECT_REFER,
        A.PROJECT_DEFER,
        A.PROJECT_TABLE,
        A.PROJECT_REJECT,
        A.VOTE_CORRECT,
        A.PROJECT_OBJECT,
        A.PROJECT_RECONSIDER,
        A.PROJECT_STOP_UPHELD,
        A.PROJECT_FAST_TRACK,
        A.PROJECT_ENTER_POLL,
        A.PROJECT_STOP_UNRATIFIED,
        A.PROJECT_FAIL_TENDER,
        A.CHANGE_ASK,
        A.CHANGE_REFUSE,
        A.CHANGE_VOTE_DOWN,
        A.WORK_SUSPEND,
        A.PROJECT_FAIL_INSPECTION,
        A.PROJECT_CANCEL,
    }
)
