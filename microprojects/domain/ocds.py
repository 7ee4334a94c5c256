"""The record of money in the Open Contracting Data Standard: releases, records, and the packages that hold them.

Each public act on the money of a project is one release, named by the number of its entry
in the journal; a record is all releases of a project with what they add up to.

Source: Open Contracting Data Standard 1.1.5; the rules by which releases are merged
(standard.open-contracting.org/1.1/en/schema/merging/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from microprojects.domain.actions import Action
from microprojects.domain.disclosure_fields import word
from microprojects.domain.ocds_acts import TOLD, VERBS
from microprojects.domain.ocds_processes import (
    PERSON,
    SCHEME,
    Event,
    Life,
    Part,
    Process,
    Shown,
    moment,
    place,
)
from microprojects.domain.schemes import DisclosureKind

VERSION = "1.1"
EXTENSIONS = tuple(
    f"https://raw.githubusercontent.com/open-contracting-extensions/{name}/master/extension.json"
    for name in ("ocds_budget_breakdown_extension", "ocds_pagination_extension")
)
_DOCUMENTS = {
    "decision": "projectPlan",
    "spending": "financialProgressReport",
    "result": "completionCertificate",
}


@dataclass(frozen=True)
class Publisher:
    """Who publishes: `site` is the address of the site, `prefix` stands before every project number."""

    site: str
    prefix: str
    name: str
    license: str = ""

    def ocid(self, process: Process) -> str:
        """Return the name of a contracting process in the whole world."""
        return f"{self.prefix}-{process.number}"


@dataclass(frozen=True)
class Page:
    """Where a package stands, and where the next one is."""

    address: str
    following: str = ""


def releases(process: Process, publisher: Publisher) -> list[Part]:
    """Return the releases of a project, the oldest first; none while nothing has happened to money."""
    life = Life(process)
    return [_release(life, event, publisher) for event in process.events if event.verb in VERBS]


def _release(life: Life, event: Event, publisher: Publisher) -> Part:
    life.release = f"{publisher.ocid(life.process)}-{event.seq}"
    life.documents = [_document(each, publisher) for each in _papers(life.process, event)]
    tag, part = TOLD[Action(event.verb)](life, event)
    street = place(life.process.street)
    return {
        "ocid": publisher.ocid(life.process),
        "id": life.release,
        "date": moment(event.at),
        "tag": [tag],
        "initiationType": "tender",
        "language": "zh",
        "buyer": street,
        "parties": _parties(life, part),
        **part,
    }


def _papers(process: Process, event: Event) -> list[Shown]:
    """Return the disclosures that came with an act; an approval rests on the decision that was published before."""
    if event.verb != Action.PROJECT_APPROVE:
        return list(process.shown.get(event.seq, ()))
    before = (each for seq, shown in process.shown.items() if seq <= event.seq for each in shown)
    return [each for each in before if each.kind == DisclosureKind.DECISION]


def _document(shown: Shown, publisher: Publisher) -> Part:
    return {
        "id": f"disclosure-{shown.id}",
        "documentType": _DOCUMENTS[shown.kind],
        "title": f"{word('kind', shown.kind)}，第 {shown.version} 版",
        "url": f"{publisher.site}/disclosures/{shown.id}",
        "datePublished": moment(shown.published_at),
        "format": "text/html",
        "language": "zh",
    }


def _parties(life: Life, part: Part) -> list[Part]:
    """Return the organisations that a release names, the street first; each has all roles that it can come to have."""
    process = life.process
    street, district = place(process.street), place(process.district)
    found = {street["id"]: {**street, "roles": ["buyer", "procuringEntity", "payer"]}}
    names = {reference["id"]: reference["name"] for reference in _references(part)}
    for key, name in sorted(names.items()):
        if key == street["id"]:
            continue
        roles = ["funder"] if key == district["id"] else ["tenderer", "supplier", "payee"]
        found[key] = {"id": key, "name": name, **_identifier(key, name), "roles": roles}
    return list(found.values())


def _identifier(key: str, name: str) -> Part:
    if not key.startswith(f"{SCHEME}-") or key.endswith(f"-{PERSON}"):
        return {}
    code = key.removeprefix(f"{SCHEME}-")
    return {"identifier": {"scheme": SCHEME, "id": code, "legalName": name}}


_REFERENCES = ("sourceParty", "procuringEntity", "payer", "payee", "suppliers")


def _references(part: Any) -> Iterator[Part]:
    """Yield every reference to an organisation in a part of a release."""
    if isinstance(part, list):
        for each in part:
            yield from _references(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in _REFERENCES:
                yield from value if isinstance(value, list) else [value]
            else:
                yield from _references(value)


def compiled(told: Sequence[Part]) -> Part:
    """Return what the releases of one process add up to: the later word holds, and lists are joined by `id`."""
    whole: Part = {}
    for each in told:
        _merge(whole, each)
    last = told[-1]
    return {**whole, "id": f"{last['ocid']}-{last['date']}", "date": last["date"], "tag": ["compiled"]}


def _merge(whole: Part, part: Part) -> None:
    for name, value in part.items():
        if value is None:
            whole.pop(name, None)
        elif isinstance(value, dict):
            _merge(whole.setdefault(name, {}), value)
        elif isinstance(value, list) and all(isinstance(each, dict) and "id" in each for each in value):
            whole[name] = _joined(whole.get(name, []), value)
        else:
            whole[name] = value


def _joined(known: list[Part], news: list[Part]) -> list[Part]:
    by_id: dict[Any, Part] = {each["id"]: each for each in known}
    for each in news:
        _merge(by_id.setdefault(each["id"], {}), each)
    return list(by_id.values())


def record(told: Sequence[Part]) -> Part:
    """Return the record of one process: its releases, and what they add up to."""
    return {"ocid": told[0]["ocid"], "releases": list(told), "compiledRelease": compiled(told)}


def release_package(processes: Iterable[Process], publisher: Publisher, page: Page) -> Part:
    """Return the releases of some projects as a package."""
    told = [each for process in processes for each in releases(process, publisher)]
    return {**_package(publisher, page, told), "releases": told}


def record_package(processes: Iterable[Process], publisher: Publisher, page: Page) -> Part:
    """Return the records of some projects as a package; a project without a release has none."""
    every = [told for process in processes if (told := releases(process, publisher))]
    flat = [each for told in every for each in told]
    return {**_package(publisher, page, flat), "records": [record(told) for told in every]}


# When a package was published that holds nothing yet: before everything.
_NEVER = "1970-01-01T00:00:00Z"


def _package(publisher: Publisher, page: Page, told: Sequence[Part]) -> Part:
    """Return the head of a package; it was published when the latest of its releases was."""
    return {
        "uri": publisher.site + page.address,
        "version": VERSION,
        "extensions": list(EXTENSIONS),
        "publishedDate": max((each["date"] for each in told), default=_NEVER),
        "publisher": {"name": publisher.name, "uri": publisher.site},
        **({"license": publisher.license} if publisher.license else {}),
        "publicationPolicy": f"{publisher.site}/data/",
        **({"links": {"next": publisher.site + page.following}} if page.following else {}),
    }
