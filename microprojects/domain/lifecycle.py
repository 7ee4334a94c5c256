"""The life of one project: every row by which it may move, and nothing else.

Source: domain research, section 5.2, T1-T36.
"""

from __future__ import annotations

from microprojects.domain import audits
from microprojects.domain import consultations as c
from microprojects.domain import contracts as k
from microprojects.domain import departures as x
from microprojects.domain import disclosures as d
from microprojects.domain import gatherings as g
from microprojects.domain import inspections as i
from microprojects.domain import last_dates as l
from microprojects.domain import meetings as m
from microprojects.domain import objections as o
from microprojects.domain import polls as v
from microprojects.domain import proposals as p
from microprojects.domain import ratifications as r
from microprojects.domain import settlements as s
from microprojects.domain import tabling as t
from microprojects.domain import withdrawals as w
from microprojects.domain.actions import Action as A
from microprojects.domain.errors import N_
from microprojects.domain.spending_rows import ANSWERED, DECISION_STANDS, SPENDING_ROWS, TEXT_PUBLIC
from microprojects.domain.states import State as S
from microprojects.domain.workflow import Guard as G
from microprojects.domain.workflow import Next, Row, Workflow

ENDS_IN_TIME = G(N_("完工不晚于最后日期，或领导已写理由"), l.plan_ends_in_time)
_SUBMITTABLE = (
    G(N_("在征集期内"), p.round_open),
    G(N_("提议人已核实"), p.proposer_verified),
    G(N_("必填项都填了"), p.fields_complete),
    G(N_("没有写进个人隐私"), p.no_private_data),
    G(N_("同意隐私告知"), p.consent_given),
    G(N_("不超上限，或已说明"), p.within_cap_or_flagged),
)
_PLAN_DONE = (
    G(N_("各方意见都到了"), c.opinions_given),
    G(N_("各方都说可行"), c.opinions_favourable),
    G(N_("方案写全，费用有依据"), c.plan_complete),
    G(N_("工期不超过规定"), c.schedule_fits),
    ENDS_IN_TIME,
    G(N_("资金来源加起来等于总价"), c.mix_adds_up),
    G(N_("不超上限，或领导已写理由"), c.within_cap),
    G(N_("本社区今年的钱够"), c.balance_enough),
    G(N_("负面清单已核对签字"), c.negative_list_signed),
    G(N_("业主同意"), c.owners_agreed),
    G(N_("社区党委同意"), c.party_agreed),
)
_AGENDA = (
    G(N_("方案写全、签过字"), c.plan_made),
    ENDS_IN_TIME,
    G(N_("资金来源加起来等于总价"), c.mix_adds_up),
    G(N_("不超上限，或领导已写理由"), c.within_cap),
    G(N_("方案要开的事前评开过了"), g.reviewed_before),
    G(N_("居民投票说了算的，先投过、选上了"), v.poll_lets_on),
    G(N_("排进一次已计划的会议"), m.on_a_planned_agenda),
    G(N_("材料按期发出"), m.dossier_in_time),
)
_GATHERED = G(N_("方案要开的会开过了"), g.gathering_held)
_RESULT_STANDS = G(N_("公开的结果没有撤下"), d.result_stands)
_WITHDRAWABLE = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.CONSULTING, S.DEFERRED, S.READY)
_MERGEABLE = (S.SUBMITTED, S.ACCEPTED, S.CONSULTING, S.DEFERRED)
_UNDER_WAY = (S.CONTRACTED, S.IMPLEMENTING, S.SUSPENDED, S.INSPECTING, S.RECTIFYING)
_CANCELLABLE = (S.APPROVED, S.PROCURING, *_UNDER_WAY)
_UNRATIFIED = (*_CANCELLABLE, S.SETTLING)

ROWS: tuple[Row, ...] = (
    # 一议
    Row(S.DRAFT, A.PROJECT_SUBMIT, S.SUBMITTED, _SUBMITTABLE),
    Row(
        S.SUBMITTED,
        A.PROJECT_RETURN,
        S.RETURNED,
        (G(N_("列明要补什么"), p.return_lists_everything), G(N_("只退一次"), p.returned_at_most_once)),
    ),
    Row(
        S.RETURNED,
        A.PROJECT_RESUBMIT,
        S.SUBMITTED,
        (G(N_("在补正期内"), p.within_fix_days), *_SUBMITTABLE[2:]),
    ),
    Row(S.RETURNED, A.PROJECT_LAPSE, S.WITHDRAWN, (G(N_("补正期已过"), p.fix_days_over),)),
    Row(S.SUBMITTED, A.PROJECT_DECLINE, S.DECLINED, (G(N_("两人签过"), p.two_signed_decline),)),
    Row(S.DECLINED, A.APPEAL_UPHOLD, S.SUBMITTED, (G(N_("复核成立"), p.appeal_upheld),)),
    Row(
        S.SUBMITTED,
        A.PROJECT_ACCEPT,
        S.ACCEPTED,
        (G(N_("审查表答完"), p.screening_answered), G(N_("审查项都通过"), p.screening_passed)),
    ),
    Row(
        S.ACCEPTED, A.PROJECT_PROMOTE, Next.DELIBERATION, (G(N_("附议人数够"), p.enough_seconders), _GATHERED)
    ),
    *(Row(state, A.PROJECT_MERGE, S.MERGED) for state in _MERGEABLE),
    *(Row(state, A.PROJECT_WITHDRAW, S.WITHDRAWN) for state in _WITHDRAWABLE),
    Row(
        S.WITHDRAWN,
        A.PROJECT_ADOPT,
        Next.SECONDING,
        (G(N_("附议人数够"), w.seconded_enough), G(N_("在接手期内"), w.within_adopt_days)),
    ),
    # 二议
    Row(S.CONSULTING, A.PROJECT_REFER, S.REFERRED, (G(N_("写明理由和接收单位"), c.receiver_named),)),
    Row(S.CONSULTING, A.PROJECT_DEFER, S.DEFERRED, (G(N_("写明理由"), c.reason_written),)),
    Row(S.DEFERRED, A.PROJECT_RESUME_CONSULTING, S.CONSULTING, (G(N_("写明理由"), c.reason_written),)),
    Row(
        S.CONSULTING,
        A.PROJECT_CONCLUDE,
        Next.DELIBERATION,
        (*_PLAN_DONE, G(N_("异议成立的，方案改过"), o.plan_changed), _GATHERED),
    ),
    # 居民投票
    Row(S.READY, A.PROJECT_ENTER_POLL, S.POLLING, (G(N_("在投票的选票上"), v.on_open_poll),)),
    Row(S.POLLING, A.PROJECT_LEAVE_POLL, S.READY, (G(N_("投票有了结果，或取消了"), v.poll_over),)),
    # 三议
    Row(S.READY, A.PROJECT_SCHEDULE, S.SCHEDULED, _AGENDA),
    Row(S.TABLED, A.PROJECT_SCHEDULE, S.SCHEDULED, _AGENDA),
    Row(
        S.SCHEDULED,
        A.PROJECT_OPEN_VOTE,
        S.VOTING,
        (
            G(N_("会议正在开"), m.in_session),
            G(N_("介绍完、问完了"), m.presented),
            G(N_("此刻到会够法定人数"), m.quorum_now),
        ),
    ),
    Row(S.VOTING, A.PROJECT_PASS, Next.DELIBERATION, (G(N_("票数过线"), m.vote_carried),)),
    Row(S.VOTING, A.PROJECT_REJECT, S.REJECTED, (G(N_("票数没过线"), m.vote_failed),)),
    *(
        Row(state, A.PROJECT_TABLE, S.TABLED, (G(N_("搁置动议通过，或人数不够了"), t.may_be_tabled),))
        for state in (S.VOTING, S.SCHEDULED)
    ),
    # 一公开
    Row(
        S.NOTICING,
        A.PROJECT_OBJECT,
        S.OBJECTED,
        (G(N_("在公示期内"), o.window_running), G(N_("有异议"), o.has_open_objection)),
    ),
    Row(
        S.OBJECTED,
        A.PROJECT_RESUME_NOTICE,
        S.NOTICING,
        (*ANSWERED, G(N_("没有要改方案的异议"), o.none_upheld_in_substance), DECISION_STANDS),
    ),
    # A wrong count that is corrected in time, and then does not carry.
    *(
        Row(state, A.VOTE_CORRECT, S.REJECTED, (G(N_("票数没过线"), m.vote_failed),))
        for state in (S.OBJECTED, S.NOTICING)
    ),
    # Where the programme lets the notice run on, an upheld objection leads away from it directly.
    *(
        Row(
            state,
            A.PROJECT_RECONSIDER,
            Next.RECONSIDER,
            (*ANSWERED, G(N_("异议成立，方案要改"), o.some_upheld_in_substance)),
        )
        for state in (S.OBJECTED, S.NOTICING)
    ),
    *(
        Row(
            state,
            A.PROJECT_STOP_UPHELD,
            S.CANCELLED,
            (*ANSWERED, G(N_("异议成立，不合法或做不成"), o.some_upheld_as_unlawful)),
        )
        for state in (S.OBJECTED, S.NOTICING)
    ),
    Row(
        S.NOTICING,
        A.PROJECT_APPROVE,
        S.APPROVED,
        (
            G(N_("与居民投票不同的，写了理由"), x.departure_explained),
            DECISION_STANDS,
            G(N_("公示期满"), o.window_over),
            *ANSWERED,
            G(N_("没有要改方案的异议"), o.none_upheld_in_substance),
            G(N_("街道已备案"), o.filed_if_required),
            G(N_("决议有效，公开的就是表决的"), o.resolution_holds),
            G(N_("没过立项的最后日期，或领导已写理由"), l.approved_in_time),
            G(N_("本社区今年的钱够"), c.balance_enough),
        ),
    ),
    # 应急先办
    *(
        Row(
            state,
            A.PROJECT_FAST_TRACK,
            S.APPROVED,
            (
                G(N_("应急、限额内、党委同意"), c.fast_track_allowed),
                G(N_("本社区今年的钱够"), c.balance_enough),
            ),
        )
        for state in (S.ACCEPTED, S.CONSULTING)
    ),
    *(
        Row(state, A.PROJECT_STOP_UNRATIFIED, S.CANCELLED, (G(N_("逾期未追认或被否决"), r.unratified),))
        for state in _UNRATIFIED
    ),
    *SPENDING_ROWS,
    # 三公开
    Row(
        S.INSPECTING,
        A.PROJECT_FAIL_INSPECTION,
        S.RECTIFYING,
        (
            G(N_("验收组齐"), i.panel_complete),
            G(N_("有不合格项"), i.something_failed),
            G(N_("还可整改"), i.rectification_left),
        ),
    ),
    Row(S.RECTIFYING, A.PROJECT_REINSPECT, S.INSPECTING, (G(N_("有整改证明"), i.rectification_shown),)),
    Row(
        S.INSPECTING,
        A.PROJECT_PASS_INSPECTION,
        S.SETTLING,
        (
            G(N_("验收组齐"), i.panel_complete),
            G(N_("使用的居民说了意见"), i.users_heard),
            G(N_("各项合格"), i.everything_passed),
        ),
    ),
    Row(
        S.SETTLING,
        A.PROJECT_SETTLE,
        Next.RESULT,
        (
            TEXT_PUBLIC,
            G(N_("结算不超合同"), s.settlement_within_contract),
            G(N_("结算审核"), s.settlement_reviewed),
            G(N_("付款加质保金等于结算"), s.payments_match),
        ),
    ),
    Row(
        S.RESULT_NOTICE,
        A.PROJECT_OPEN_EVALUATION,
        S.EVALUATING,
        (_RESULT_STANDS, G(N_("公示期满"), o.window_over), G(N_("没有未答复的异议"), o.objections_answered)),
    ),
    Row(
        S.EVALUATING,
        A.PROJECT_CLOSE,
        S.CLOSED,
        (
            G(N_("评议已截止"), s.survey_closed),
            G(N_("评议份数够，或监督员签了理由"), s.sample_large_enough),
            G(N_("满意率够，或有改进计划"), s.satisfied_enough),
            G(N_("满意率过低的，监督员写了意见"), s.low_rating_seen),
            G(N_("档案齐"), s.archive_complete),
            G(N_("抽中审计的，有了审计结论"), audits.audit_recorded),
            G(N_("监督员在评议和档案上签字"), s.supervisor_signed),
            G(N_("方案要开的事后评开过了"), g.reviewed_after),
            _RESULT_STANDS,
        ),
    ),
    # 终止
    *(
        Row(state, A.PROJECT_CANCEL, S.CANCELLED, (G(N_("已付的钱有追回办法"), k.recovery_planned),))
        for state in _CANCELLABLE
    ),
)

LIFECYCLE = Workflow("project", ROWS)
