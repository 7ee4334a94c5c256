"""Sentences of the public record in the visitor's language.

What is published is written once, in Chinese, with its facts filled in, and its
fingerprint covers the words. So its sentences are read back by the texts that they
were made of; whatever is not one of them was typed by somebody and stands as it is.
"""

from __future__ import annotations

import re
from functools import cache

from flask_babel import gettext as _

from microprojects.domain import casting, changes, spending, votes
from microprojects.domain.errors import N_
from microprojects.domain.masks import PUBLIC_LABEL
from microprojects.services import contracts
from microprojects.web.language import is_english, joined, translated

# As the deeds write them; the first one that fits counts.
SENTENCES: tuple[str, ...] = (
    N_("%(council)s表决通过：赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票。公示 %(days)s 天。"),
    N_(
        "%(council)s表决同意合同变更：赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票。公示 %(days)s 天，期满才按变更施工。"
    ),
    N_("%(council)s追认：赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票。"),
    N_(
        "%(council)s更正票数：赞成 %(for_)s 票，反对 %(against)s 票，弃权 %(abstain)s 票，没有过线，表决未通过。"
    ),
    N_("数错了，已更正：%(why)s"),
    N_("应急先办，最迟 %(day)s 由议事会追认"),
    N_("验收合格，结算 %(settled)s 元，比批准少 %(saved)s 元。"),
    N_("评议收到%(answers)s，满意的占 %(percent)s%%。"),
    N_("评议收到%(answers)s，只有少数人不满意，人数不单独公布。"),
    N_("评议收到%(answers)s，只有少数人满意，人数不单独公布。"),
    N_("%(n)s 份"),
    N_("评议已结束，收到的不多，不单独公布。"),
    N_("网上：在本项目页点“我有异议”。"),
    N_("网上：在本项目页点“提异议”。"),  # as it was published before
    N_("书面：交到%(office)s，%(address)s。"),
    N_("当面：%(hours)s到%(office)s，工作人员替您写。"),
    N_("电话：%(phone)s，工作人员记下、念给您听。"),
    N_("定标"),  # as it was published before
    *contracts.LABELS.values(),
    *spending.WITH_SOCIAL.values(),
    *spending.HEADLINES.values(),
    changes.LONGER,
    changes.SHORTER,
    *votes.PHRASES,
    *casting.FOOTNOTES,
    PUBLIC_LABEL,
    N_("材料"),  # as costs are often called
)
_PLACE = re.compile(r"%\((\w+)\)s|%%")
_NUMBERS = frozenset(
    {
        "abstain",
        "against",
        "base",
        "count",
        "days",
        "delegated",
        "den",
        "due",
        "for_",
        "n",
        "needed",
        "num",
        "of",
        "percent",
    }
    | {"present", "quotes", "recused", "returned", "saved", "settled", "short", "yuan"}
)
_ONE_SENTENCE = re.compile(r"[^。]*。")


def retold(words: str) -> str:
    """Return words of the record in the visitor's language."""
    if not words or not is_english():
        return words
    plain = str(_(words))
    if plain != words:
        return plain
    whole = _read_back(words)
    if whole is not None:
        return whole
    parts = [_read_back(part) for part in _ONE_SENTENCE.findall(words)]
    if parts and None not in parts and words.endswith("。"):
        return joined(part for part in parts if part)
    return words


def _read_back(words: str) -> str | None:
    """Return words that were made of one of our texts in English, None if they were not."""
    for message, pattern in _patterns():
        if found := pattern.fullmatch(words):
            facts = {name: retold(fact.strip()) for name, fact in found.groupdict().items()}
            return translated(message, dict(facts))
    return None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((message, re.compile(_pattern(message), re.DOTALL)) for message in SENTENCES)


def _pattern(message: str) -> str:
    """Return the expression that finds the facts in a sentence."""
    written, end = "", 0
    for place in _PLACE.finditer(message):
        written += re.escape(message[end : place.start()])
        name = place.group(1)
        found = r"-?[\d,.]+" if name in _NUMBERS else ".+?"
        written += f"(?P<{name}>{found})" if name else "%"
        end = place.end()
    return written + re.escape(message[end:])
