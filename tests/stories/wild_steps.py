"""The whole catalogue of deeds, each with arguments that the dice choose, done by whomever they fall on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from microprojects.domain.funds import Donor
from microprojects.domain.money import Fen
from microprojects.domain.motions import Hands
from microprojects.domain.settlements import ARCHIVE_ITEMS
from microprojects.domain.workdays import local_day
from microprojects.services import (
    agendas,
    approvals,
    attendances,
    comments,
    consultations,
    contracts,
    councils,
    delivery,
    disclosures,
    evaluations,
    files,
    funds,
    inspections,
    kept_minutes,
    leaves,
    meetings,
    minutes,
    objections,
    payments,
    procurements,
    programmes,
    proposals,
    screening,
    secondings,
    settlements,
    signatures,
    successions,
    suppliers,
    votes,
)
from microprojects.services.successions import Successor
from microprojects.store.comments import Comment
from microprojects.store.contracts import Payment
from microprojects.store.councils import Seat
from microprojects.store.db import Base
from microprojects.store.delivery import SupervisorNote
from microprojects.store.disclosures import Disclosure
from microprojects.store.files import Attachment
from microprojects.store.meetings import AgendaItem, Meeting
from microprojects.store.minutes import Minutes
from microprojects.store.objections import Objection
from microprojects.store.votes import Vote
from tests.stories.early_steps import plan, words
from tests.stories.walks import DAY, Walk, value

Given = tuple[tuple[Any, ...], dict[str, Any]]
WHO = (
    "lin", "chen", "xu", "tang", "zhao", "qian", "sun", "zhou", "wu", "zheng", "feng", "he", "guo", "shi", "yan",
    "huang", "shen", "pei", "wei", "liu", "an", "bai", "system", "anyone",
)  # fmt: skip
HALF = {"num": 1, "den": 2, "strict": True, "base": "present"}
# parameter -> the values that a walk sets it to
SETTINGS: dict[str, tuple[Any, ...]] = {
    "notice_days.d1": (1, 2, 3, 5, 7, 9),
    "notice_days.d3": (1, 4, 8),
    "notice_days.unit": ("calendar", "working"),
    "notice_days.start_next_day": (True, False),
    "notice_days.roll_over_holiday": (True, False),
    "objection.pauses_notice": (True, False),
    "approval_after_vote": (True, False),
    "meeting.quorum": ({**HALF, "strict": False}, {"num": 4, "den": 5, "strict": False, "base": "due"}),
    "meeting.pass": (HALF, {"num": 2, "den": 3, "strict": False, "base": "due"}),
    "meeting.chair_votes": (True, False),
    "meeting.notice_days": (0, 1, 3),
    "seconding.min_works": (0, 3),
    "caps_fen.services": (3_000_000, 20_000_000),
    "caps_fen.soft": (True, False),
    "caps_fen.fast_track": (0, 5_000_000),
    "limits.ratify_days": (2, 15),
    "limits.fix_days": (1, 20),
    "evaluation.days": (1, 10),
    "acceptance.max_rectify": (1, 3),
    "payment.social_ready_percent": (0, 100),
    "privacy.small_cell": (2, 10),
    "nonsense": (1,),
}


def number(w: Walk) -> str:
    """Return the number of some project, or of none."""
    known = w.numbers()
    return "LZ-2026-999" if not known or w.chance(3) else str(w.one_of(known))


def some(w: Walk, model: type[Base]) -> int:
    """Return the id of some row of a table, or of none."""
    last = int(value(select(func.max(model.__table__.c.id))) or 0)
    return last + 1 if last == 0 or w.chance(3) else w.dice.randint(1, last)


def person(w: Walk) -> int:
    """Return the id of somebody."""
    return w.world.people[w.one_of(tuple(w.world.people))]


def fen(w: Walk) -> Fen:
    """Return some amount, not always a sensible one."""
    return Fen(w.one_of((0, -5, 1, 999, 500_000, 3_000_000, 9_999_999, 10**14)))


def on_project(**more: Callable[[Walk], Any]) -> Callable[[Walk], Given]:
    """Return arguments for a deed on some project."""
    return lambda w: ((number(w),), {name: make(w) for name, make in more.items()})


def on_row(model: type[Base], **more: Callable[[Walk], Any]) -> Callable[[Walk], Given]:
    """Return arguments for a deed on some row."""
    return lambda w: ((some(w, model),), {name: make(w) for name, make in more.items()})


def text(w: Walk) -> str:
    """Return some text that a person might type."""
    return w.one_of((w.says("情况属实", private=20), "", "字" * 6000, "线\u200b上", "多行\n文字"))


def either(w: Walk) -> bool:
    """Return yes or no."""
    return w.chance(50)


def setting(w: Walk) -> Given:
    """Return a parameter and a value for it."""
    key = w.one_of(tuple(SETTINGS))
    where = w.one_of((None, None, "lizhi"))
    return (w.world.programme_id, key, w.one_of(SETTINGS[key])), {"reason": "区里调整", "area_slug": where}


def donors(w: Walk) -> Donor:
    """Return a donor, with a name and with a consent or not."""
    return Donor(w.one_of(("resident", "organisation", "person", "unit")), text(w), w.chance(50))


def days(w: Walk) -> Any:
    """Return some day around today."""
    return local_day(w.at) + w.dice.randint(-3, 30) * DAY


def successor(w: Walk) -> Successor:
    """Return somebody to take a seat over, from some day on."""
    return Successor(person_id=person(w), kind=w.one_of(("resident", "unit", "?")), since=days(w))


def why_left(w: Walk) -> str:
    """Return why a seat ends."""
    return w.one_of(("resigned", "died", "?"))


CATALOGUE: tuple[tuple[Callable[..., Any], Callable[[Walk], Given]], ...] = (
    (proposals.withdraw, on_project()),
    (proposals.adopt, on_project()),
    (proposals.copy, on_project()),
    (proposals.resubmit, on_project()),
    (proposals.show_name, on_project(shown=either)),
    (screening.accept, on_project()),
    (screening.confirm_decline, on_project()),
    (screening.merge, on_project(into=number, proposer_agrees=either)),
    (screening.answer_appeal, on_project(upheld=either, answer=text)),
    (secondings.second, on_project()),
    (secondings.unsecond, on_project()),
    (secondings.raise_urgent, on_project(reason=text)),
    (secondings.promote, on_project()),
    (
        files.attach_text,
        on_project(purpose=lambda w: w.one_of(("start_report", "photo_after", "plan", "x")), text=text),
    ),
    (files.remove, on_row(Attachment)),
    (consultations.edit_plan, on_project(words=lambda w: plan(w, 2_000_000))),
    (consultations.sign_negative_list, on_project()),
    (consultations.agree, on_project()),
    (consultations.allow_over_cap, on_project(reason=text)),
    (consultations.refer, on_project(receiver=text, reason=text)),
    (consultations.resume, on_project(reason=text)),
    (consultations.conclude, on_project()),
    (comments.write, on_project(text=text, stance=lambda w: w.one_of(("for", "against", "neutral", "?")))),
    (
        comments.write,
        on_project(text=lambda _: "支持", stance=lambda _: "for", parent_id=lambda w: some(w, Comment)),
    ),
    (comments.withdraw, on_row(Comment)),
    (comments.report, on_row(Comment, reason=lambda _: "骂人")),
    (comments.hide, on_row(Comment, reason=text)),
    (comments.keep, on_row(Comment)),
    (councils.unseat, on_row(Seat, until=days)),
    (councils.show_name, on_row(Seat, shown=either)),
    (successions.replace, on_row(Seat, successor=successor, last_day=days, reason=why_left)),
    (leaves.ask, on_row(Meeting, person_id=person)),
    (leaves.take_back, on_row(Meeting, person_id=person)),
    (meetings.send_dossier, on_row(Meeting)),
    (meetings.open_meeting, on_row(Meeting)),
    (attendances.sign_in, on_row(Meeting, person_id=person)),
    (attendances.sign_out, on_row(Meeting, person_id=person)),
    (attendances.recuse, on_row(AgendaItem, person_id=person, reason=text)),
    (agendas.present_item, on_row(AgendaItem)),
    (agendas.note_discussion, on_row(AgendaItem, text=text)),
    (agendas.table_item, on_row(AgendaItem, reason=text)),
    (votes.open_vote, on_row(AgendaItem, mode=lambda w: w.one_of(("secret", "?", None)))),
    (votes.cast, on_row(Vote, choice=lambda w: w.one_of(("for", "against", "?")))),
    (
        votes.close_vote,
        on_row(Vote, in_favour=lambda w: w.dice.randint(-1, 6), against=lambda _: 0, abstain=lambda _: 0),
    ),
    (minutes.draft, on_row(Meeting)),
    (minutes.edit, on_row(Minutes, text=text)),
    (minutes.approve, on_row(Minutes)),
    (minutes.sign, on_row(Minutes)),
    (
        kept_minutes.rule,
        on_row(
            Minutes,
            meeting_id=lambda w: some(w, Meeting),
            wish=lambda w: w.one_of(("confirm", "change", "?")),
            hands=lambda w: Hands(w.dice.randint(-1, 5), w.dice.randint(0, 2), 0),
            text=text,
        ),
    ),
    (disclosures.correct, on_row(Disclosure, changes=lambda w: {"title": text(w), "vote": "x"}, reason=text)),
    (
        disclosures.correct,
        on_row(Disclosure, changes=lambda _: {"headline": "更正的话"}, reason=lambda _: "写错"),
    ),
    (disclosures.take_down, on_row(Disclosure, reason=text)),
    (disclosures.record_board_post, on_row(Disclosure, place=text)),
    (objections.file, on_project(ground=lambda w: w.one_of(("amount", "?")), facts=text)),
    (objections.withdraw, on_row(Objection)),
    (
        objections.reply,
        on_row(Objection, outcome=lambda _: "upheld", effect=lambda _: "substance", text=text),
    ),
    (objections.review, on_row(Objection)),
    (objections.resume_notice, on_project()),
    (objections.reconsider, on_project()),
    (objections.stop_upheld, on_project(reason=text)),
    (approvals.file_resolution, on_project(filing_number=text)),
    (approvals.approve, on_project()),
    (approvals.fast_track, on_project(reason=text)),
    (approvals.cancel, on_project(reason=text, recovery_plan=text)),
    (approvals.stop_unratified, on_project(reason=text)),
    (funds.allocate, lambda w: (("lizhi", 2026), {"amount_fen": fen(w), "document": f"文{len(w.diary)}"})),
    (
        funds.adjust,
        lambda w: (
            ("lizhi", 2026),
            {
                "amount_fen": Fen(w.dice.randint(-4_000_000, 2_500_000)),
                "document": f"调{len(w.diary)}",
                "reason": "调整",
            },
        ),
    ),
    (funds.record_pledge, on_project(amount_fen=fen, donor=donors, document=text)),
    (funds.record_social, on_project(amount_fen=fen, donor=donors, document=text)),
    (suppliers.bar, lambda w: ((w.one_of(w.suppliers),), {"reason": text(w)})),
    (suppliers.readmit, lambda w: ((w.one_of(w.suppliers),), {"reason": "期满"})),
    (procurements.add_quote, on_project(supplier_id=lambda w: w.one_of(w.suppliers), amount_fen=fen)),
    (procurements.choose, on_project(supplier_id=lambda w: w.one_of(w.suppliers))),
    (procurements.fail_tender, on_project(reason=text)),
    (contracts.publish, on_project(public_text=text)),
    (contracts.start_work, on_project()),
    (payments.approve, on_row(Payment, voucher=text, paid_on=days)),
    (payments.reject, on_row(Payment, reason=text)),
    (payments.refund, on_project(amount_fen=fen, document=text, reason=text)),
    (
        payments.refund,
        on_project(amount_fen=fen, document=text, reason=text, payment_id=lambda w: w.dice.randint(1, 9)),
    ),
    (delivery.report_progress, on_project(percent=lambda w: w.dice.randint(-1, 101), text=text)),
    (delivery.complete, on_project()),
    (delivery.write_note, on_project(text=text)),
    (delivery.answer_note, on_row(SupervisorNote, text=text)),
    (inspections.pass_inspection, on_project()),
    (inspections.fail_inspection, on_project()),
    (inspections.reinspect, on_project()),
    (settlements.settle, on_project()),
    (evaluations.open_evaluation, on_project()),
    (evaluations.file_improvement, on_project(text=text)),
    (signatures.sign_evaluation, on_project(sample_reason=text)),
    (
        evaluations.tick_archive,
        on_project(item=lambda w: w.one_of((*ARCHIVE_ITEMS, "?")), waived=either, reason=text),
    ),
    (evaluations.close, on_project()),
)


def wild(w: Walk) -> None:
    """Do some deed with some arguments; the actor is chosen as blindly, or is the one who most often may."""
    deed, make = w.one_of(CATALOGUE)
    given, more = make(w)
    for who in w.dice.sample(WHO, 1 if w.chance(40) else 8):
        w.do(deed, *given, who=who, **more)
        if "not-permitted" not in w.diary[-1] and "own-matter" not in w.diary[-1]:
            return


def aside(w: Walk) -> None:
    """Change a parameter, save a draft anew, or call a meeting that nobody needs yet."""
    if w.chance(70):
        given, more = setting(w)
        w.do(programmes.set_parameter, *given, who=w.one_of(("huang", "huang", "huang", "wu")), **more)
    elif w.drafts and w.chance(50):
        w.do(proposals.save_draft, w.one_of(w.drafts), words=words(w), who=w.one_of(WHO[:6]), entries=0)
    else:
        starts = w.at + timedelta(days=w.dice.randint(-1, 9))
        w.do(
            meetings.call,
            w.one_of(w.councils),
            title="碰头会",
            place=text(w),
            starts_at=starts,
            who=w.one_of(WHO),
        )
