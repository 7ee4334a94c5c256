"""The catalogue of the open data, for data portals that harvest it.

Source: Data Catalog Vocabulary (DCAT) 3; DCAT-AP 3.0 for what a catalogue must say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from microprojects.domain.ocds import Publisher
from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.domain.open_data.nouns import Noun
from microprojects.store import journal
from microprojects.store.db import db
from microprojects.web.data.publishers import publisher
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


Both = tuple[str, str]


@dataclass(frozen=True)
class Dataset:
    """One set of data: its name in the catalogue, what it is, in Chinese and English, and its files as route and media type."""

    key: str
    title: Both
    description: Both
    files: tuple[tuple[str, str], ...]


# What there is beside the tables.
OTHERS = (
    Dataset(
        "ocds",
        (
            "采购、合同和付款（开放合同数据标准）",
            "Procurement, contracts and payments (Open Contracting Data Standard)",
        ),
        (
            "每个项目从立项、采购、签约到付款、结算的每一步，按开放合同数据标准 1.1。",
            "Every step of each project from approval to settlement, in the Open Contracting Data Standard 1.1.",
        ),
        (("data_ocds.releases", "application/json"), ("data_ocds.records", "application/json")),
    ),
    Dataset(
        "news",
        ("公开（订阅）", "Disclosures (feed)"),
        ("最近公开的内容，可以用阅读器订阅。", "What was published last, for feed readers."),
        (("public_feeds.everything", "application/atom+xml"),),
    ),
    Dataset(
        "calendar",
        ("会议日历（订阅）", "Calendar of meetings"),
        (
            "要开的会议和恳谈、听证、评议，可以放进手机日历。",
            "Meetings, talks, hearings and reviews to come, for the calendar of a phone.",
        ),
        (("public_meetings.calendar", "text/calendar"),),
    ),
    Dataset(
        "ledger",
        ("资金流水", "Ledger"),
        (
            "今年资金的每一笔：安排、占用、签约、付款、退回。",
            "Every line of this year's money: allocated, reserved, committed, paid, returned.",
        ),
        (("public_money.spreadsheet", "text/csv"),),
    ),
    Dataset(
        "record",
        ("全部公开记录", "The whole public record"),
        (
            "公开流水、封账、公开内容、居民投票的选票，连同核对它们的程序。",
            "The journal, its checkpoints, disclosures and ballots, with the program that checks them.",
        ),
        (("public_records.packed", "application/zip"), ("public_journal.download", "application/jsonl")),
    ),
)


@bp.get("/data/catalog.jsonld")
@anyone
def catalogue() -> ResponseReturnValue:
    """Send the catalogue."""
    who, last = publisher(), journal.page(db.session(), limit=1)
    changed = {"dcterms:modified": _moment(last[0].at)} if last else {}
    here = who.site + url_for(".catalogue")
    agent = f"{here}#publisher"
    named = {"@id": agent, "@type": "foaf:Agent", "foaf:name": who.name, "foaf:homepage": {"@id": who.site}}
    told = {
        "@context": CONTEXT,
        "@id": here,
        "@type": "dcat:Catalog",
        "dcterms:title": _both(("民生微实事开放数据", "Open data of the livelihood micro-projects")),
        "dcterms:description": _both(
            (
                "居民怎么提、怎么议、怎么定，钱怎么花，结果怎么样：公开页上有的，这里都有数据。",
                "What residents proposed, discussed and decided, how the money was spent and what came of it, as data.",
            )
        ),
        "dcterms:publisher": named,
        "dcterms:license": {"@id": who.license},
        "dcterms:language": [{"@id": _LANGUAGES + code} for code in ("ZHO", "ENG")],
        "foaf:homepage": {"@id": who.site},
        **changed,
        "dcat:dataset": [{**_dataset(each, here, who, agent), **changed} for each in datasets()],
    }
    return Response(json.dumps(told, ensure_ascii=False) + "\n", mimetype=MEDIA)


def datasets() -> list[Dataset]:
    """Return every set of data: the tables, and the rest."""
    return [*map(_table, NOUNS.values()), *OTHERS]


def _table(noun: Noun) -> Dataset:
    files = tuple((f"/data/{noun.name}.{form}", media) for form, media in FORMS.items())
    return Dataset(noun.name, (noun.zh, noun.en), (noun.holds_zh, noun.holds_en), files)


def _dataset(each: Dataset, here: str, who: Publisher, agent: str) -> dict[str, Any]:
    name = f"{here}#{each.key}"
    return {
        "@id": name,
        "@type": "dcat:Dataset",
        "dcterms:identifier": each.key,
        "dcterms:title": _both(each.title),
        "dcterms:description": _both(each.description),
        "dcterms:publisher": {"@id": agent},
        "dcat:landingPage": {"@id": who.site},
        "dcat:distribution": [_distribution(name, where, media, who) for where, media in each.files],
    }


def _distribution(name: str, where: str, media: str, who: Publisher) -> dict[str, Any]:
    """Return one file of a set; `where` is its route or its path."""
    address = who.site + (where if where.startswith("/") else url_for(where))
    return {
        "@id": f"{name}-{address.rpartition('/')[2]}",
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _IANA + media},
        "dcterms:license": {"@id": who.license},
    }


def _both(words: Both) -> list[dict[str, str]]:
    """Return a text in both languages of the site."""
    return [
        {"@language": language, "@value": said} for language, said in zip(("zh", "en"), words, strict=True)
    ]


def _moment(at: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
