"""The columns of a sheet of proposals: their heads, the words in them, and what may be wrong in a line."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal
from microprojects.domain.proposal_words import NATURES
from microprojects.domain.proposals import THEMES, TYPES
from microprojects.domain.rolls import RowError

LONGEST_REFERENCE = 40


class Column(StrEnum):
    """A column that is read; most are named as the field of a proposal that they fill."""

    REFERENCE = "reference"
    PROPOSER = "proposer"
    PHONE = "phone"
    TITLE = "title"
    TYPE = "type"
    THEME = "theme"
    SUMMARY = "summary"
    PLACE = "place"
    PROBLEM = "problem"
    CONTENT = "content"
    NATURE = "nature"
    BENEFICIARIES = "beneficiaries"
    GROUP = "beneficiary_group"
    ESTIMATE = "estimate"
    OWN = "own_contribution_fen"

    @property
    def label(self) -> str:
        """Return the head of the column in the source language."""
        return HEADS[self][0]


# The head of each column first, then what else stands over it, folded as heads are.
HEADS: dict[Column, tuple[str, ...]] = {
    Column.REFERENCE: (N_("编号"), "外部编号", "序号", "原编号", "reference", "id"),
    Column.PROPOSER: (N_("提议人"), "提议人姓名", "姓名", "proposer"),
    Column.PHONE: (N_("手机号"), "手机", "手机号码", "电话", "联系电话", "phone"),
    Column.TITLE: (N_("想办什么事"), "项目名称", "名称", "标题", "title"),
    Column.TYPE: (N_("哪一类"), "类别", "项目类别", "type"),
    Column.THEME: (N_("主题"), "theme"),
    Column.SUMMARY: (N_("一句话说明"), "简介", "summary"),
    Column.PLACE: (N_("在哪里"), "地点", "位置", "place"),
    Column.PROBLEM: (N_("为什么要办"), "问题", "理由", "problem"),
    Column.CONTENT: (N_("想怎么做"), "做法", "内容", "content"),
    Column.NATURE: (N_("建设性质"), "性质", "nature"),
    Column.BENEFICIARIES: (N_("大约多少人受益"), "受益人数", "beneficiaries"),
    Column.GROUP: (N_("谁受益"), "受益人群", "受益对象", "beneficiary_group"),
    Column.ESTIMATE: (N_("大概要多少钱"), "估算", "金额", "估算金额", "estimate"),
    Column.OWN: (N_("居民自己出多少钱"), "自筹", "自筹金额", "own_contribution"),
}
NEEDED = (Column.REFERENCE, Column.PROPOSER, Column.TITLE)
PROSE = frozenset({Column.PROBLEM, Column.CONTENT})
WORDS: dict[Column, dict[str, str]] = {
    Column.TYPE: {
        **{word: key for key, word in TYPES.items()},
        **{word.removesuffix("类"): key for key, word in TYPES.items()},
        **{key: key for key in TYPES},
        "实物": "goods",
        "实物类": "goods",
    },
    Column.THEME: {**{word: key for key, word in THEMES.items()}, **{key: key for key in THEMES}},
    Column.NATURE: {**{word: key for key, word in NATURES.items()}, **{key: key for key in NATURES}},
}


class HeadLacks(Refusal):
    """The head names not all of the columns that every line needs."""

    code = "proposals-head-lacks"
    status = 422
    message = N_(
        "第 %(line)s 行应该是表头，里面要有“编号”“提议人”“想办什么事”三列，还缺：%(lacks)s。"
        "请写好表头，去掉上面的标题。"
    )


class BadLine(Refusal):
    """One line cannot be used; its number is told beside it."""

    code = "proposals-line"
    status = 422
    message = N_("“%(column)s”填得不对。")


class CellEmpty(BadLine):
    """A cell that every line needs is empty."""

    code = "proposals-empty"
    message = N_("没有填“%(column)s”。请补上，或删掉这一行。")


class WordUnknown(BadLine):
    """A cell holds none of the words that it can hold."""

    code = "proposals-word"
    message = N_("“%(column)s”里写的“%(text)s”不认识。请写这几个中的一个：%(words)s。")


class NumberWrong(BadLine):
    """A cell holds no plain number."""

    code = "proposals-number"
    message = N_("“%(column)s”要写整数，例如 120。请改好，没有就空着。")


class MoneyWrong(BadLine):
    """A cell holds no amount of money."""

    code = "proposals-money"
    message = N_("“%(column)s”要写多少元，例如 12000 或 12,000.50。请改好，没有就空着。")


class ReferenceTwice(BadLine):
    """Two lines have the same reference."""

    code = "proposals-twice"
    message = N_("编号“%(reference)s”和第 %(other)s 行一样。编号是重新导入时认项目用的，请每行写一个不同的。")


class ProposerUnknown(BadLine):
    """Nobody of that name, or with that number, is registered in the community."""

    code = "proposals-who"
    message = N_("册上没有这位提议人，或手机号对不上。请核对姓名和手机号；没登记的，先导入名册。")


class ProposerUnclear(BadLine):
    """Several people of the community have that name."""

    code = "proposals-who-unclear"
    message = N_("册上有 %(n)s 位同名的人，分不清是哪一位。请写上手机号。")


class OtherProposer(BadLine):
    """The reference came before with the proposal of somebody else."""

    code = "proposals-other-proposer"
    message = N_("编号“%(reference)s”上次导入时是另一位提议人。请核对编号；真是另一件事，请换一个编号。")


class EditedHere(BadLine):
    """The draft was changed on the site since it was brought."""

    code = "proposals-edited"
    message = N_(
        "编号“%(reference)s”的草稿导入以后在网站上改过，没有覆盖。请在网站上改，或让表里和上次一样。"
    )


class HandedIn(BadLine):
    """The proposal is no draft any more."""

    code = "proposals-handed-in"
    message = N_(
        "编号“%(reference)s”已经往下办了（%(state)s），不能再从表里改。请让表里和上次一样，或删掉这一行。"
    )


class ProposalsWrong(Refusal):
    """Some lines cannot be used, so none is; `errors` names them all."""

    code = "proposals-wrong"
    status = 422
    message = N_("表里有 %(count)s 处要改，所以一份也没有写进去。请照下面的行号改好，存好，再导入一次。")

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(count=len(errors))
        self.errors = errors
