"""Every open table by name, the terms under which they may be used, and the dictionary of their columns."""

from __future__ import annotations

from collections.abc import Iterator

from microprojects.domain.open_data.deliberating import DISCLOSURES, MEETINGS, OBJECTIONS, PROJECTS, VOTES
from microprojects.domain.open_data.library import LIBRARY
from microprojects.domain.open_data.nouns import Noun
from microprojects.domain.open_data.residents import POLL_OPTIONS, POLLS, SATISFACTION
from microprojects.domain.open_data.spending import ALLOCATIONS, CONTRACTS, PAYMENTS, RECOVERIES, SUPPLIERS
from microprojects.domain.open_data.works import CHANGES, INSPECTIONS

NOUNS: dict[str, Noun] = {
    noun.name: noun
    for noun in (
        PROJECTS,
        DISCLOSURES,
        OBJECTIONS,
        MEETINGS,
        VOTES,
        POLLS,
        POLL_OPTIONS,
        ALLOCATIONS,
        CONTRACTS,
        CHANGES,
        INSPECTIONS,
        PAYMENTS,
        RECOVERIES,
        SUPPLIERS,
        SATISFACTION,
        LIBRARY,
    )
}

_TERMS = {
    "zh": (
        "使用条件按 {license} 。另外请您：写明下载的日期；不要拿这些数据去找出某一个人；"
        "看到有错请告诉社区，我们改，改过的会留痕。"
    ),
    "en": (
        "The terms of use are those of {license} . We also ask: name the day of download; do not use the data to find "
        "out who a person is; tell the community where something is wrong, which is corrected on record."
    ),
}


def terms(license_url: str) -> dict[str, str]:
    """Return under which terms the data may be used: the address of the licence, and what is asked besides by language."""
    return {"license": license_url} | {
        key: words.format(license=license_url) for key, words in _TERMS.items()
    }


# The columns of the dictionary itself.
ENTRY = ("table", "column", "type", "unit", "nullable", "zh", "en", "source", "codes")


def entries() -> Iterator[dict[str, object]]:
    """Yield the dictionary, one entry a column, in the order of the tables."""
    for noun in NOUNS.values():
        for column in noun.columns:
            coded = column.codes if not column.of else {}
            yield {
                "table": noun.name,
                "column": column.name,
                "type": column.type.value,
                "unit": column.unit,
                "nullable": column.null,
                "zh": column.zh,
                "en": column.en,
                "source": column.source or noun.source,
                "codes": dict(coded),
            }
