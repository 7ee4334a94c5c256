"""The rows of the lifecycle from buying to the finished work, with what other rows ask as well."""

from __future__ import annotations

from microprojects.domain import changes as h
from microprojects.domain import contracts as k
from microprojects.domain import disclosures as d
from microprojects.domain import last_dates as l
from microprojects.domain import objections as o
from microprojects.domain import procurements as b
from microprojects.domain import splitting as z
from microprojects.domain.actions import Action as A
from microprojects.domain.errors import N_
from microprojects.domain.states import State as S
from microprojects.domain.workflow import Guard as G
from microprojects.domain.workflow import Row

TEXT_PUBLIC = G(N_("合同文本按期公开"), k.contract_text_in_time)
ANSWERED = (
    G(N_("异议都有书面答复"), o.objections_answered),
    G(N_("监督员看过答复"), o.replies_reviewed),
)
DECISION_STANDS = G(N_("公开的项目没有撤下"), d.decision_stands)
_NOT_SPLIT = G(N_("没有未说清的拆分疑点"), z.splitting_answered)
_DONE_IN_TIME = N_("完工不晚于最后日期，或领导已写理由")
_CHANGE_IN_TIME = G(_DONE_IN_TIME, l.change_ends_in_time)
_MONEY_FOR_CHANGE = G(N_("本社区今年的钱够"), h.money_for_change)

SPENDING_ROWS: tuple[Row, ...] = (
    # 二公开
    Row(
        S.APPROVED,
        A.PROJECT_START_PROCUREMENT,
        S.PROCURING,
        (G(N_("采购方式符合规定"), b.mode_as_the_table_says), _NOT_SPLIT),
    ),
    Row(
        S.PROCURING,
        A.PROJECT_SIGN_CONTRACT,
        S.CONTRACTED,
        (
            G(N_("报价家数够"), b.enough_quotes),
            G(N_("单位可用、无利害关系"), b.supplier_clean),
            G(N_("合同不超批准数"), k.contract_within_approval),
            G(N_("按期签订"), k.contract_signed_in_time),
            G(_DONE_IN_TIME, l.contract_ends_in_time),
            G(N_("自筹到账"), k.social_money_ready),
        ),
    ),
    Row(S.PROCURING, A.PROJECT_FAIL_TENDER, S.APPROVED),
    Row(
        S.CONTRACTED,
        A.PROJECT_START,
        S.IMPLEMENTING,
        (G(N_("开工材料齐"), k.start_documented), TEXT_PUBLIC),
    ),
    # 变更和暂停
    Row(S.IMPLEMENTING, A.CHANGE_ASK, S.CHANGING, (TEXT_PUBLIC,)),
    Row(
        S.CHANGING,
        A.CHANGE_AGREE,
        S.IMPLEMENTING,
        (G(N_("街道经办可以定"), h.officer_may_agree), _CHANGE_IN_TIME, _MONEY_FOR_CHANGE),
    ),
    Row(
        S.CHANGING,
        A.CHANGE_AGREE_LARGE,
        S.IMPLEMENTING,
        (G(N_("街道领导可以定"), h.leader_may_agree), _CHANGE_IN_TIME, _MONEY_FOR_CHANGE),
    ),
    Row(
        S.CHANGING,
        A.CHANGE_ENACT,
        S.IMPLEMENTING,
        (
            G(N_("议事会表决同意变更"), h.council_agreed),
            DECISION_STANDS,
            G(N_("公示期满"), o.window_over),
            *ANSWERED,
            G(N_("没有要改方案的异议"), o.none_upheld_in_substance),
            G(N_("决议有效，公开的就是表决的"), o.resolution_holds),
            _CHANGE_IN_TIME,
            _MONEY_FOR_CHANGE,
        ),
    ),
    Row(
        S.CHANGING,
        A.CHANGE_REFUSE,
        S.IMPLEMENTING,
        (*ANSWERED, G(N_("议事会没有同意，或有异议成立"), h.change_can_be_refused)),
    ),
    Row(S.CHANGING, A.CHANGE_VOTE_DOWN, S.IMPLEMENTING, (G(N_("票数没过线"), h.council_refused),)),
    Row(S.IMPLEMENTING, A.WORK_SUSPEND, S.SUSPENDED),
    Row(S.SUSPENDED, A.WORK_RESUME, S.IMPLEMENTING),
    Row(
        S.IMPLEMENTING,
        A.PROJECT_COMPLETE,
        S.INSPECTING,
        (G(N_("完工材料齐"), k.completion_documented), TEXT_PUBLIC),
    ),
)
