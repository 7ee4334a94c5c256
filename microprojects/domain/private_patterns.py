"""What personal data looks like in a text: each kind with its pattern, and what must hold of what the pattern finds.

Source: GB 11643-1999 (check digit of the identity number); ISO/IEC 7812-1 annex B
(Luhn); GA 36-2018 (number plates).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from microprojects.domain.errors import N_


class Kind(StrEnum):
    """What kind of personal data was found; the order is the order of gravity."""

    ID_CARD = "id-card"
    BANK_CARD = "bank-card"
    MOBILE = "mobile"
    EMAIL = "email"
    WECHAT = "wechat"
    PLATE = "plate"
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
    Kind.PLATE: N_("车牌号"),
    Kind.DOOR: N_("门牌号"),
}

_GAP = r"[ \-.·–—_]{0,2}"
_HAN = "零〇一二三四五六七八九"
_MOBILE = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)(?:(?:\+|00)?86{_GAP})?"
    rf"1[3-9](?:[0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|[0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}"
    rf"|[0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}})(?![0-9])"
)
# Cut into other pieces, digit by digit, or spoken in Chinese digits: a number all the same.
_MOBILE_CUT = re.compile(
    r"(?<![0-9])(?<![0-9][\-. ])1[3-9][0-9](?:[ \-]?[0-9]){8}(?![ \-.]?[0-9])"
    r"|(?<![0-9])(?<![0-9][\-. ])1[ \-.·]{1,2}[3-9](?:[ \-.·]{1,2}[0-9]){9}(?![ \-.]?[0-9])"
)
_MOBILE_SPOKEN = re.compile(
    rf"(?<![0-9{_HAN}])[1一幺][ \-]?[3-9三四五六七八九](?:[ \-、]?[0-9{_HAN}幺两]){{9}}(?![0-9{_HAN}])"
)
_ID_18 = re.compile(rf"(?<![0-9])[1-9][0-9]{{5}}{_GAP}[0-9]{{8}}{_GAP}[0-9]{{3}}[0-9x](?![0-9a-z])")
_ID_15 = re.compile(r"(?<![0-9])(?:[1-6][1-6]|50|54|71|8[123])[0-9]{13}(?![0-9])")
_BANK = re.compile(rf"(?<![0-9])(?:[3-6]|9[04-9])[0-9]{{3}}(?:{_GAP}[0-9]{{2,4}}){{3,5}}(?![0-9])")
_EMAIL = re.compile(r"[a-z0-9._%+\-]{1,64}@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+")
_WECHAT_ID = r"[a-z][a-z0-9_\-]{5,}"
_WECHAT = re.compile(
    rf"(?:微信号|加[我个一下]{{0,3}}[微薇威v]信(?![群公小支])|(?<![a-z])(?:vx|wechat)(?![a-z]))"
    rf"[ :是为]{{0,3}}(?:{_WECHAT_ID})?|(?<![a-z])wxid_[a-z0-9]{{6,}}|[微薇威v]信[ :]{{0,3}}{_WECHAT_ID}"
    r"|(?<![a-z])wx ?[:是为号]{1,2} ?[a-z][a-z0-9_\-]{4,}|加[我个一下]{1,3} ?[wv]x?(?![a-z0-9])"
    r"|[微薇威]信(?:和|跟|与)?(?:电话|手机)?同号|(?:电话|手机)(?:号码?)?(?:同|就是|即|也是)[微薇威]信"
)
_MEASURE = "户盏个米平元年人次条块套部台扇根处层楼月日间万名家级排只棵期组"
_BUILDING = r"[0-9a-z一二三四五六七八九十]{1,4}(?:栋|幢|号楼|座|#楼?)"
_UNIT = r"[0-9一二三四五六七八九十]{1,3}单元"
_SPOKEN = rf"[{_HAN}]{{3,4}}(?![十百千{_HAN}{_MEASURE}])"
_DOOR = re.compile(
    rf"{_BUILDING} ?{_UNIT} ?(?:[0-9]{{1,2}}[楼层] ?)?[0-9]{{1,4}}"
    rf"(?![0-9.{_MEASURE}])[室房号户]?"
    rf"|(?:{_BUILDING} ?)?{_UNIT} ?(?:{_SPOKEN}|[0-9]{{3,4}}(?![0-9.{_MEASURE}])(?=$|[ ,.;，。；、住的室房号]))[室房号户]?"
    rf"|{_BUILDING} ?{_SPOKEN}(?=$|[ ,.;，。；、住的室房号])[室房号户]?"
    rf"|(?<![十百千{_HAN}])[{_HAN}]{{3,4}}[室房](?![间屋产子型])"
    rf"|(?:{_BUILDING} ?)?(?<![0-9.])[0-9]{{1,5}}[室房](?![间屋产子型]|[0-9一两二三四]厅)"
    rf"|{_BUILDING} ?[0-9]{{3,4}}(?![0-9.{_MEASURE}])(?=$|[ ,.;，。；、住的])"
)
_PLATE = re.compile(
    r"(?!新[dg]b)[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][ ·•・.\-]{0,2}"
    r"(?:[0-9]{5}[a-hj-k]|[a-hj-k][a-hj-np-z0-9][0-9]{4}|[a-hj-np-z0-9]{4}[a-hj-np-z0-9挂学警港澳领])(?![0-9a-z])"
)
HASH = re.compile(
    r"(?<![0-9a-z])(?=[0-9\-]{0,64}[a-f])"
    r"(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-z])"
)


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


def _is_cut(found: str) -> bool:
    """Hold of few pieces, or of single digits, with no date among them."""
    pieces = re.split(r"[^0-9]+", found)
    is_dated = re.search(r"(?:^|[^0-9])(?:19|20)[0-9]{2}-[0-9]", found)
    return (len(pieces) <= 5 or max(map(len, pieces)) == 1) and not is_dated


def _is_spoken(found: str) -> bool:
    return re.search("[零〇一二三四五六七八九幺]", found) is not None


def _is_plate(found: str) -> bool:
    return len(_digits(found)) >= 2


def _always(_: str) -> bool:
    return True


PATTERNS: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.ID_CARD, _ID_18, _is_id_18),
    (Kind.ID_CARD, _ID_15, _is_id_15),
    (Kind.BANK_CARD, _BANK, _is_bank_card),
    (Kind.MOBILE, _MOBILE, _always),
    (Kind.MOBILE, _MOBILE_CUT, _is_cut),
    (Kind.MOBILE, _MOBILE_SPOKEN, _is_spoken),
    (Kind.EMAIL, _EMAIL, _always),
    (Kind.WECHAT, _WECHAT, _always),
    (Kind.PLATE, _PLATE, _is_plate),
    (Kind.DOOR, _DOOR, _always),
)
