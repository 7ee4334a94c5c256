"""Finding personal data in free text before anybody else reads it.

Source: 个人信息保护法 art. 28 (sensitive data), art. 25 (no publication without
separate consent); GB 11643-1999 (check digit of the identity number);
ISO/IEC 7812-1 annex B (Luhn).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
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


class Kind(StrEnum):
    """What kind of personal data was found; the order is the order of gravity."""

    ID_CARD = "id-card"
    BANK_CARD = "bank-card"
    MOBILE = "mobile"
    EMAIL = "email"
    WECHAT = "wechat"
    DOOR = "door"

    @property
    def label(self) -> str:
        """The Chinese name of the kind."""
        return _LABELS[self]


_LABELS = {
    Kind.ID_CARD: N_("身份证号"),
    Kind.BANK_CARD: N_("银行卡号"),
    Kind.MOBILE: N_("手机号"),
    Kind.EMAIL: N_("电子邮箱"),
    Kind.WECHAT: N_("微信号"),
    Kind.DOOR: N_("门牌号"),
}

_IN_PLACE = {
    Kind.ID_CARD: "〔证件号已隐去〕",
    Kind.BANK_CARD: "〔卡号已隐去〕",
    Kind.MOBILE: "〔手机已隐去〕",
    Kind.EMAIL: "〔邮箱已隐去〕",
    Kind.WECHAT: "〔微信已隐去〕",
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


_GAP = r"[ \-.·]{0,2}"
_MOBILE = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)(?:(?:\+|00)?86{_GAP})?"
    rf"1[3-9](?:[0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|[0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}"
    rf"|[0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}})(?![0-9])"
)
_ID_18 = re.compile(rf"(?<![0-9])[1-9][0-9]{{5}}{_GAP}[0-9]{{8}}{_GAP}[0-9]{{3}}[0-9x](?![0-9a-z])")
_ID_15 = re.compile(r"(?<![0-9])(?:[1-6][1-6]|50|54|71|8[123])[0-9]{13}(?![0-9])")
_BANK = re.compile(rf"(?<![0-9])(?:[3-6]|9[04-9])[0-9]{{3}}(?:{_GAP}[0-9]{{2,4}}){{3,5}}(?![0-9])")
_EMAIL = re.compile(r"[a-z0-9._%+\-]{1,64}@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")
_WECHAT_ID = r"[a-z][a-z0-9_\-]{5,}"
_WECHAT = re.compile(
    rf"(?:微信号|加[我个一下]{{0,3}}[微薇v]信(?![群公小支])|(?<![a-z])(?:vx|wechat)(?![a-z]))"
    rf"[ :是为]{{0,3}}(?:{_WECHAT_ID})?|(?<![a-z])wxid_[a-z0-9]{{6,}}|[微薇v]信[ :]{{0,3}}{_WECHAT_ID}"
)
_MEASURE = "户盏个米平元年人次条块套部台扇根处层楼月日间万名家级排只棵期组"
_BUILDING = r"[0-9a-z一二三四五六七八九十]{1,4}(?:栋|幢|号楼|座|#楼?)"
_DOOR = re.compile(
    rf"{_BUILDING} ?[0-9一二三四五六七八九十]{{1,3}}单元 ?(?:[0-9]{{1,2}}[楼层] ?)?[0-9]{{1,4}}"
    rf"(?![0-9.{_MEASURE}])[室房号户]?"
    rf"|(?:{_BUILDING} ?)?(?<![0-9.])[0-9]{{1,5}}[室房](?![间屋产子型]|[0-9一两二三四]厅)"
    rf"|{_BUILDING} ?[0-9]{{3,4}}(?![0-9.{_MEASURE}])(?=$|[ ,.;，。；、住的])"
)
_HASH = re.compile(
    r"(?<![0-9a-z])(?=[0-9\-]{0,64}[a-f])"
    r"(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-z])"
)


def scan(text: str) -> tuple[Finding, ...]:
    """Find mobile, identity, bank card and door numbers, e-mail and WeChat addresses in a text.

    Full-width letters and digits and invisible characters do not hide anything.
    Landlines, amounts, dates, fingerprints (hashes) and buildings without a door
    are not personal data. Findings come in the order of the text and do not
    overlap.
    """
    folded, origin = _fold(text)
    bare = _HASH.sub(lambda found: "#" * len(found[0]), folded)
    spans = [
        (kind, origin[found.start()], origin[found.end() - 1] + 1)
        for kind, pattern, holds in _PATTERNS
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


def _is_date(digits: str) -> bool:
    try:
        date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}")
    except ValueError:
        return False
    return digits[:2] in {"18", "19", "20"}


def _digits(found: str) -> str:
    return re.sub(r"[^0-9x]", "", found)


def _is_id_18(found: str) -> bool:
    number = _digits(found)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
    return "10x98765432"[rest] == number[17] and _is_date(number[6:14])


def _is_id_15(found: str) -> bool:
    return _is_date("19" + found[6:12])


def _is_bank_card(found: str) -> bool:
    number = _digits(found)
    doubled = (int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(number)))
    return 16 <= len(number) <= 19 and sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _always(_: str) -> bool:
    return True


_PATTERNS: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.ID_CARD, _ID_18, _is_id_18),
    (Kind.ID_CARD, _ID_15, _is_id_15),
    (Kind.BANK_CARD, _BANK, _is_bank_card),
    (Kind.MOBILE, _MOBILE, _always),
    (Kind.EMAIL, _EMAIL, _always),
    (Kind.WECHAT, _WECHAT, _always),
    (Kind.DOOR, _DOOR, _always),
)
