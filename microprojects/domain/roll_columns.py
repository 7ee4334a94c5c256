"""The columns of the register of residents: their heads, the words in them, and what may be wrong in a cell."""

from __future__ import annotations

from enum import StrEnum

from microprojects.domain.electorate import BELONGINGS, Belonging
from microprojects.domain.errors import N_, ChangedMeanwhile, Refusal

LONGEST = 50
OLDEST_YEAR = 1900
MOST_TOLD = 100  # errors, changes and doubts are listed up to here, and counted beyond


class Column(StrEnum):
    """A column that is read."""

    NAME = "name"
    PHONE = "phone"
    BUILDING = "building"
    BORN = "born"
    TIE = "tie"

    @property
    def label(self) -> str:
        """Return the head of the column in the source language."""
        return LABELS[self]


LABELS: dict[Column, str] = {
    Column.NAME: N_("姓名"),
    Column.PHONE: N_("手机号"),
    Column.BUILDING: N_("楼栋"),
    Column.BORN: N_("出生日期"),
    Column.TIE: N_("关系"),
}
# What else stands over a column, folded as `_head` folds it.
SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.NAME: ("名字", "居民姓名", "name"),
    Column.PHONE: (
        "手机", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "移动电话", "phone", "mobile",
    ),
    Column.BUILDING: ("楼号", "楼栋号", "栋号", "楼栋房号", "楼栋门牌", "building"),
    Column.BORN: ("出生", "出生年月日", "生日", "born", "birthday"),
    Column.TIE: ("与社区关系", "与社区的关系", "居住工作学习", "tie"),
}  # fmt: skip
TIE_WORDS: dict[str, Belonging] = {
    **{word: tie for tie, word in BELONGINGS.items()},
    **{tie.value: tie for tie in Belonging},
    "常住": Belonging.LIVE,
    "住": Belonging.LIVE,
    "上班": Belonging.WORK,
    "就业": Belonging.WORK,
    "上学": Belonging.STUDY,
    "就读": Belonging.STUDY,
}


class NoNameColumn(Refusal):
    """The head of the sheet names no column of names."""

    code = "roll-no-name-column"
    status = 422
    message = N_(
        "第 %(line)s 行应该是表头，里面要有“姓名”一列；现在是：%(found)s。请照模板写好表头，去掉上面的标题。"
    )


class HeadTwice(Refusal):
    """Two columns have the same head, or two heads that mean the same."""

    code = "roll-head-twice"
    status = 422
    message = N_("第 %(line)s 行的表头里，“%(one)s”和“%(other)s”是同一列。请只留一列。")


class HeadFormula(Refusal):
    """A head is a formula."""

    code = "roll-head-formula"
    status = 422
    message = N_("第 %(line)s 行的表头里有公式。请改成文字再导入。")


class NoRows(Refusal):
    """There is a head and nothing below it."""

    code = "roll-no-rows"
    status = 422
    message = N_("第 %(line)s 行是表头，下面一行也没有。请填好名册再导入。")


class BadCell(Refusal):
    """One cell cannot be used; its line is told beside it."""

    code = "roll-cell"
    status = 422
    message = N_("“%(column)s”填得不对。")


class CellFormula(BadCell):
    """A formula, or what a spreadsheet would take for one."""

    code = "roll-formula"
    message = N_("“%(column)s”是公式，或以 = + - @ 开头。请改成普通文字。")


class CellUnseen(BadCell):
    """A character that cannot be seen."""

    code = "roll-unseen"
    message = N_("“%(column)s”里有看不见的字符。请删掉这一格，重新打一遍。")


class CellError(BadCell):
    """What a spreadsheet shows where a formula failed."""

    code = "roll-error"
    message = N_("“%(column)s”是表格软件的错误值。请改成实际内容。")


class CellLong(BadCell):
    """More characters than are kept."""

    code = "roll-long"
    message = N_("“%(column)s”有 %(length)s 个字，最多 %(limit)s 个。请写短一些。")


class NameMissing(BadCell):
    """No name."""

    code = "roll-no-name"
    message = N_("没有姓名。请补上，或删掉这一行。")


class NameStrange(BadCell):
    """No letter in the name."""

    code = "roll-name"
    message = N_("姓名里没有字。请看是不是填错了列。")


class PhoneRounded(BadCell):
    """The spreadsheet wrote the number as 1.38E+10 and lost its digits."""

    code = "roll-phone-rounded"
    message = N_("手机号被表格软件改成了 %(text)s，后面几位丢了。请把这一列设成文本，重新填。")


class PhoneWrong(BadCell):
    """Not a mobile number."""

    code = "roll-phone"
    message = N_("手机号要 11 位数字，以 1 开头，前面不加 0。请核对，没有就空着。")


class BornWrong(BadCell):
    """Not a date."""

    code = "roll-born"
    message = N_("出生日期看不懂，或没有这一天。请写成 1985-03-02 这样，没有就空着。")


class BornImpossible(BadCell):
    """A date on which nobody of the register was born."""

    code = "roll-born-when"
    message = N_("出生日期要在 %(first)s 年以后、今天以前。请核对年份。")


class TieUnknown(BadCell):
    """None of the three words."""

    code = "roll-tie"
    message = N_("关系只写居住、工作、学习中的一个，空着算居住。请改好。")


class CellBeyond(BadCell):
    """More cells than there are heads."""

    code = "roll-beyond"
    message = N_("这一行比表头多出一格。请看是不是多了分隔符，或少了表头。")


class SameTwice(BadCell):
    """Another line is about the same person and says something else, or leaves it open who it is."""

    code = "roll-twice"
    message = N_("和第 %(other)s 行是同一个人，写的却不一样。请合成一行；是两个人，请都写上手机号。")


class Ambiguous(BadCell):
    """There are several on the register whom the line may mean."""

    code = "roll-ambiguous"
    message = N_("册上有同名的人，分不清是哪一位。请照册上写好手机号和楼栋；册上没写楼栋的，这里也空着。")


class PreviewOutdated(ChangedMeanwhile):
    """The register is not as it was when the preview was looked at."""

    code = "roll-preview-outdated"
    message = N_("看过预览以后，册上的人又有变动，所以一行也没有写进去。请重新看一遍预览再导入。")
