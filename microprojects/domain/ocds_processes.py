"""One project as a contracting process: what its releases are made of, and how far they have come.

Source: Open Contracting Data Standard 1.1.5, its schema and codelists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from microprojects.domain.masks import public_name
from microprojects.domain.workdays import SHANGHAI

CURRENCY = "CNY"
SCHEME = "CN-USCC"
PERSON = "person"


@dataclass(frozen=True)
class Event:
    """One entry of the journal about the project."""

    seq: int
    at: datetime
    verb: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """An area that takes part, by the name of its office."""

    slug: str
    name: str


@dataclass(frozen=True)
class Instalment:
    """One instalment of a contract as it was signed; `later` is one that came with the final account."""

    position: int
    evidence: str
    fen: int
    later: bool = False
    percent: int = 0


@dataclass(frozen=True)
class Terms:
    """The days of a contract and its instalments, as they were signed."""

    starts_on: date
    ends_on: date
    instalments: tuple[Instalment, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One version of a disclosure that came with an act and can be read."""

    id: int
    kind: str
    version: int
    published_at: datetime


@dataclass(frozen=True)
class Process:
    """One project with everything public that its releases are made of.

    `codes` are the credit codes of suppliers by name, `paid_on` the days of payments by
    their number, `shown` the disclosures by the number of their entry.
    """

    number: str
    title: str
    type: str
    community: Place
    street: Place
    district: Place
    events: tuple[Event, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    terms: Terms | None = None
    paid_on: Mapping[int, date] = field(default_factory=dict)
    shown: Mapping[int, tuple[Shown, ...]] = field(default_factory=dict)


Part = dict[str, Any]


@dataclass
class Life:
    """How far the releases of one project have come; `release` and `documents` are those of the act being told,
    `amended` is the release in which the contract got the terms that it has.
    """

    process: Process
    tender: str = ""
    attempts: int = 0
    award: str = ""
    contract: str = ""
    began: bool = False
    release: str = ""
    amended: str = ""
    documents: list[Part] = field(default_factory=list)

    def supplier(self, name: str) -> Part:
        """Return a supplier by reference; without a code it is a person, who stands here by family name."""
        code = self.process.codes.get(name, "")
        if code:
            return {"id": f"{SCHEME}-{code}", "name": name}
        return {"id": f"{self.process.number}-{PERSON}", "name": public_name(name)}

    def of_contract(self, **more: Any) -> Part:
        """Return the contract with what changes of it."""
        return {"contracts": [{"id": self.contract, "awardID": self.award, **more}]}

    def implementing(self, **more: Any) -> Part:
        """Return what happened under the contract, with the papers of this act."""
        return self.of_contract(implementation={**more, **self.papers()})

    def papers(self) -> Part:
        """Return the documents of this act, if there are any."""
        return {"documents": self.documents} if self.documents else {}


def money(fen: int) -> Part:
    """Return an amount as OCDS has it: in whole units of the currency, with fen behind the point."""
    return {"amount": fen // 100 if fen % 100 == 0 else fen / 100, "currency": CURRENCY}


def moment(at: datetime) -> str:
    """Return an instant as RFC 3339."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(on: date) -> str:
    """Return the first moment of a day, by the wall clock in Shanghai: OCDS has no days."""
    return datetime.combine(on, time(), SHANGHAI).isoformat()


def place(area: Place) -> Part:
    """Return an area by reference."""
    return {"id": f"area-{area.slug}", "name": area.name}
