"""The sheets for the paper board other than disclosures: each as a page to be printed and as PDF on A4 or A3."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue

from microprojects.domain.calls import NoticeOver
from microprojects.domain.postings import NotDecidedYet
from microprojects.store import areas, attendances, meetings, polls, programmes
from microprojects.store.db import db
from microprojects.store.meetings import Meeting
from microprojects.web import meeting_sheets, poll_sheets, posters, round_sheets
from microprojects.web.guard import anyone
from microprojects.web.posters import Sheet

bp = Blueprint("public_posters", __name__)


@bp.get("/calls/<int:round_id>/print")
@anyone
def call_page(round_id: int) -> ResponseReturnValue:
    """Show the call for proposals of a community's year as a page."""
    return posters.page(_call(round_id))


@bp.get("/calls/<int:round_id>/poster.pdf")
@anyone
def call(round_id: int) -> ResponseReturnValue:
    """Give the call for proposals as PDF."""
    return _pdf(_call(round_id), f"call-{round_id}", ".call_page", round_id=round_id)


@bp.get("/meetings/<int:meeting_id>/notice")
@anyone
def notice_page(meeting_id: int) -> ResponseReturnValue:
    """Show the notice of a meeting to come as a page."""
    return posters.page(_notice(meeting_id))


@bp.get("/meetings/<int:meeting_id>/notice.pdf")
@anyone
def notice(meeting_id: int) -> ResponseReturnValue:
    """Give the notice of a meeting to come as PDF."""
    return _pdf(_notice(meeting_id), f"notice-{meeting_id}", ".notice_page", meeting_id=meeting_id)


@bp.get("/meetings/<int:meeting_id>/candidates")
@anyone
def candidates_page(meeting_id: int) -> ResponseReturnValue:
    """Show the projects that a meeting is to decide on as a page."""
    return posters.page(_candidates(meeting_id))


@bp.get("/meetings/<int:meeting_id>/candidates.pdf")
@anyone
def candidates(meeting_id: int) -> ResponseReturnValue:
    """Give the projects that a meeting is to decide on as PDF."""
    return _pdf(
        _candidates(meeting_id), f"candidates-{meeting_id}", ".candidates_page", meeting_id=meeting_id
    )


@bp.get("/meetings/<int:meeting_id>/result")
@anyone
def result_page(meeting_id: int) -> ResponseReturnValue:
    """Show what a meeting decided as a page."""
    return posters.page(_result(meeting_id))


@bp.get("/meetings/<int:meeting_id>/result.pdf")
@anyone
def result(meeting_id: int) -> ResponseReturnValue:
    """Give what a meeting decided as PDF."""
    return _pdf(_result(meeting_id), f"result-{meeting_id}", ".result_page", meeting_id=meeting_id)


@bp.get("/polls/<int:poll_id>/candidates")
@anyone
def ballot_page(poll_id: int) -> ResponseReturnValue:
    """Show the projects on a ballot as a page."""
    return posters.page(_ballot(poll_id))


@bp.get("/polls/<int:poll_id>/candidates.pdf")
@anyone
def ballot(poll_id: int) -> ResponseReturnValue:
    """Give the projects on a ballot as PDF."""
    return _pdf(_ballot(poll_id), f"ballot-{poll_id}", ".ballot_page", poll_id=poll_id)


@bp.get("/polls/<int:poll_id>/chosen")
@anyone
def chosen_page(poll_id: int) -> ResponseReturnValue:
    """Show what a poll chose as a page."""
    return posters.page(_chosen(poll_id))


@bp.get("/polls/<int:poll_id>/chosen.pdf")
@anyone
def chosen(poll_id: int) -> ResponseReturnValue:
    """Give what a poll chose as PDF."""
    return _pdf(_chosen(poll_id), f"poll-{poll_id}", ".chosen_page", poll_id=poll_id)


@bp.get("/c/<slug>/monthly/<month>")
@anyone
def monthly_page(slug: str, month: str) -> ResponseReturnValue:
    """Show every payment of a community in a month as a page."""
    return posters.page(_monthly(slug, month))


@bp.get("/c/<slug>/monthly/<month>.pdf")
@anyone
def monthly(slug: str, month: str) -> ResponseReturnValue:
    """Give every payment of a community in a month as PDF."""
    return _pdf(_monthly(slug, month), f"{slug}-{month}", ".monthly_page", slug=slug, month=month)


def _call(round_id: int) -> Sheet:
    round_ = programmes.get_round(db.session(), round_id)
    return round_sheets.call(round_, _here("public_home.community", slug=round_.area.slug))


def _notice(meeting_id: int) -> Sheet:
    """Return the notice of a meeting.

    Raises:
        NoticeOver: it is not to come any more.
    """
    return meeting_sheets.notice(
        _to_come(meeting_id), _here("public_meetings.meeting", meeting_id=meeting_id)
    )


def _candidates(meeting_id: int) -> Sheet:
    return meeting_sheets.candidates(
        _to_come(meeting_id), _here("public_meetings.meeting", meeting_id=meeting_id)
    )


def _to_come(meeting_id: int) -> Meeting:
    found = meetings.get(db.session(), meeting_id)
    if found.state != "planned":
        raise NoticeOver
    return found


def _result(meeting_id: int) -> Sheet:
    """Return the result of a meeting.

    Raises:
        NotDecidedYet: it is not closed.
    """
    found = meetings.get(db.session(), meeting_id)
    if found.state != "closed":
        raise NotDecidedYet
    present = attendances.came(db.session(), meeting_id)
    return meeting_sheets.result(found, present, _here("public_meetings.meeting", meeting_id=meeting_id))


def _ballot(poll_id: int) -> Sheet:
    found = polls.public(db.session(), poll_id)
    return poll_sheets.candidates(found, _here("public_polls.poll", poll_id=poll_id))


def _chosen(poll_id: int) -> Sheet:
    found = polls.public(db.session(), poll_id)
    return poll_sheets.result(found, _here("public_polls.poll", poll_id=poll_id))


def _monthly(slug: str, month: str) -> Sheet:
    first, last = round_sheets.month_of(month)
    area = areas.by_slug(db.session(), slug)
    return round_sheets.monthly(area, first, last, _here(".monthly_page", slug=slug, month=month))


def _here(endpoint: str, **where: Any) -> str:
    """Return the whole address of a page, as the square code holds it."""
    base: str = current_app.extensions["settings"].base_url
    return base.rstrip("/") + url_for(endpoint, **where)


def _pdf(sheet: Sheet, name: str, instead: str, **where: Any) -> ResponseReturnValue:
    return posters.answer(sheet, name=name, instead=url_for(instead, **where))
