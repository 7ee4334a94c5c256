"""Trials of the guards from the proposal to the end of the decision's notice."""

from __future__ import annotations

from datetime import date

from microprojects.domain import consultations as c
from microprojects.domain import departures as x
from microprojects.domain import disclosures as d
from microprojects.domain import gatherings as g
from microprojects.domain import last_dates as l
from microprojects.domain import meetings as m
from microprojects.domain import objections as o
from microprojects.domain import polls as v
from microprojects.domain import proposals as p
from microprojects.domain import tabling
from microprojects.domain import withdrawals as w
from microprojects.domain.cases import VoteFacts
from microprojects.domain.parameters import rulebook
from tests.fake_case import DAY, MEETING, NOTICE, NOW, PLAN, PLANNED, POLL, SECOND, WAN, rules
from tests.guard_trials.trial import fact, trial
from tests.small_scheme import SMALL

NO_CONSULTATION = rulebook(SMALL, {})
END_IN_NOVEMBER = {"rules": rules(dates__finish_by="11-30")}
ALLOWED = {"extended_to": {"finish": date(2026, 12, 15)}}
UNTIL_MARCH = {"rules": rules(dates__approve_by="03-04")}

PROPOSALS = (
    trial(
        p.round_open,
        ("round-closed", {"round_open": False, "rules": rules(collect_all_year=False)}),
        ("year-not-open", {"round_year": 2025}),
        good=({}, {"round_open": False}, {"rules": rules(collect_all_year=False)}),
    ),
    trial(p.proposer_verified, ("not-verified", {"proposer_verified": False})),
    trial(p.fields_complete, ("incomplete", {"missing_fields": ("地点", "估算")})),
    trial(p.no_private_data, ("private-data", {"privacy_findings": ("138****5678",)})),
    trial(p.consent_given, ("consent-missing", {"consented": False})),
    trial(
        p.within_cap_or_flagged,
        ("over-cap-not-flagged", {"estimate_fen": 40 * WAN + 1}),
        good=({}, {"estimate_fen": 41 * WAN, "over_cap_flagged": True}),
    ),
    trial(p.return_lists_everything, ("nothing-to-fix", {"return_items": 0})),
    trial(p.returned_at_most_once, ("returned-already", {"times_returned": 2})),
    trial(
        p.within_fix_days,
        ("fix-too-late", {"fix_due_at": NOW - SECOND}),
        ("fix-too-late", {"fix_due_at": None}),
    ),
    trial(
        p.fix_days_over,
        ("wrong-moment", {"fix_due_at": NOW}),
        ("wrong-moment", {"fix_due_at": None}),
        good=({"fix_due_at": NOW - SECOND},),
    ),
    trial(
        p.two_signed_decline,
        ("decline-needs-two", {"decline_signatures": 1}),
        ("decline-needs-two", {"decline_signatures": 0}),
    ),
    trial(p.appeal_upheld, ("appeal-not-upheld", {"appeal_upheld": False})),
    trial(p.screening_answered, ("screening-open", {"screening_open": ("以后有人管护",)})),
    trial(p.screening_passed, ("screening-failed", {"screening_failed": ("不是补付已做完的事或还债",)})),
    trial(
        p.enough_seconders,
        ("not-enough-seconders", {"seconders": 9}),
        ("not-enough-seconders", {"seconders": 4, "type": "goods"}),
        (
            "not-enough-seconders",
            {"seconders": 0, "theme": "safety", "rules": rules(seconding__safety_exempt=False)},
        ),
        good=(
            {},
            {"seconders": 5, "type": "services"},
            {"seconders": 0, "theme": "safety"},
            {"seconders": 0, "raised_urgent": True},
            {"seconders": 0, "second_wait_over": True},
        ),
    ),
    trial(
        w.seconded_enough,
        ("too-few-to-adopt", {"seconders": 9}),
        ("too-few-to-adopt", {"seconders": 0, "theme": "safety"}),
        good=({}, {"seconders": 1, "theme": "safety"}),
    ),
    trial(
        w.within_adopt_days,
        ("adopt-too-late", {"adopt_due_at": NOW}),
    ),
)
CONSULTATIONS = (
    trial(c.opinions_given, ("opinions-missing", {"opinions_missing": ("街道办",)})),
    trial(c.opinions_favourable, ("opinions-against", {"opinions_against": ("街道办（不可行）",)})),
    trial(c.reason_written, ("no-written-opinion", {"has_written_opinion": False})),
    trial(
        c.receiver_named,
        ("no-written-opinion", {"receiver_named": False}),
        ("no-written-opinion", {"has_written_opinion": False}),
    ),
    trial(
        c.plan_complete,
        ("plan-incomplete", {"plan": None}),
        ("plan-incomplete", fact("plan", PLAN, missing=("管护单位",))),
        ("plan-incomplete", fact("plan", PLAN, lines_without_basis=1)),
    ),
    trial(
        c.schedule_fits,
        ("schedule-too-long", fact("plan", PLAN, days=91)),
        ("schedule-too-long", fact("plan", PLAN, days=366) | {"type": "services"}),
        ("plan-incomplete", {"plan": None}),
        good=(
            fact("plan", PLAN, days=90),
            fact("plan", PLAN, days=365) | {"type": "services"},
            fact("plan", PLAN, days=999) | {"type": "goods"},
        ),
    ),
    trial(
        l.plan_ends_in_time,
        ("finishes-too-late", END_IN_NOVEMBER | fact("plan", PLAN, ends_on=date(2026, 12, 1))),
        (
            "finishes-too-late",
            END_IN_NOVEMBER | ALLOWED | fact("plan", PLAN, ends_on=date(2026, 12, 16)),
        ),
        (
            "finishes-too-late",
            END_IN_NOVEMBER | {"year": 2025} | fact("plan", PLAN, ends_on=date(2026, 3, 5)),
        ),
        good=(
            fact("plan", PLAN, ends_on=date(2027, 1, 1)),
            END_IN_NOVEMBER,
            END_IN_NOVEMBER | {"plan": None},
            END_IN_NOVEMBER | fact("plan", PLAN, ends_on=None),
            END_IN_NOVEMBER | ALLOWED | fact("plan", PLAN, ends_on=date(2026, 12, 15)),
        ),
    ),
    trial(
        c.mix_adds_up,
        ("mix-does-not-add-up", fact("plan", PLAN, social_fen=1 * WAN + 1)),
        ("mix-does-not-add-up", fact("plan", PLAN, fiscal_fen=4 * WAN - 1)),
        ("mix-does-not-add-up", fact("plan", PLAN, fiscal_fen=0, social_fen=0, total_fen=0)),
        ("plan-incomplete", {"plan": None}),
    ),
    trial(
        c.within_cap,
        ("over-cap", fact("plan", PLAN, fiscal_fen=40 * WAN + 1)),
        (
            "cap-is-hard",
            fact("plan", PLAN, fiscal_fen=41 * WAN, over_cap_allowed=True)
            | {"rules": rules(caps_fen__soft=False)},
        ),
        good=(
            fact("plan", PLAN, fiscal_fen=40 * WAN),
            fact("plan", PLAN, fiscal_fen=41 * WAN, over_cap_allowed=True),
        ),
    ),
    trial(
        c.balance_enough,
        ("balance-too-small", {"available_fen": 4 * WAN - 1}),
        ("balance-too-small", {"available_fen": -1}),
    ),
    trial(c.negative_list_signed, ("not-signed", fact("plan", PLAN, negative_signed=False))),
    trial(
        c.owners_agreed,
        ("owner-consent-missing", fact("plan", PLAN, has_owner_consent=False)),
        good=({}, fact("plan", PLAN, needs_owner_consent=False, has_owner_consent=False)),
    ),
    trial(c.party_agreed, ("not-signed", fact("plan", PLAN, party_agreed=False))),
    trial(
        c.plan_made,
        ("plan-incomplete", {"plan": None}),
        ("not-signed", fact("plan", PLAN, negative_signed=False)),
        ("owner-consent-missing", fact("plan", PLAN, has_owner_consent=False)),
        ("plan-incomplete", {"rules": NO_CONSULTATION, "plan": None}),
        ("not-signed", {"rules": NO_CONSULTATION, **fact("plan", PLAN, party_agreed=False)}),
        ("balance-too-small", {"rules": NO_CONSULTATION, "available_fen": 0}),
        good=({}, {"available_fen": 0}, {"rules": NO_CONSULTATION}),
    ),
    trial(
        c.fast_track_allowed,
        ("fast-track-not-allowed", {}),
        ("fast-track-not-allowed", {"theme": "emergency", "fiscal_fen": 5 * WAN + 1}),
        ("fast-track-not-allowed", {"theme": "emergency", "fiscal_fen": 0}),
        ("fast-track-not-allowed", {"theme": "emergency", "fast_track_signed": False}),
        good=({"theme": "emergency"}, {"theme": "emergency", "fiscal_fen": 5 * WAN}),
    ),
)

MEETINGS = (
    trial(
        m.on_a_planned_agenda,
        ("no-meeting", {"meeting": None}),
        ("no-meeting", {"meeting": MEETING}),
        good=({"meeting": PLANNED},),
    ),
    trial(
        m.dossier_in_time,
        ("notice-too-short", fact("meeting", PLANNED, starts_at=NOW + 2 * DAY)),
        (
            "notice-too-short",
            fact("meeting", PLANNED, starts_at=NOW + 2 * DAY, dossier_sent_at=NOW - 9 * DAY),
        ),
        ("notice-too-short", fact("meeting", PLANNED, starts_at=NOW + 2 * DAY, dossier_sent_at=None)),
        ("no-meeting", {"meeting": None}),
        good=({"meeting": PLANNED}, fact("meeting", PLANNED, dossier_sent_at=None)),
    ),
    trial(
        m.in_session,
        ("not-in-session", {"meeting": PLANNED}),
        ("not-in-session", fact("meeting", MEETING, state="closed")),
        ("no-meeting", {"meeting": None}),
    ),
    trial(m.presented, ("not-presented", fact("meeting", MEETING, presented=False))),
    trial(
        m.quorum_now,
        ("quorum-missing", fact("meeting", MEETING, present=11)),
        ("quorum-missing", fact("meeting", MEETING, members_due=21, present=13)),
        good=({}, fact("meeting", MEETING, members_due=21, present=14)),
    ),
    trial(
        tabling.may_be_tabled,
        ("motion-missing", fact("meeting", MEETING, table_for=None, table_against=None)),
        ("motion-not-carried", fact("meeting", MEETING, table_for=6, table_against=6)),
        ("motion-does-not-add-up", fact("meeting", MEETING, table_for=8, table_against=5)),
        ("vote-under-way", fact("meeting", MEETING, voting=True)),
        ("no-meeting", {"meeting": None}),
        good=(
            {},
            fact("meeting", MEETING, table_for=7, table_against=0),
            fact("meeting", MEETING, present=11, voting=True, table_for=None, table_against=None),
            fact("meeting", PLANNED, table_for=None, table_against=None),
            fact("meeting", MEETING, state="closed", table_for=None, table_against=None),
        ),
    ),
    trial(
        m.vote_carried,
        ("vote-says-otherwise", {"vote": VoteFacts(is_open=False, carried=False)}),
        ("vote-open", {"vote": VoteFacts(is_open=True, carried=None)}),
        ("vote-open", {"vote": None}),
    ),
    trial(
        m.vote_failed,
        ("vote-says-otherwise", {"vote": VoteFacts(is_open=False, carried=True)}),
        ("vote-open", {"vote": VoteFacts(is_open=True, carried=None)}),
        ("vote-open", {"vote": None}),
        good=({"vote": VoteFacts(is_open=False, carried=False)},),
    ),
)

OBJECTIONS = (
    trial(
        o.window_running,
        ("window-over", {"notice": NOTICE}),
        ("no-window", {"notice": None}),
        good=(
            fact("notice", NOTICE, ends_at=NOW + SECOND),
            fact("notice", NOTICE, ends_at=NOW - DAY, paused=True),
        ),
    ),
    trial(o.has_open_objection, ("nothing-upheld", {}), good=({"objections_open": 1},)),
    trial(o.objections_answered, ("objections-open", {"objections_open": 1})),
    trial(o.replies_reviewed, ("review-missing", {"objections_unreviewed": 1})),
    trial(
        o.none_upheld_in_substance,
        ("upheld-in-substance", {"upheld_in_substance": 1}),
        ("upheld-in-substance", {"upheld_as_unlawful": 1}),
    ),
    trial(
        o.some_upheld_in_substance,
        ("nothing-upheld", {}),
        ("nothing-upheld", {"upheld_as_unlawful": 1}),
        good=({"upheld_in_substance": 1},),
    ),
    trial(
        o.some_upheld_as_unlawful,
        ("nothing-upheld", {}),
        ("nothing-upheld", {"upheld_in_substance": 1}),
        good=({"upheld_as_unlawful": 1},),
    ),
    trial(
        o.window_over,
        ("window-running", fact("notice", NOTICE, ends_at=NOW + SECOND)),
        ("window-paused", fact("notice", NOTICE, paused=True)),
        ("no-window", {"notice": None}),
    ),
    trial(
        o.filed_if_required,
        ("not-filed", {"filed": False}),
        good=({}, {"filed": False, "rules": rules(approval_after_vote=False)}),
    ),
    trial(
        l.approved_in_time,
        ("approved-too-late", UNTIL_MARCH | {"at": NOW + DAY}),
        ("approved-too-late", UNTIL_MARCH | {"year": 2025}),
        ("approved-too-late", UNTIL_MARCH | {"at": NOW + DAY, "extended_to": {"finish": date(2026, 12, 1)}}),
        (
            "approved-too-late",
            UNTIL_MARCH | {"at": NOW + 3 * DAY, "extended_to": {"approval": date(2026, 3, 6)}},
        ),
        good=(
            {},
            UNTIL_MARCH,
            UNTIL_MARCH | {"year": 2027, "at": NOW + DAY},
            UNTIL_MARCH | {"at": NOW + 2 * DAY, "extended_to": {"approval": date(2026, 3, 6)}},
        ),
    ),
    trial(
        o.resolution_holds,
        ("resolution-missing", {"resolution_holds": False}),
        ("resolution-missing", {"published_dossier_matches": False}),
    ),
    trial(o.plan_changed, ("plan-unchanged", {"plan_as_objected": True})),
    trial(
        d.decision_stands,
        ("no-version-stands", {"disclosures_hidden": frozenset({"decision"})}),
        good=({}, {"disclosures_hidden": frozenset({"spending", "result"})}),
    ),
    trial(
        d.result_stands,
        ("no-version-stands", {"disclosures_hidden": frozenset({"result"})}),
        good=({}, {"disclosures_hidden": frozenset({"decision", "spending"})}),
    ),
)

GATHERINGS = (
    trial(g.gathering_held, ("gathering-missing", {"gathering_missing": "议题讨论会"})),
    trial(
        g.reviewed_before,
        ("review-missing", {"reviews_missing": {"before": "事前评议会"}}),
        good=({}, {"reviews_missing": {"after": "事后评议会"}}),
    ),
    trial(
        g.reviewed_after,
        ("review-missing", {"reviews_missing": {"after": "事后评议会"}}),
        good=({}, {"reviews_missing": {"before": "事前评议会"}}),
    ),
)

BINDING = rules(resident_poll__mode="binding")
POLLS = (
    trial(
        v.on_open_poll,
        ("not-on-a-poll", {"poll": None}),
        *(("not-on-a-poll", fact("poll", POLL, state=state)) for state in ("closed", "counted", "cancelled")),
        good=(fact("poll", POLL, state="open"),),
    ),
    trial(
        v.poll_over,
        ("not-on-a-poll", {"poll": None}),
        *(("not-on-a-poll", fact("poll", POLL, state=state)) for state in ("open", "closed")),
        good=tuple(fact("poll", POLL, state=state) for state in ("counted", "certified", "cancelled")),
    ),
    trial(
        x.departure_explained,
        ("reason-owed", {"reason_owed": 2}),
    ),
    trial(
        v.poll_lets_on,
        ("poll-undecided", {"rules": BINDING, "poll": None}),
        ("poll-undecided", {"rules": BINDING, **fact("poll", POLL, selected=False)}),
        ("poll-undecided", {"rules": BINDING, **fact("poll", POLL, selected=None, counted_at=None)}),
        ("poll-undecided", {"rules": BINDING, **fact("poll", POLL, counted_at=NOW - 3 * DAY + SECOND)}),
        good=({"poll": None}, fact("poll", POLL, selected=False), {"rules": BINDING}),
    ),
)
