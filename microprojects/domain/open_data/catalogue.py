"""Every open table by name, the terms under which they may be used, and the dictionary of their columns."""

from __future__ import annotations

from collections.abc import Iterator

from microprojects.domain.open_data.deliberating import DISCLOSURES, MEETINGS, OBJECTIONS, PROJECTS, VOTES
from microprojects.domain.open_data.nouns import Noun
from microprojects.domain.open_data.residents import POLL_OPTIONS, POLLS, SATISFACTION
from microprojects.domain.open_data.spending import ALLOCATIONS, CONTRACTS, PAYMENTS, SUPPLIERS

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
        PAYMENTS,
        SUPPLIERS,
        SATISFACTION,
    )
}

TERMS_ZH = (
    "谁都可以免费下载、复制、转发、分析，也可以商用，不用申请。请写明来自本站和下载的日期，改过的要说明改过。"
    "不要拿这些数据去找出某一个人。有错请告诉社区，我们改，改过的会留痕。"
)
TERMS_EN = (
    "Anybody may download, copy, share, analyse and use these data, also commercially, free and without asking. "
    "Name this site and the day of download, and say so where you changed them. Do not use them to find out who "
    "a person is. Tell the community where something is wrong; it is corrected, and the correction is on record."
)

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
