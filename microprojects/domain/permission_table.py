"""The permission table: for every act the roles that may do it, and what part in the thing they must or must not have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from microprojects.domain.actions import Action
from microprojects.domain.errors import N_, NotPermitted
from microprojects.domain.people import COUNCIL_ROLES, OFFICE_ROLES, Role


class Owner(Enum):
    """What the act asks of the actor's own part in the thing."""

    ANY = "any"
    SELF = "self"  # the proposer in person: a consent that nobody gives for another
    ONLY = "only"  # the proposer, or who entered it for them and still holds an office that enters
    NEVER = "never"  # nobody decides on their own proposal


class OwnMatter(NotPermitted):
    """Nobody decides on what they proposed themselves."""

    code = "own-matter"
    message = N_("这件事是您提的或您代录的，按回避规则不能由您来决定。请让另一位同事办理。")


class OwnItem(OwnMatter):
    """Nobody leads the vote on what they proposed themselves."""

    code = "own-item"
    message = N_(
        "这一项是您提的或您代录的，按回避规则不能由您主持。请由另一位主持人来办；还没有第二位，请区管理员再授予一人“议事会主持人”。"
    )


class NotANeighbour(NotPermitted):
    """Who raises a topic or signs up was verified in the community, or works for it."""

    code = "not-a-neighbour"
    message = N_(
        "提话题、报名，要先核实是本社区居民。请带上住址证明到社区窗口核一下；不上网的，到窗口当面说也一样。"
    )


ENTERING = frozenset({Role.GRID_WORKER, Role.COMMUNITY_STAFF})


@dataclass(frozen=True)
class Rule:
    """One line of the table: the roles that may, and the actor's own part.

    `signed_in` lets every signed-in person act, verified or not. `entering` are the
    offices in which somebody acts for the one for whom they entered the thing, and
    `own` is the refusal of one's own matter, `no` that of everybody else.
    """

    roles: frozenset[Role] = frozenset()
    owner: Owner = Owner.ANY
    signed_in: bool = False
    entering: frozenset[Role] = ENTERING
    own: type[OwnMatter] = OwnMatter
    no: type[NotPermitted] = NotPermitted


R = Role
_STAFF = frozenset({R.COMMUNITY_STAFF, R.PARTY_SECRETARY})
_STREET = frozenset({R.STREET_OFFICER})
_LEADER = frozenset({R.STREET_LEADER})
_CHAIR = frozenset({R.COUNCIL_CHAIR})
_ROOM = frozenset({R.COUNCIL_CHAIR, R.COUNCIL_SECRETARY})
_SYSTEM = frozenset({R.SYSTEM})
_DISTRICT = Rule(frozenset({R.DISTRICT_ADMIN}), Owner.NEVER)
_LEADS = Rule(_CHAIR, Owner.NEVER, own=OwnItem)
_INTAKE = frozenset({R.RESIDENT, R.UNIT, R.GRID_WORKER, R.COMMUNITY_STAFF})
_HANDLERS = frozenset({R.COMMUNITY_STAFF, R.STREET_OFFICER})
_POSTERS = frozenset({R.COMMUNITY_STAFF, R.GRID_WORKER})
_PUBLISHERS = frozenset({R.COMMUNITY_STAFF, R.STREET_OFFICER, R.PARTY_SECRETARY})
_HOLDERS = _STAFF | _STREET
_HOLDS = Rule(_HOLDERS)
_AT_THE_WINDOW = Rule(frozenset({R.COMMUNITY_STAFF}) | _SYSTEM)
_ALL_OFFICE = OFFICE_ROLES | COUNCIL_ROLES
A = Action

TABLE: dict[Action, Rule] = {
    # 一议
    A.PROJECT_DRAFT: Rule(_INTAKE, signed_in=True),
    A.PROJECT_ENTER: Rule(frozenset({R.GRID_WORKER, R.COMMUNITY_STAFF})),
    A.PROJECT_SUBMIT: Rule(_INTAKE, Owner.ONLY),
    A.PROJECT_RETURN: Rule(_STAFF, Owner.NEVER),
    A.PROJECT_RESUBMIT: Rule(_INTAKE, Owner.ONLY),
    A.PROJECT_LAPSE: Rule(_SYSTEM),
    A.PROJECT_SCREEN: Rule(_STAFF, Owner.NEVER),
    A.PROJECT_ACCEPT: Rule(_STAFF, Owner.NEVER),
    A.PROJECT_PROPOSE_DECLINE: Rule(_STAFF, Owner.NEVER),
    A.PROJECT_DROP_DECLINE: Rule(_STAFF | _STREET, Owner.NEVER),
    A.PROJECT_DECLINE: Rule(_STAFF | _STREET, Owner.NEVER),
    A.PROJECT_APPEAL: Rule(_INTAKE, Owner.ONLY),
    A.APPEAL_UPHOLD: Rule(_STREET, Owner.NEVER),
    A.APPEAL_DISMISS: Rule(_STREET, Owner.NEVER),
    A.PROJECT_MERGE: Rule(_STAFF, Owner.NEVER),
    A.PROJECT_SECOND: Rule(frozenset({R.RESIDENT}), Owner.NEVER),
    A.PROJECT_UNSECOND: Rule(frozenset({R.RESIDENT})),
    A.PROJECT_RAISE_URGENT: Rule(frozenset({R.SUPERVISOR, R.GRID_WORKER}), Owner.NEVER),
    A.PROJECT_PROMOTE: Rule(_STAFF, Owner.NEVER),
    A.PROJECT_WITHDRAW: Rule(_INTAKE, Owner.ONLY),
    A.PROJECT_ADOPT: Rule(frozenset({R.RESIDENT})),
    A.PROJECT_COPY: Rule(_INTAKE, Owner.ONLY),
    A.PROJECT_FAST_TRACK: Rule(_LEADER, Owner.NEVER),
    A.PROJECT_STOP_UNRATIFIED: Rule(_SYSTEM | _LEADER),
    A.ATTACHMENT_ADD: Rule(_INTAKE | _STREET | frozenset({R.CONTRACTOR, R.SUPERVISOR}), signed_in=True),
    A.ATTACHMENT_REMOVE: Rule(frozenset(), Owner.ONLY, signed_in=True),
    A.ATTACHMENT_LOOK: Rule(_HOLDERS, Owner.NEVER),
    **dict.fromkeys((A.NAME_ASK, A.NAME_CONFIRM, A.NAME_WITHDRAW), _HOLDS),
    A.PROPOSER_SHOW_NAME: Rule(frozenset(), Owner.SELF, signed_in=True),
    A.PROPOSER_MASK_NAME: Rule(frozenset(), Owner.ONLY, signed_in=True),
    # 二议
    A.OPINION_GIVE: Rule(_STAFF | _STREET | _LEADER | frozenset({R.EXPERT}), Owner.NEVER),
    A.PLAN_EDIT: Rule(_STREET, Owner.NEVER),
    A.PLAN_SIGN_NEGATIVE_LIST: Rule(_STAFF | _STREET, Owner.NEVER),
    A.PLAN_ALLOW_OVER_CAP: Rule(_LEADER, Owner.NEVER),
    A.PLAN_AGREE: Rule(frozenset({R.PARTY_SECRETARY}), Owner.NEVER),
    A.PROJECT_REFER: Rule(_STREET, Owner.NEVER),
    A.PROJECT_DEFER: Rule(_STREET, Owner.NEVER),
    A.PROJECT_RESUME_CONSULTING: Rule(_STREET, Owner.NEVER),
    A.PROJECT_CONCLUDE: Rule(_STREET, Owner.NEVER),
    A.COMMENT_WRITE: Rule(frozenset({R.RESIDENT, R.UNIT}) | _ALL_OFFICE),
    A.COMMENT_REPORT: Rule(signed_in=True),
    A.COMMENT_WITHDRAW: Rule(frozenset(), Owner.ONLY, signed_in=True),
    A.COMMENT_HIDE: Rule(_STAFF),
    A.COMMENT_KEEP: Rule(_STAFF),
    A.COMMENT_RESTORE: Rule(_STAFF | _STREET),
    # 三议
    A.COUNCIL_EDIT: Rule(_STAFF),
    A.ELECTION_RECORD: Rule(_STAFF),
    A.SEAT_REPLACE: Rule(_STAFF),
    A.MEETING_CALL: Rule(_CHAIR | _STAFF),
    A.MEETING_SEND_DOSSIER: Rule(_ROOM | _STAFF),
    A.DOSSIER_HAND_OVER: Rule(_ROOM | _STAFF),
    A.MEETING_OPEN: Rule(_CHAIR),
    A.MEETING_CLOSE: Rule(_CHAIR),
    A.MEETING_CANCEL: Rule(_CHAIR),
    A.LEAVE_ASK: Rule(COUNCIL_ROLES),
    A.LEAVE_TAKE_BACK: Rule(COUNCIL_ROLES),
    A.MEETING_SIGN_IN: Rule(COUNCIL_ROLES),
    A.MEETING_SIGN_OUT: Rule(COUNCIL_ROLES),
    A.MEETING_RESUME: Rule(_CHAIR),
    A.DELEGATION_RECORD: Rule(_ROOM),
    A.OBSERVER_INVITE: Rule(_ROOM),
    A.OBSERVER_NOTE: Rule(_ROOM),
    A.ITEM_TAKE_UP: _LEADS,
    A.ITEM_PRESENT: _LEADS,
    A.FLOOR_ASK: Rule(COUNCIL_ROLES),
    A.FLOOR_STEP_BACK: Rule(COUNCIL_ROLES),
    A.FLOOR_LEAD: _LEADS,
    A.DEBATE_CLOSE: _LEADS,
    A.MOTION_DECIDE: _LEADS,
    A.BALLOT_HAND_OUT: Rule(_ROOM),
    A.BALLOT_KEY: Rule(_ROOM | frozenset({R.SUPERVISOR})),
    A.MEMBER_RECUSE: Rule(COUNCIL_ROLES),
    A.MEMBER_REJOIN: Rule(COUNCIL_ROLES),
    A.PROJECT_SCHEDULE: Rule(_CHAIR),
    A.PROJECT_OPEN_VOTE: _LEADS,
    A.VOTE_CAST: Rule(frozenset({R.COUNCIL_MEMBER, R.COUNCIL_CHAIR})),
    A.VOTE_CLOSE: _LEADS,
    A.VOTE_CORRECT: Rule(_ROOM | frozenset({R.SUPERVISOR})),
    A.PROJECT_PASS: _LEADS,
    A.PROJECT_REJECT: _LEADS,
    A.PROJECT_TABLE: Rule(_CHAIR | _SYSTEM, Owner.NEVER, own=OwnItem),
    A.MINUTES_DRAFT: Rule(_ROOM),
    A.MINUTES_APPROVE: Rule(_CHAIR),
    A.MINUTES_SIGN: Rule(_ROOM | frozenset({R.SUPERVISOR})),
    A.MINUTES_ATTACH_SCAN: Rule(_ROOM),
    A.MINUTES_RULE: Rule(_CHAIR),
    A.DEPARTURE_EXPLAIN: Rule(_ROOM),
    # 会
    **dict.fromkeys((A.GATHERING_CALL, A.GATHERING_CANCEL, A.GATHERING_HOLD, A.GATHERING_CLOSE), _HOLDS),
    **dict.fromkeys((A.MATTER_LIST, A.MATTER_DONE, A.HEARING_DRAW, A.STATEMENT_NOTE), _HOLDS),
    A.TOPIC_RAISE: Rule(_INTAKE | _HOLDERS, no=NotANeighbour),
    A.TOPIC_HIDE: Rule(_STAFF),
    A.MATTER_END: Rule(_HOLDERS, Owner.NEVER),
    A.MATTER_MARK: Rule(_HOLDERS | frozenset({R.SUPERVISOR}), Owner.NEVER),
    A.HEARING_SIGN_UP: Rule(frozenset({R.RESIDENT, R.UNIT}), no=NotANeighbour),
    A.HEARING_STEP_BACK: Rule(signed_in=True),
    **dict.fromkeys((A.POLL_PREPARE, A.POLL_CANCEL, A.POLL_OPEN, A.POLL_DRAW_LOT), Rule(_STAFF)),
    **dict.fromkeys((A.POLL_PRINT_SLIPS, A.POLL_VOID_SLIPS, A.POLL_LEND), Rule(_STAFF)),
    **dict.fromkeys((A.POLL_PUBLISH, A.POLL_TURNOUT), Rule(_SYSTEM)),
    **dict.fromkeys((A.POLL_CLOSE, A.POLL_COUNT), Rule(_STAFF | _SYSTEM)),
    **dict.fromkeys((A.PROJECT_ENTER_POLL, A.PROJECT_LEAVE_POLL), Rule(_STAFF | _SYSTEM)),
    A.POLL_RECOUNT: Rule(_STAFF),
    A.CHALLENGE_FILE: Rule(signed_in=True),
    A.CHALLENGE_ENTER: Rule(_HANDLERS | frozenset({R.GRID_WORKER})),
    A.CHALLENGE_ANSWER: Rule(frozenset({R.SUPERVISOR})),
    A.POLL_CERTIFY: Rule(frozenset({R.COUNCIL_CHAIR, R.SUPERVISOR})),
    **dict.fromkeys(
        (A.PAPER_PRINT, A.PAPER_ISSUE, A.PAPER_VOID, A.PAPER_READ, A.PAPER_DECIDE, A.PAPER_AUDIT),
        Rule(_STAFF),
    ),
    A.STATEMENT_ANSWER: Rule(_HOLDERS, Owner.NEVER),
    # 一公开
    A.DISCLOSURE_CORRECT: Rule(_PUBLISHERS),
    A.DISCLOSURE_TAKE_DOWN: Rule(_PUBLISHERS),
    A.DISCLOSURE_POSTED: Rule(_POSTERS),
    A.SHEET_POSTED: Rule(_POSTERS),
    A.BOARD_EDIT: Rule(_POSTERS),
    A.PROJECT_OBJECT: Rule(_INTAKE | _SYSTEM, signed_in=True),
    A.OBJECTION_FILE: Rule(_INTAKE, signed_in=True),
    A.OBJECTION_ENTER: Rule(_HANDLERS | frozenset({R.GRID_WORKER})),
    A.OBJECTION_WITHDRAW: Rule(_INTAKE, Owner.ONLY, signed_in=True, entering=ENTERING | _HANDLERS),
    A.OBJECTION_REPLY: Rule(_HANDLERS, Owner.NEVER),
    A.OBJECTION_REVIEW: Rule(frozenset({R.SUPERVISOR}), Owner.NEVER),
    **dict.fromkeys((A.OBJECTION_GROUP, A.OBJECTION_UNGROUP), Rule(_HANDLERS, Owner.NEVER)),
    A.OBJECTION_ESCALATE: Rule(_INTAKE, Owner.ONLY, signed_in=True, entering=ENTERING | _HANDLERS),
    A.OBJECTION_ANSWER_STREET: Rule(_STREET | _LEADER, Owner.NEVER),
    A.OBJECTION_ANSWER_DISTRICT: _DISTRICT,
    A.PROJECT_RESUME_NOTICE: Rule(_HANDLERS, Owner.NEVER),
    A.PROJECT_RECONSIDER: Rule(_STREET, Owner.NEVER),
    A.PROJECT_STOP_UPHELD: Rule(_LEADER, Owner.NEVER),
    A.PROJECT_FILE: Rule(_LEADER, Owner.NEVER),
    A.PROJECT_APPROVE: Rule(_STREET | _SYSTEM, Owner.NEVER),
    A.PROJECT_EXTEND: Rule(_LEADER, Owner.NEVER),
    # 资金
    **dict.fromkeys((A.FUND_ALLOCATE, A.FUND_ADJUST, A.FUND_REALLOCATE), Rule(frozenset({R.DISTRICT_ADMIN}))),
    **dict.fromkeys((A.YEAR_PREPARE, A.YEAR_CLOSE), Rule(frozenset({R.DISTRICT_ADMIN, R.FINANCE}))),
    A.REPORT_PUBLISH: Rule(frozenset({R.DISTRICT_ADMIN})),
    A.SOCIAL_RECORD: Rule(_STAFF | frozenset({R.FINANCE})),
    # 二公开
    **dict.fromkeys((A.PROJECT_START_PROCUREMENT, A.DEVIATION_ASK), Rule(_STREET, Owner.NEVER)),
    A.DEVIATION_APPROVE: Rule(_LEADER, Owner.NEVER),
    A.SPLITTING_RAISE: Rule(_SYSTEM),
    A.SPLITTING_ANSWER: Rule(_STREET, Owner.NEVER),
    A.SPLITTING_JUDGE: Rule(frozenset({R.SUPERVISOR}), Owner.NEVER),
    **dict.fromkeys((A.QUOTE_ADD, A.QUOTE_CHOOSE), Rule(_STREET, Owner.NEVER)),
    A.SUPPLIER_EDIT: Rule(_STREET),
    A.SUPPLIER_MARK: Rule(_HANDLERS | frozenset({R.SUPERVISOR}), Owner.NEVER),
    A.PROJECT_SIGN_CONTRACT: Rule(_STREET, Owner.NEVER),
    A.CONTRACT_PUBLISH: Rule(_STREET),
    A.PROJECT_FAIL_TENDER: Rule(_STREET, Owner.NEVER),
    A.PROJECT_START: Rule(_STREET, Owner.NEVER),
    A.CHANGE_ASK: Rule(_HANDLERS | frozenset({R.CONTRACTOR})),
    A.CHANGE_AGREE: Rule(_STREET, Owner.NEVER),
    A.CHANGE_AGREE_LARGE: Rule(_LEADER, Owner.NEVER),
    A.CHANGE_ENACT: Rule(_STREET, Owner.NEVER),
    A.CHANGE_REFUSE: Rule(_STREET | _LEADER, Owner.NEVER),
    A.CHANGE_VOTE_DOWN: _LEADS,
    A.CHANGE_SEEN: Rule(frozenset({R.SUPERVISOR})),
    A.WORK_SUSPEND: Rule(_STREET, Owner.NEVER),
    A.WORK_RESUME: Rule(_STREET, Owner.NEVER),
    A.PROGRESS_REPORT: Rule(_HANDLERS | frozenset({R.CONTRACTOR})),
    A.EVIDENCE_ADD: Rule(_HANDLERS | frozenset({R.CONTRACTOR})),
    A.PAYMENT_ENTER: Rule(frozenset({R.FINANCE, R.STREET_OFFICER})),
    A.PAYMENT_APPROVE: Rule(frozenset({R.FINANCE})),
    A.PAYMENT_REJECT: Rule(frozenset({R.FINANCE})),
    A.REFUND_RECORD: Rule(frozenset({R.FINANCE})),
    A.NOTE_WRITE: Rule(frozenset({R.SUPERVISOR})),
    A.NOTE_ANSWER: Rule(_HANDLERS),
    # 三公开
    A.PROJECT_COMPLETE: Rule(_HANDLERS | frozenset({R.CONTRACTOR})),
    A.INSPECTION_RECORD: Rule(_STREET),
    A.PROJECT_FAIL_INSPECTION: Rule(_STREET),
    A.PROJECT_REINSPECT: Rule(_HANDLERS | frozenset({R.CONTRACTOR})),
    A.PROJECT_PASS_INSPECTION: Rule(_STREET),
    A.SETTLEMENT_RECORD: Rule(frozenset({R.FINANCE})),
    A.PROJECT_SETTLE: Rule(frozenset({R.FINANCE})),
    A.AUDIT_FIX: Rule(frozenset({R.DISTRICT_ADMIN, R.FINANCE})),
    A.AUDIT_DRAW: Rule(frozenset({R.DISTRICT_ADMIN, R.FINANCE, R.AUDITOR})),
    A.AUDIT_RECORD: Rule(frozenset({R.FINANCE, R.AUDITOR}), Owner.NEVER),
    A.PROJECT_OPEN_EVALUATION: Rule(_HANDLERS | _SYSTEM),
    A.SURVEY_ANSWER: Rule(frozenset({R.RESIDENT})),
    A.SURVEY_ENTER_PAPER: Rule(frozenset({R.COMMUNITY_STAFF, R.GRID_WORKER})),
    A.SURVEY_MODERATE: Rule(_HANDLERS),
    A.ARCHIVE_TICK: Rule(_HANDLERS),
    A.IMPROVEMENT_FILE: Rule(_HANDLERS),
    A.EVALUATION_SIGN: Rule(frozenset({R.SUPERVISOR}), Owner.NEVER),
    A.PROJECT_CLOSE: Rule(_STAFF),
    A.PROJECT_CANCEL: Rule(_LEADER, Owner.NEVER),
    # 项目库
    A.LIBRARY_OFFER: _HOLDS,
    **dict.fromkeys((A.LIBRARY_ENTER, A.LIBRARY_DECLINE, A.LIBRARY_REMOVE), _DISTRICT),
    A.LIBRARY_COPY: Rule(_INTAKE, signed_in=True),
    # 系统与名册
    A.AREA_ADD: Rule(frozenset({R.SYSADMIN, R.SYSTEM})),
    A.AREA_OUTLINE: Rule(frozenset({R.DISTRICT_ADMIN, R.SYSADMIN, R.SYSTEM})),
    A.PROJECT_LOCATE: Rule(_HANDLERS | frozenset({R.DISTRICT_ADMIN, R.SYSTEM})),
    A.PERSON_VERIFY: Rule(frozenset({R.COMMUNITY_STAFF})),
    **dict.fromkeys((A.PERSON_ERASE, A.ROLL_IMPORT, A.PROPOSALS_IMPORT), _AT_THE_WINDOW),
    **dict.fromkeys((A.RETENTION_RUN, A.AGES_COUNT), Rule(_SYSTEM)),
    A.GRIDS_IMPORT: Rule(frozenset({R.COMMUNITY_STAFF, R.DISTRICT_ADMIN}) | _SYSTEM),
    A.ROLE_GRANT: Rule(frozenset({R.DISTRICT_ADMIN, R.SYSADMIN, R.SYSTEM})),
    A.ROLE_REVOKE: Rule(frozenset({R.DISTRICT_ADMIN, R.SYSADMIN, R.SYSTEM})),
    A.ACCOUNT_MANAGE: Rule(frozenset({R.DISTRICT_ADMIN, R.SYSADMIN, R.SYSTEM})),
    A.PARAMETER_SET: Rule(frozenset({R.DISTRICT_ADMIN})),
    A.ROUND_OPEN: Rule(frozenset({R.DISTRICT_ADMIN})),
    A.ROUND_IMPORT: Rule(frozenset({R.DISTRICT_ADMIN}) | _SYSTEM),
    A.COVERAGE_READ: Rule(_STAFF | frozenset({R.GRID_WORKER, R.COUNCIL_SECRETARY})),
    A.AUDIT_READ: Rule(frozenset({R.AUDITOR, R.SUPERVISOR, R.DISTRICT_ADMIN})),
    A.OFFICE_READ: Rule(OFFICE_ROLES),
    A.COUNCIL_READ: Rule(COUNCIL_ROLES | OFFICE_ROLES),
}
