"""Finding personal data in free text before anybody else reads it.

Source: 个人信息保护法 art. 28 (sensitive data), art. 25 (no publication without
separate consent).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.masks import (
    is_small_cell,
    mask_name,
    mask_phone,
    proposer_label,
    public_name,
    small_cell,
)
from microprojects.domain.private_patterns import HASH, PATTERNS, Kind

__all__ = [
    "Finding",
    "Kind",
    "PrivacyFinding",
    "is_small_cell",
    "mask_name",
    "mask_phone",
    "proposer_label",
    "public_name",
    "redact",
    "require_clean",
    "scan",
    "small_cell",
]


_IN_PLACE = {
    Kind.ID_CARD: "〔证件号已隐去〕",
    Kind.BANK_CARD: "〔卡号已隐去〕",
    Kind.MOBILE: "〔手机已隐去〕",
    Kind.EMAIL: "〔邮箱已隐去〕",
    Kind.WECHAT: "〔微信已隐去〕",
    Kind.PLATE: "〔车牌已隐去〕",
    Kind.DOOR: "〔门牌已隐去〕",
}


@dataclass(frozen=True)
class Finding:
    """One piece of personal data: `text[start:end]`, with an excerpt that does not repeat it in full."""

    kind: Kind
    start: int
    end: int
    excerpt_masked: str


class PrivacyFinding(Refusal):
    """A text that is to become public holds personal data; `findings` says where."""

    code = "privacy-finding"
    status = 422
    message = N_("“%(field)s”里写了%(found)s。公开后收不回来，请删去或改写，再交一次。")

    def __init__(self, *, field: str, findings: tuple[Finding, ...]) -> None:
        spoken = "、".join(
            f"{f.kind.label} {f.excerpt_masked}（第 {f.start + 1} 字起）" for f in findings[:5]
        )
        more = "等" if len(findings) > 5 else ""
        super().__init__(field=field, found=spoken + more)
        self.findings = findings


def scan(text: str) -> tuple[Finding, ...]:
    """Find mobile, identity, bank card and door numbers, e-mail and WeChat addresses in a text.

    Full-width letters and digits and invisible characters do not hide anything.
    Landlines, amounts, dates, fingerprints (hashes) and buildings without a door
    are not personal data. Findings come in the order of the text and do not
    overlap.
    """
    folded, origin = _fold(text)
    bare = HASH.sub(lambda found: "#" * len(found[0]), folded)
    spans = [
        (kind, origin[found.start()], origin[found.end() - 1] + 1)
        for kind, pattern, holds in PATTERNS
        for found in pattern.finditer(bare)
        if holds(found[0])
    ]
    return tuple(
        Finding(kind, start, end, _excerpt(kind, text[start:end])) for kind, start, end in _merged(spans)
    )


def redact(text: str) -> str:
    """Return the text with every finding replaced by a word in brackets; nothing is left to find."""
    while findings := scan(text):
        for finding in reversed(findings):
            text = text[: finding.start] + _IN_PLACE[finding.kind] + text[finding.end :]
    return text


def require_clean(field: str, text: str, *, beside: Kind | None = None) -> None:
    """Refuse a text that holds personal data; `field` is the Chinese name of the box it was typed into.

    `beside` is a kind that is nobody's own there, such as the door of an office.

    Raises:
        PrivacyFinding: it names what was found and where, without repeating it.
    """
    if findings := tuple(found for found in scan(text) if found.kind is not beside):
        raise PrivacyFinding(field=field, findings=findings)


_SET_APART = re.compile(r"[0-9a-zA-Z] [\u4e00-\u9fff]|[\u4e00-\u9fff] [0-9]")


def _fold(text: str) -> tuple[str, list[int]]:
    """Fold width and case and drop invisible characters, keeping the index of each origin.

    A space between a number and a Chinese character is dropped too: it sets them
    apart for the eye alone, as in "3 栋 501 室".
    """
    folded: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        plain = _plain(char)
        if plain and not (char == " " and _SET_APART.match(text, index - 1)):
            folded.append(plain)
            origin.append(index)
    return "".join(folded), origin


@lru_cache(maxsize=20_000)
def _plain(char: str) -> str:
    """Return a character in its usual width and small, or nothing for one that is invisible."""
    if unicodedata.category(char) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKC", char).lower()
    return plain if len(plain) == 1 else char


def _merged(spans: list[tuple[Kind, int, int]]) -> Iterator[tuple[Kind, int, int]]:
    """Join spans that overlap; the graver kind names the whole."""
    gravity = list(Kind)
    held: tuple[Kind, int, int] | None = None
    for kind, start, end in sorted(spans, key=lambda span: (span[1], gravity.index(span[0]))):
        if held and start < held[2]:
            graver = min(held[0], kind, key=gravity.index)
            held = (graver, held[1], max(held[2], end))
            continue
        if held:
            yield held
        held = (kind, start, end)
    if held:
        yield held


def _excerpt(kind: Kind, found: str) -> str:
    if kind is Kind.MOBILE:
        return mask_phone(found)
    kept = {Kind.ID_CARD: 3, Kind.BANK_CARD: 4, Kind.EMAIL: 1}.get(kind, 2)
    return found[: min(kept, len(found) // 2)] + "*" * 4
