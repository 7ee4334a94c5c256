"""The catalogue of the open data, for data portals that harvest it.

Source: Data Catalog Vocabulary (DCAT) 3; DCAT-AP 3.0 for what a catalogue must say.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from microprojects.domain.ocds import Publisher
from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.domain.open_data.nouns import Noun
from microprojects.domain.open_data.others import OTHERS, WHOLE, Other
from microprojects.store import journal
from microprojects.store.db import db
from microprojects.store.publishers import publisher
from microprojects.web.guard import anyone

bp = Blueprint("data_catalogues", __name__)

MEDIA = "application/ld+json"
_IANA = "https://www.iana.org/assignments/media-types/"
FORMS = {"csv": "text/csv", "json": "application/json"}
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


# What there is beside the tables, and in which files: route and media type.
FILES: dict[str, tuple[tuple[str, str], ...]] = {
    "ocds": (("data_ocds.releases", "application/json"), ("data_ocds.records", "application/json")),
    "news": (("public_feeds.everything", "application/atom+xml"),),
    "calendar": (("public_meetings.calendar", "text/calendar"),),
    "ledger": (("public_money.spreadsheet", "text/csv"),),
    "record": (
        ("public_records.packed", "application/zip"),
        ("public_journal.download", "application/jsonl"),
    ),
}


@bp.get("/data/catalog.jsonld")
@anyone
def catalogue() -> ResponseReturnValue:
    """Send the catalogue."""
    who, last = publisher(), journal.page(db.session(), limit=1)
    changed = {"dcterms:modified": _moment(last[0].at)} if last else {}
    here = who.site + url_for(".catalogue")
    agent = f"{here}#publisher"
    named = {"@id": agent, "@type": "foaf:Agent", "foaf:name": who.name, "foaf:homepage": {"@id": who.site}}
    sets: tuple[Noun | Other, ...] = (*NOUNS.values(), *OTHERS)
    told = {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        **_called(WHOLE),
        "dcterms:publisher": named,
        "dcterms:license": {"@id": who.license},
        "dcterms:language": [{"@id": _LANGUAGES + code} for code in ("ZHO", "ENG")],
        "foaf:homepage": {"@id": who.site},
        **changed,
        "dcat:dataset": [{**_dataset(each, here, who, agent), **changed} for each in sets],
    }
    return Response(json.dumps(told, ensure_ascii=False) + "\n", mimetype=MEDIA)


def files_of(each: Noun | Other) -> tuple[tuple[str, str], ...]:
    """Return the files of a set of data: address and media type."""
    if isinstance(each, Noun):
        return tuple((f"/data/{each.name}.{form}", media) for form, media in FORMS.items())
    return tuple((url_for(route), media) for route, media in FILES[each.name])


def _dataset(each: Noun | Other, here: str, who: Publisher, agent: str) -> dict[str, Any]:
    name = f"{here}#{each.name}"
    return {
        "@id": name,
        "@type": "dcat:Dataset",
        "dcterms:identifier": each.name,
        **_called(each),
        "dcterms:publisher": {"@id": agent},
        "dcat:landingPage": {"@id": who.site},
        "dcat:distribution": [_distribution(name, where, media, who) for where, media in files_of(each)],
    }


def _distribution(name: str, where: str, media: str, who: Publisher) -> dict[str, Any]:
    """Return one file of a set."""
    address = who.site + where
    return {
        "@id": f"{name}-{address.rpartition('/')[2]}",
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _IANA + media},
        "dcterms:license": {"@id": who.license},
    }


def _called(each: Noun | Other) -> dict[str, Any]:
    """Return the title and the description of a set in both languages of the site."""
    told = {"title": (each.zh, each.en), "description": (each.holds_zh, each.holds_en)}
    return {
        f"dcterms:{name}": [{"@language": "zh", "@value": zh}, {"@language": "en", "@value": en}]
        for name, (zh, en) in told.items()
    }


def _moment(at: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
