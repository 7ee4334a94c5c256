"""Every act that the house knows, by its verb."""

from __future__ import annotations

from enum import StrEnum

from microprojects.domain.errors import N_


class Action(StrEnum):
    """One act; the value is used in the journal, in addresses and in documents."""

    # 一议
    PROJECT_DRAFT = "project.draft"
    PROJECT_ENTER = "project.enter"
    PROJECT_SUBMIT = "project.submit"
    PROJECT_RETURN = "project.return"
    PROJECT_RESUBMIT = "project.resubmit"
    PROJECT_LAPSE = "project.lapse"
    PROJECT_SCREEN = "project.screen"
    PROJECT_ACCEPT = "project.accept"
    PROJECT_PROPOSE_DECLINE = "project.propose-decline"
    PROJECT_DROP_DECLINE = "project.drop-decline"
    PROJECT_DECLINE = "project.decline"
    PROJECT_APPEAL = "project.appeal"
    APPEAL_UPHOLD = "appeal.uphold"
    APPEAL_DISMISS = "appeal.dismiss"
    PROJECT_MERGE = "project.merge"
    PROJECT_SECOND = "project.second"
    PROJECT_UNSECOND = "project.unsecond"
    PROJECT_RAISE_URGENT = "project.raise-urgent"
    PROJECT_PROMOTE = "project.promote"
    PROJECT_WITHDRAW = "project.withdraw"
    PROJECT_ADOPT = "project.adopt"
    PROJECT_COPY = "project.copy"
    PROJECT_FAST_TRACK = "project.fast-track"
    PROJECT_STOP_UNRATIFIED = "project.stop-unratified"
    ATTACHMENT_ADD = "attachment.add"
    ATTACHMENT_REMOVE = "attachment.remove"
    ATTACHMENT_LOOK = "attachment.look"
    NAME_ASK = "name.ask"
    NAME_CONFIRM = "name.confirm"
    NAME_WITHDRAW = "name.withdraw"
    PROPOSER_SHOW_NAME = "proposer.show-name"
    PROPOSER_MASK_NAME = "proposer.mask-name"
    # 二议
    OPINION_GIVE = "opinion.give"
    PLAN_EDIT = "plan.edit"
    PLAN_SIGN_NEGATIVE_LIST = "plan.sign-negative-list"
    PLAN_ALLOW_OVER_CAP = "plan.allow-over-cap"
    PLAN_AGREE = "plan.agree"
    PROJECT_REFER = "project.refer"
    PROJECT_DEFER = "project.defer"
    PROJECT_RESUME_CONSULTING = "project.resume-consulting"
    PROJECT_CONCLUDE = "project.conclude"
    COMMENT_WRITE = "comment.write"
    COMMENT_REPORT = "comment.report"
    COMMENT_WITHDRAW = "comment.withdraw"
    COMMENT_HIDE = "comment.hide"
    COMMENT_KEEP = "comment.keep"
    COMMENT_RESTORE = "comment.restore"
    # 三议
    COUNCIL_EDIT = "council.edit"
    ELECTION_RECORD = "election.record"
    SEAT_REPLACE = "seat.replace"
    MEETING_CALL = "meeting.call"
    MEETING_SEND_DOSSIER = "meeting.send-dossier"
    DOSSIER_HAND_OVER = "dossier.hand-over"
    MEETING_OPEN = "meeting.open"
    MEETING_CLOSE = "meeting.close"
    MEETING_CANCEL = "meeting.cancel"
    LEAVE_ASK = "leave.ask"
    LEAVE_TAKE_BACK = "leave.take-back"
    MEETING_SIGN_IN = "meeting.sign-in"
    MEETING_SIGN_OUT = "meeting.sign-out"
    MEETING_RESUME = "meeting.resume"
    DELEGATION_RECORD = "delegation.record"
    OBSERVER_INVITE = "observer.invite"
    OBSERVER_NOTE = "observer.note"
    ITEM_TAKE_UP = "item.take-up"
    ITEM_PRESENT = "item.present"
    FLOOR_ASK = "floor.ask"
    FLOOR_STEP_BACK = "floor.step-back"
    FLOOR_LEAD = "floor.lead"
    DEBATE_CLOSE = "debate.close"
    MOTION_DECIDE = "motion.decide"
    BALLOT_HAND_OUT = "ballot.hand-out"
    BALLOT_KEY = "ballot.key"
    MEMBER_RECUSE = "member.recuse"
    MEMBER_REJOIN = "member.rejoin"
    PROJECT_SCHEDULE = "project.schedule"
    PROJECT_OPEN_VOTE = "project.open-vote"
    VOTE_CAST = "vote.cast"
    VOTE_CLOSE = "vote.close"
    VOTE_CORRECT = "vote.correct"
    PROJECT_PASS = "project.pass"
    PROJECT_REJECT = "project.reject"
    PROJECT_TABLE = "project.table"
    MINUTES_DRAFT = "minutes.draft"
    MINUTES_APPROVE = "minutes.approve"
    MINUTES_SIGN = "minutes.sign"
    MINUTES_ATTACH_SCAN = "minutes.attach-scan"
    MINUTES_RULE = "minutes.rule"  # a later meeting confirms them, or wants them changed
    # 会
    GATHERING_CALL = "gathering.call"
    GATHERING_CANCEL = "gathering.cancel"
    GATHERING_HOLD = "gathering.hold"
    GATHERING_CLOSE = "gathering.close"
    TOPIC_RAISE = "topic.raise"
    TOPIC_HIDE = "topic.hide"
    MATTER_LIST = "matter.list"
    MATTER_END = "matter.end"
    MATTER_MARK = "matter.mark"
    MATTER_DONE = "matter.done"
    HEARING_SIGN_UP = "hearing.sign-up"
    HEARING_STEP_BACK = "hearing.step-back"
    HEARING_DRAW = "hearing.draw"
    STATEMENT_NOTE = "statement.note"
    STATEMENT_ANSWER = "statement.answer"
    # 一公开
    DISCLOSURE_CORRECT = "disclosure.correct"
    DISCLOSURE_TAKE_DOWN = "disclosure.take-down"
    DISCLOSURE_POSTED = "disclosure.posted"
    SHEET_POSTED = "sheet.posted"  # any other sheet: a call, a notice, a result, a month's money
    BOARD_EDIT = "board.edit"
    PROJECT_OBJECT = "project.object"
    OBJECTION_FILE = "objection.file"
    OBJECTION_ENTER = "objection.enter"  # write one down for somebody who came or wrote
    OBJECTION_WITHDRAW = "objection.withdraw"
    OBJECTION_REPLY = "objection.reply"
    OBJECTION_REVIEW = "objection.review"
    OBJECTION_GROUP = "objection.group"
    OBJECTION_UNGROUP = "objection.ungroup"
    OBJECTION_ESCALATE = "objection.escalate"
    OBJECTION_ANSWER_STREET = "objection.answer-street"
    OBJECTION_ANSWER_DISTRICT = "objection.answer-district"
    PROJECT_RESUME_NOTICE = "project.resume-notice"
    PROJECT_RECONSIDER = "project.reconsider"
    PROJECT_STOP_UPHELD = "project.stop-upheld"
    PROJECT_FILE = "project.file"
    PROJECT_APPROVE = "project.approve"
    PROJECT_EXTEND = "project.extend"  # beyond the last day of its year for approval or for the work
    # 资金
    FUND_ALLOCATE = "fund.allocate"
    FUND_ADJUST = "fund.adjust"
    FUND_REALLOCATE = "fund.reallocate"
    YEAR_PREPARE = "year.prepare"
    YEAR_CLOSE = "year.close"
    REPORT_PUBLISH = "report.publish"
    SOCIAL_RECORD = "social.record"
    # 二公开
    PROJECT_START_PROCUREMENT = "project.start-procurement"
    DEVIATION_ASK = "deviation.ask"
    DEVIATION_APPROVE = "deviation.approve"
    SPLITTING_RAISE = "splitting.raise"
    SPLITTING_ANSWER = "splitting.answer"
    SPLITTING_JUDGE = "splitting.judge"
    QUOTE_ADD = "quote.add"
    QUOTE_CHOOSE = "quote.choose"
    SUPPLIER_EDIT = "supplier.edit"
    SUPPLIER_MARK = "supplier.mark"
    PROJECT_SIGN_CONTRACT = "project.sign-contract"
    CONTRACT_PUBLISH = "contract.publish"
    PROJECT_FAIL_TENDER = "project.fail-tender"
    PROJECT_START = "project.start"
    CHANGE_ASK = "change.ask"
    CHANGE_AGREE = "change.agree"  # a small one, by an officer of the street
    CHANGE_AGREE_LARGE = "change.agree-large"  # by a leader of the street
    CHANGE_ENACT = "change.enact"  # what the council agreed to, after its notice
    CHANGE_REFUSE = "change.refuse"
    CHANGE_VOTE_DOWN = "change.vote-down"
    CHANGE_SEEN = "change.seen"  # the supervisor was told of it
    WORK_SUSPEND = "work.suspend"
    WORK_RESUME = "work.resume"
    PROGRESS_REPORT = "progress.report"
    EVIDENCE_ADD = "evidence.add"
    PAYMENT_ENTER = "payment.enter"
    PAYMENT_APPROVE = "payment.approve"
    PAYMENT_REJECT = "payment.reject"
    REFUND_RECORD = "refund.record"
    NOTE_WRITE = "note.write"
    NOTE_ANSWER = "note.answer"
    # 居民投票
    DEPARTURE_EXPLAIN = "departure.explain"
    POLL_PREPARE = "poll.prepare"
    POLL_CANCEL = "poll.cancel"
    POLL_OPEN = "poll.open"
    POLL_PRINT_SLIPS = "poll.print-slips"
    POLL_VOID_SLIPS = "poll.void-slips"
    POLL_LEND = "poll.lend"  # a machine at the desk, to somebody whose papers were seen
    POLL_PUBLISH = "poll.publish"
    POLL_TURNOUT = "poll.turnout"
    POLL_CLOSE = "poll.close"
    POLL_DRAW_LOT = "poll.draw-lot"
    POLL_COUNT = "poll.count"
    POLL_CERTIFY = "poll.certify"
    PAPER_PRINT = "paper.print"
    PAPER_ISSUE = "paper.issue"
    PAPER_VOID = "paper.void"
    PAPER_READ = "paper.read"
    PAPER_DECIDE = "paper.decide"
    CHALLENGE_FILE = "challenge.file"
    CHALLENGE_ENTER = "challenge.enter"
    CHALLENGE_ANSWER = "challenge.answer"
    POLL_RECOUNT = "poll.recount"
    PAPER_AUDIT = "paper.audit"
    PROJECT_ENTER_POLL = "project.enter-poll"
    PROJECT_LEAVE_POLL = "project.leave-poll"
    # 三公开
    PROJECT_COMPLETE = "project.complete"
    INSPECTION_RECORD = "inspection.record"
    PROJECT_FAIL_INSPECTION = "project.fail-inspection"
    PROJECT_REINSPECT = "project.reinspect"
    PROJECT_PASS_INSPECTION = "project.pass-inspection"
    SETTLEMENT_RECORD = "settlement.record"
    PROJECT_SETTLE = "project.settle"
    AUDIT_FIX = "audit.fix"  # the list from which the sample is drawn
    AUDIT_DRAW = "audit.draw"
    AUDIT_RECORD = "audit.record"
    PROJECT_OPEN_EVALUATION = "project.open-evaluation"
    SURVEY_ANSWER = "survey.answer"
    SURVEY_ENTER_PAPER = "survey.enter-paper"
    SURVEY_MODERATE = "survey.moderate"
    ARCHIVE_TICK = "archive.tick"
    IMPROVEMENT_FILE = "improvement.file"
    EVALUATION_SIGN = "evaluation.sign"
    PROJECT_CLOSE = "project.close"
    PROJECT_CANCEL = "project.cancel"
    # 系统与名册
    AREA_ADD = "area.add"
    AREA_OUTLINE = "area.outline"
    PROJECT_LOCATE = "project.locate"
    PERSON_VERIFY = "person.verify"
    ROLL_IMPORT = "roll.import"
    GRIDS_IMPORT = "grids.import"
    AGES_COUNT = "ages.count"
    PROPOSALS_IMPORT = "proposals.import"
    ROLE_GRANT = "role.grant"
    ROLE_REVOKE = "role.revoke"
    ACCOUNT_MANAGE = "account.manage"
    PARAMETER_SET = "parameter.set"
    ROUND_OPEN = "round.open"
    ROUND_IMPORT = "round.import"
    COVERAGE_READ = "coverage.read"
    AUDIT_READ = "audit.read"
    OFFICE_READ = "office.read"
    COUNCIL_READ = "council.read"


# The words on buttons and in the timeline, for acts that a person chooses by name.
VERBS: dict[Action, str] = {
    Action.PROJECT_SUBMIT: N_("交出提议"),
    Action.PROJECT_RETURN: N_("退回补正"),
    Action.PROJECT_RESUBMIT: N_("补好再交"),
    Action.PROJECT_LAPSE: N_("逾期未补，自动撤回"),
    Action.PROJECT_ACCEPT: N_("受理"),
    Action.PROJECT_DECLINE: N_("不予受理"),
    Action.APPEAL_UPHOLD: N_("复核后重新受理审查"),
    Action.PROJECT_MERGE: N_("并入相似项目"),
    Action.PROJECT_PROMOTE: N_("送到下一议"),
    Action.PROJECT_WITHDRAW: N_("撤回提议"),
    Action.PROJECT_ADOPT: N_("接手提议"),
    Action.PROJECT_FAST_TRACK: N_("应急先办"),
    Action.PROJECT_STOP_UNRATIFIED: N_("未获追认，停止"),
    Action.PROJECT_REFER: N_("转给该管的单位"),
    Action.PROJECT_DEFER: N_("暂缓，入储备"),
    Action.PROJECT_RESUME_CONSULTING: N_("重新商议"),
    Action.PROJECT_CONCLUDE: N_("完成商议"),
    Action.PROJECT_ENTER_POLL: N_("交居民投票"),
    Action.PROJECT_LEAVE_POLL: N_("居民投票结束"),
    Action.PROJECT_SCHEDULE: N_("列入议程"),
    Action.PROJECT_OPEN_VOTE: N_("开始表决"),
    Action.PROJECT_PASS: N_("表决通过"),
    Action.PROJECT_REJECT: N_("表决未通过"),
    Action.VOTE_CORRECT: N_("更正票数"),
    Action.PROJECT_TABLE: N_("搁置再议"),
    Action.PROJECT_OBJECT: N_("提出异议"),
    Action.PROJECT_RESUME_NOTICE: N_("异议答复完，继续公示"),
    Action.PROJECT_RECONSIDER: N_("异议成立，退回再议"),
    Action.PROJECT_STOP_UPHELD: N_("异议成立，终止项目"),
    Action.PROJECT_APPROVE: N_("立项"),
    Action.PROJECT_START_PROCUREMENT: N_("开始采购"),
    Action.PROJECT_SIGN_CONTRACT: N_("签合同"),
    Action.PROJECT_FAIL_TENDER: N_("记为流标"),
    Action.PROJECT_START: N_("开工"),
    Action.CHANGE_ASK: N_("申请变更"),
    Action.CHANGE_AGREE: N_("同意变更（街道经办）"),
    Action.CHANGE_AGREE_LARGE: N_("同意变更（街道领导）"),
    Action.CHANGE_ENACT: N_("变更公示期满，生效"),
    Action.CHANGE_REFUSE: N_("不同意变更"),
    Action.CHANGE_VOTE_DOWN: N_("变更表决未通过"),
    Action.WORK_SUSPEND: N_("暂停施工"),
    Action.WORK_RESUME: N_("恢复施工"),
    Action.PROJECT_COMPLETE: N_("报完工"),
    Action.PROJECT_FAIL_INSPECTION: N_("验收不合格，整改"),
    Action.PROJECT_REINSPECT: N_("整改好，再验收"),
    Action.PROJECT_PASS_INSPECTION: N_("验收合格"),
    Action.PROJECT_SETTLE: N_("结算并公开结果"),
    Action.PROJECT_OPEN_EVALUATION: N_("开始评议"),
    Action.PROJECT_CLOSE: N_("办结归档"),
    Action.PROJECT_CANCEL: N_("终止项目"),
}
