"""How a person is shown to people who may not know them.

Source: 个人信息保护法 art. 6 (the least that serves the purpose), art. 73(3)
(de-identification); the display rules of the programme for names and phones.
"""

from __future__ import annotations

import re
import unicodedata

from microprojects.domain.errors import N_

_COMPOUND_NAMES = """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳
    公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙
    壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘
    东门 西门 南荣 第五 贺兰 完颜 耶律 纳兰"""
_COMPOUND = frozenset(_COMPOUND_NAMES.split())
_NOT_DIGIT = re.compile(r"[^0-9]")

PUBLIC_LABEL = N_("居民（%(name)s）")
FEWER_THAN = N_("少于%(limit)s")


def surname(name: str) -> str:
    """Return the family name: two characters if it is a known compound one, else the first."""
    bare = "".join(name.split())
    return bare[:2] if len(bare) > 2 and bare[:2] in _COMPOUND else bare[:1]


def mask_name(name: str) -> str:
    """Keep the family name and put a star for each further character: 张三 is 张*, 欧阳娜娜 is 欧阳**."""
    bare = "".join(name.split())
    family = surname(bare)
    return family + "*" * max(1, len(bare) - len(family))


def public_name(name: str) -> str:
    """Keep the family name and always two stars, so that not even the length is told: 张**."""
    return surname(name) + "**"


def desk_name(name: str) -> str:
    """Keep the family name and the last character, enough to find who stands there: 张小三 is 张*三, 张三 stays."""
    bare = "".join(name.split())
    family = surname(bare)
    given = bare[len(family) :]
    return family + "*" * (len(given) - 1) + given[-1:]


def proposer_label(name: str) -> str:
    """Return how a proposer is named in public, in the source language: 居民（张**）."""
    return PUBLIC_LABEL % {"name": public_name(name)}


def mask_phone(phone: str) -> str:
    """Keep the first three and last four digits of a mobile number: 138****5678.

    Separators and a leading +86 are ignored. Of any other number only the last
    two digits are kept.
    """
    digits = _NOT_DIGIT.sub("", unicodedata.normalize("NFKC", phone))
    if len(digits) in {13, 15} and digits.removeprefix("00").startswith("86"):
        digits = digits[-11:]
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    return "*****" + (digits[-2:] if len(digits) > 5 else "")


def is_small_cell(n: int, limit: int = 5) -> bool:
    """Return whether a count is so small that it points at single people. Nobody is not somebody."""
    return 0 < n < limit


def small_cell(n: int, limit: int = 5) -> str:
    """Write a count for the public, in the source language: "少于5" where it points at single people."""
    return FEWER_THAN % {"limit": limit} if is_small_cell(n, limit) else str(n)
