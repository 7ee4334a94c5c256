"""What a page is about, in the words of schema.org, and in one sentence without anybody's name.

The sentence is made of facts of the house alone (places, kinds, states, days): a text that
somebody typed may be corrected later, and a shared card is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from microprojects.domain.proposals import TYPES
from microprojects.store.areas import Area
from microprojects.store.councils import Council
from microprojects.store.disclosures import Disclosure
from microprojects.store.meetings import Meeting
from microprojects.store.projects import Project
from microprojects.web import headline_words
from microprojects.web.filters import day_clock, full_day, state_label
from microprojects.web.nav import site_name
from microprojects.web.page_heads import site

CONTEXT = "https://schema.org"
Thing = dict[str, Any]


@dataclass(frozen=True)
class About:
    """What a page is about: a sentence for its card, and the data for machines."""

    description: str
    graph: Thing


def of_home(place: Area | None) -> About:
    """Return what the home of the district, or of one community, is about."""
    words = _("居民提议，街道商议，议事会决议；项目、资金、结果三次公开。")
    if place is not None:
        words = _("%(place)s的民生微实事：", place=place.name) + words
    return _about(words, {**_organisation(place), "description": words}, _trail(place))


def of_project(project: Project) -> About:
    """Return what the page of a project is about."""
    words = _("，").join(
        (project.area.name, _(TYPES[project.type]), state_label(project.state), project.number or "")
    )
    here = url_for("public_projects.project", number=project.number)
    thing = {
        "@type": "Project",
        "@id": site() + here,
        "url": site() + here,
        "name": project.title,
        "identifier": project.number,
        "description": words,
        "parentOrganization": _organisation(project.area),
    }
    listed = url_for("public_projects.project_list", community=project.area.slug)
    return _about(words, thing, _trail(project.area, (_("项目"), listed), (project.title, here)))


def of_disclosure(row: Disclosure, kind: str) -> About:
    """Return what one version of a disclosure is about; `kind` is how its scheme calls it."""
    words = _(
        "%(unit)s，%(kind)s第 %(n)s 版，%(day)s",
        unit=row.unit, kind=kind, n=row.version, day=full_day(row.published_at),
    )  # fmt: skip
    if row.taken_down_at is None:
        words = headline_words.tail(row.kind, row.body) + _("。") + words
    here = url_for("public_disclosures.show", disclosure_id=row.id)
    name = f"{kind} · {row.project.title}"
    thing = {
        "@type": "Report",
        "@id": site() + here,
        "url": site() + here,
        "name": name,
        "description": words,
        "version": row.version,
        "identifier": row.sha256,
        "datePublished": row.published_at.isoformat(),
        "publisher": {"@type": "GovernmentOrganization", "name": row.unit},
        "about": {"@id": site() + url_for("public_projects.project", number=row.project.number)},
    }
    listed = url_for("public_disclosures.index")
    return _about(words, thing, _trail(row.project.area, (_("公开"), listed), (name, here)))


def of_meeting(meeting: Meeting) -> About:
    """Return what the page of a meeting is about."""
    area = meeting.council.area
    words = _("，").join((meeting.council.name, day_clock(meeting.starts_at), meeting.place))
    here = url_for("public_meetings.meeting", meeting_id=meeting.id)
    off = meeting.state == "cancelled"
    thing = {
        "@type": "Event",
        "@id": site() + here,
        "url": site() + here,
        "name": meeting.title,
        "description": words,
        "startDate": meeting.starts_at.isoformat(),
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if off else 'EventScheduled'}",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": meeting.place, "address": area.name},
        "organizer": {"@type": "Organization", "name": meeting.council.name},
    }
    listed = url_for("public_meetings.meeting_list")
    return _about(words, thing, _trail(area, (_("会议"), listed), (meeting.title, here)))


def of_council(council: Council) -> About:
    """Return what the page of a council is about: the body, and nobody who sits in it."""
    words = _("，").join((council.area.name, council.name))
    here = url_for("public_councils.council", council_id=council.id)
    thing = {
        "@type": "Organization",
        "@id": site() + here,
        "url": site() + here,
        "name": council.name,
        "description": words,
        "parentOrganization": _organisation(council.area),
    }
    return _about(words, thing, _trail(council.area, (council.name, here)))


def _about(words: str, thing: Thing, trail: Thing) -> About:
    return About(words, {"@context": CONTEXT, "@graph": [thing, trail]})


def _named(place: Area | None) -> str:
    return place.name if place else site_name()


def _home(place: Area | None) -> str:
    return url_for("public_home.community", slug=place.slug) if place else url_for("public_home.district")


def _organisation(place: Area | None) -> Thing:
    here = site() + _home(place)
    return {"@type": "GovernmentOrganization", "@id": here, "url": here, "name": _named(place)}


def _trail(place: Area | None, *steps: tuple[str, str]) -> Thing:
    """Return the way from the home of the site to a page."""
    homes = [(site_name(), _home(None)), *([(place.name, _home(place))] if place else [])]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": site() + path}
            for position, (name, path) in enumerate((*homes, *steps), start=1)
        ],
    }
