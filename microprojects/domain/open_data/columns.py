"""The columns of an open table: what each is called, what it holds, and how it stands in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from microprojects.domain.errors import N_


class Type(StrEnum):
    """What the cells of a column hold."""

    ID = "id"  # a public number or name, always the same for the same thing
    TEXT = "text"  # words that somebody typed; personal data in them is blacked out
    CODE = "code"  # one of a few words
    COUNT = "integer"
    FEN = "fen"
    YUAN = "yuan"
    FLAG = "boolean"
    DAY = "date"
    MOMENT = "datetime"
    HASH = "sha256"

    @property
    def label(self) -> str:
        """Return the name in the source language."""
        return _TYPES[self]

    @property
    def is_number(self) -> bool:
        """Return whether a spreadsheet may reckon with its cells."""
        return self in (Type.COUNT, Type.FEN, Type.YUAN)


_TYPES = {
    Type.ID: N_("编号"),
    Type.TEXT: N_("文字"),
    Type.CODE: N_("代码"),
    Type.COUNT: N_("整数"),
    Type.FEN: N_("整数（分）"),
    Type.YUAN: N_("两位小数（元）"),
    Type.FLAG: N_("是或否"),
    Type.DAY: N_("日期"),
    Type.MOMENT: N_("时间"),
    Type.HASH: N_("SHA-256"),
}
_UNITS = {Type.FEN: "CNY 0.01", Type.YUAN: "CNY"}

# Where the rules say that this is published.
CATALOGUE = "基层政务公开标准目录"
GOV = "政府信息公开条例 19、20"
BUYING = "政府采购法实施条例 43、50"
GIFTS = "慈善法 79"
VILLAGE = "村民委员会组织法 30"
SMALL = "个人信息保护法 73(4)"


@dataclass(frozen=True)
class Column:
    """One column; `of` names the column that it only writes otherwise: fen as yuan, a code in Chinese."""

    name: str
    type: Type
    zh: str
    en: str
    null: bool = False
    source: str = ""
    unit: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    of: str = ""


def ident(name: str, zh: str, en: str, *, null: bool = False, source: str = "") -> tuple[Column, ...]:
    """Return a column of public numbers or names."""
    return (Column(name, Type.ID, zh, en, null, source),)


def words(name: str, zh: str, en: str, *, null: bool = False, source: str = "") -> tuple[Column, ...]:
    """Return a column of words that somebody typed."""
    return (Column(name, Type.TEXT, zh, en, null, source),)


def count(
    name: str, zh: str, en: str, *, null: bool = False, source: str = "", unit: str = ""
) -> tuple[Column, ...]:
    """Return a column of whole numbers."""
    return (Column(name, Type.COUNT, zh, en, null, source, unit),)


def flag(name: str, zh: str, en: str, *, null: bool = False, source: str = "") -> tuple[Column, ...]:
    """Return a column of yes and no."""
    return (Column(name, Type.FLAG, zh, en, null, source),)


def day(name: str, zh: str, en: str, *, null: bool = False, source: str = "") -> tuple[Column, ...]:
    """Return a column of days."""
    return (Column(name, Type.DAY, zh, en, null, source),)


def moment(name: str, zh: str, en: str, *, null: bool = False, source: str = "") -> tuple[Column, ...]:
    """Return a column of moments."""
    return (Column(name, Type.MOMENT, zh, en, null, source),)


def digest(name: str, zh: str, en: str, *, null: bool = False, source: str = "") -> tuple[Column, ...]:
    """Return a column of fingerprints."""
    return (Column(name, Type.HASH, zh, en, null, source),)


def money(name: str, zh: str, en: str, *, null: bool = False, source: str = "") -> tuple[Column, ...]:
    """Return two columns of one amount: whole fen, and yuan with two decimals."""
    fen = Column(
        f"{name}_fen", Type.FEN, f"{zh}（分）", f"{en}, in fen (0.01 yuan)", null, source, _UNITS[Type.FEN]
    )
    yuan = replace(
        fen,
        name=f"{name}_yuan",
        type=Type.YUAN,
        zh=f"{zh}（元，两位小数）",
        en=f"{en}, in yuan with two decimals",
        unit=_UNITS[Type.YUAN],
        of=fen.name,
    )
    return fen, yuan


def code(
    name: str, codes: Mapping[str, str], zh: str, en: str, *, null: bool = False, source: str = ""
) -> tuple[Column, ...]:
    """Return two columns of one of a few words: the code, and what it is called in Chinese."""
    plain = {str(key): label for key, label in codes.items()}
    coded = Column(name, Type.CODE, f"{zh}（代码）", f"{en} (code)", null, source, codes=plain)
    named = Column(
        f"{name}_zh", Type.TEXT, f"{zh}（中文）", f"{en} (in Chinese)", null, source, codes=plain, of=name
    )
    return coded, named
