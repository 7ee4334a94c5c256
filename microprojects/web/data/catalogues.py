"""The catalogue of the open data, for data portals that harvest it.

Source: Data Catalog Vocabulary (DCAT) 3; DCAT-AP 3.0 for what a catalogue must say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from microprojects.domain.errors import N_
from microprojects.domain.ocds import Publisher
from microprojects.store import journal
from microprojects.store.db import db
from microprojects.web.data.publishers import publisher
from microprojects.web.guard import anyone

bp = Blueprint("data_catalogues", __name__)

MEDIA = "application/ld+json"
_IANA = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Dataset:
    """One set of data: its name in the catalogue, what it is, and its files as route and media type."""

    key: str
    title: str
    description: str
    files: tuple[tuple[str, str], ...]


# The tables that stand at /data/<noun>.csv and /data/<noun>.json, as this catalogue calls them.
TABLES: tuple[tuple[str, str], ...] = (
    ("projects", N_("项目")),
    ("disclosures", N_("公开")),
    ("objections", N_("异议")),
    ("meetings", N_("会议")),
    ("votes", N_("表决")),
    ("polls", N_("居民投票")),
    ("allocations", N_("资金安排")),
    ("contracts", N_("合同")),
    ("payments", N_("付款")),
    ("suppliers", N_("供应商")),
    ("satisfaction", N_("满意度")),
)
DATASETS = (
    Dataset(
        "ocds",
        N_("采购、合同和付款（开放合同数据标准）"),
        N_("每个项目从立项、采购、签约到付款、结算的每一步，按开放合同数据标准 1.1。"),
        (("data_ocds.releases", "application/json"), ("data_ocds.records", "application/json")),
    ),
    Dataset(
        "news",
        N_("公开（订阅）"),
        N_("最近公开的内容，可以用阅读器订阅。"),
        (("public_feeds.everything", "application/atom+xml"),),
    ),
    Dataset(
        "calendar",
        N_("会议日历（订阅）"),
        N_("要开的会议和恳谈、听证、评议，可以放进手机日历。"),
        (("public_meetings.calendar", "text/calendar"),),
    ),
    Dataset(
        "ledger",
        N_("资金流水"),
        N_("今年资金的每一笔：安排、占用、签约、付款、退回。"),
        (("public_money.spreadsheet", "text/csv"),),
    ),
    Dataset(
        "record",
        N_("全部公开记录"),
        N_("公开流水、公开内容、居民投票的选票和资金，连同核对它们的程序。"),
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
        "dcterms:title": _both(N_("民生微实事开放数据")),
        "dcterms:description": _both(
            N_("居民怎么提、怎么议、怎么定，钱怎么花，结果怎么样：公开页上有的，这里都有数据。")
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
    """Return every set of data: the tables that this site has, and the rest."""
    return [*(table for noun, title in TABLES if (table := _table(noun, title)).files), *DATASETS]


def _table(noun: str, title: str) -> Dataset:
    """Return a table with those of its two files that the site serves."""
    known = current_app.url_map.bind("localhost")
    paths = {f"/data/{noun}.csv": "text/csv", f"/data/{noun}.json": "application/json"}
    files = tuple((path, media) for path, media in paths.items() if known.test(path, method="GET"))
    return Dataset(noun, title, N_("一张表：每行一条，每列的意思写在数据页。"), files)


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


def _both(words: str) -> list[dict[str, str]]:
    """Return a text in both languages of the site."""
    said = []
    for language, locale in (("zh", "zh_CN"), ("en", "en")):
        with force_locale(locale):
            said.append({"@language": language, "@value": _(words)})
    return said


def _moment(at: datetime) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
