"""What is refused about a Pabulib file, each with the line, and what is only remarked."""

from __future__ import annotations

from dataclasses import dataclass, field

from microprojects.domain.errors import N_, Refusal

LONGEST_SHOWN = 40
COUNTED_OTHERWISE = "pb-counted-otherwise"


def shown(text: str) -> str:
    """Return the beginning of what a file says, fit for a sentence and for a terminal."""
    clean = "".join(letter if letter.isprintable() else "�" for letter in text[: LONGEST_SHOWN + 1])
    return clean if len(text) <= LONGEST_SHOWN else f"{clean[:LONGEST_SHOWN]}…"


class PabulibRefusal(Refusal):
    """A Pabulib file cannot be read; `facts["line"]` is the line that says why."""

    code = "pb"
    status = 422
    message = N_("这个 .pb 文件读不了。")


class FileTooBig(PabulibRefusal):
    """The file is bigger than any vote."""

    code = "pb-big"
    message = N_("读到第%(line)s行，文件已超过%(most)s兆字节，没有再读。请核对是不是选错了文件。")


class LineTooLong(PabulibRefusal):
    """A line, or a quoted text over several lines, does not end."""

    code = "pb-long-line"
    message = N_("第%(line)s行太长，最多%(most)s个字节。请核对这是不是 .pb 文件，引号是不是成对。")


class NotUtf8(PabulibRefusal):
    """The bytes are no UTF-8, as in a file saved in GBK."""

    code = "pb-encoding"
    message = N_("第%(line)s行不是 UTF-8 文字。请把文件另存为 UTF-8 编码，再读一次。")


class QuoteOpen(PabulibRefusal):
    """A quotation mark opens a cell and nothing closes it."""

    code = "pb-quote"
    message = N_("第%(line)s行的引号没有收尾。请补上引号；文件也可能没有传完，请核对。")


class SectionMissing(PabulibRefusal):
    """Where a section should begin, the file ends or says something else."""

    code = "pb-section"
    message = N_(
        "第%(line)s行应当是“%(section)s”这一段的开头，现在不是。.pb 文件依次是 META、PROJECTS、VOTES 三段，请取一份完整的文件。"
    )


class SectionTooMany(PabulibRefusal):
    """After the votes another section begins."""

    code = "pb-section-again"
    message = N_("第%(line)s行又开始了一段“%(section)s”。.pb 文件只有三段，每段一次，请删去多出的一段。")


class ColumnMissing(PabulibRefusal):
    """The first line of a section does not name a column that is needed."""

    code = "pb-column"
    message = N_("第%(line)s行的表头没有“%(column)s”这一列，少了它不能计票。请补上这一列。")


class ColumnTwice(PabulibRefusal):
    """Two columns of a section have one name."""

    code = "pb-column-twice"
    message = N_("第%(line)s行的表头有两列都叫“%(column)s”，不知道用哪一列。请只留一列。")


class TooManyColumns(PabulibRefusal):
    """A section has more columns than any file needs."""

    code = "pb-columns"
    message = N_("第%(line)s行有%(count)s列，最多%(most)s列。请核对分隔符是不是分号。")


class CellsDiffer(PabulibRefusal):
    """A row does not fit under the first line of its section."""

    code = "pb-cells"
    message = N_(
        "第%(line)s行有%(count)s格，表头有%(columns)s格，对不上。含分号的文字要用引号括起；文件也可能没有传完，请核对。"
    )


class KeyMissing(PabulibRefusal):
    """META does not say something that is needed."""

    code = "pb-key"
    message = N_("META 到第%(line)s行为止没有“%(key)s”，少了它不能计票。请补上这一项。")


class KeyTwice(PabulibRefusal):
    """META says the same thing twice."""

    code = "pb-key-twice"
    message = N_("第%(line)s行又写了一次“%(key)s”，不知道以哪个为准。请只留一行。")


class NotANumber(PabulibRefusal):
    """A sum is not written as digits with at most one point."""

    code = "pb-number"
    message = N_(
        "第%(line)s行的“%(field)s”写的是“%(given)s”，不能当作数。请只用0到9和一个小数点，不用负号、逗号、指数和全角数字。"
    )


class NotWhole(PabulibRefusal):
    """A count or a score is not a whole number from nought on."""

    code = "pb-whole"
    message = N_("第%(line)s行的“%(field)s”写的是“%(given)s”，应当是0或正整数。请改好再读。")


class NoBudget(PabulibRefusal):
    """The budget is nothing."""

    code = "pb-budget"
    message = N_("第%(line)s行的预算是0，没有可以分配的钱。请写上预算。")


class VoteTypeUnknown(PabulibRefusal):
    """The votes are of a kind that Pabulib does not know."""

    code = "pb-vote-type"
    message = N_(
        "第%(line)s行的投票方式“%(given)s”不认识。可以是 approval、choose-1、ordinal、cumulative 或 scoring，请改成其中一种。"
    )


class DefaultScore(PabulibRefusal):
    """Projects that a voter did not mention would have a score."""

    code = "pb-default-score"
    message = N_(
        "第%(line)s行给没有选的项目也打%(given)s分（default_score），这里只会算打了分的。请把这些分写进每一张票。"
    )


class ProjectUnusable(PabulibRefusal):
    """No vote could name the project."""

    code = "pb-project-id"
    message = N_(
        "第%(line)s行的项目编号“%(given)s”不能用：编号不能空着，不能含逗号、换行和看不见的字符，最多%(most)s个字。请换一个编号。"
    )


class ProjectTwice(PabulibRefusal):
    """Two projects have one id."""

    code = "pb-project-twice"
    message = N_("第%(line)s行的项目编号“%(given)s”前面已经有了。请给每个项目一个不同的编号。")


class TooManyProjects(PabulibRefusal):
    """There are more projects than any vote has."""

    code = "pb-projects"
    message = N_("读到第%(line)s行，项目已超过%(most)s个，没有再读。请核对是不是选错了文件。")


class ProjectUnknown(PabulibRefusal):
    """A vote names a project that is not there."""

    code = "pb-vote"
    message = N_("第%(line)s行的票选了“%(given)s”，项目里没有这个编号。请核对这张票。")


class PointsDiffer(PabulibRefusal):
    """A vote has not one score for each project in it."""

    code = "pb-points"
    message = N_(
        "第%(line)s行的票选了%(choices)s个项目，打了%(points)s个分，对不上。请给选的每个项目一个分。"
    )


class CountDiffers(PabulibRefusal):
    """META counts other than there are, as in a file that was cut off."""

    code = "pb-count"
    message = N_(
        "第%(line)s行的“%(key)s”说有%(told)s，文件里实有%(found)s。文件可能没有传完，请重新取一份完整的。"
    )


@dataclass(frozen=True)
class Remark:
    """Something that was tolerated: a sentence with its facts, as in a refusal."""

    code: str
    message: str
    facts: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in the source language."""
        return self.message % self.facts


def no_count(key: str) -> Remark:
    """Say that nothing tells how much the file should hold, so that a cut end cannot be seen."""
    return Remark(
        "pb-no-count", N_("META 没有写“%(key)s”，文件有没有缺尾看不出来，请与来源核对。"), {"key": key}
    )


def twice_in_a_vote(count: int, line: int) -> Remark:
    """Say that some votes name a project more than once."""
    message = N_("有%(count)s张票重复写了同一个项目，每张票只算一次。第一张在第%(line)s行。")
    return Remark("pb-twice-in-a-vote", message, {"count": count, "line": line})


def beyond_limits(count: int, line: int) -> Remark:
    """Say that some votes have more or fewer choices or points than META allows, and count all the same."""
    message = N_("有%(count)s张票超出或不足文件写明的选项数或分数，已按原样计入。第一张在第%(line)s行。")
    return Remark("pb-limits", message, {"count": count, "line": line})


def voter_twice(count: int, line: int) -> Remark:
    """Say that some voters have more than one vote."""
    message = N_("有%(count)s张票的选民编号前面已经有了，已按原样计入。第一张在第%(line)s行。")
    return Remark("pb-voter-twice", message, {"count": count, "line": line})


def counted_otherwise(count: int, column: str, given: str, line: int) -> Remark:
    """Say that a published sum of some projects is not what their ballots say."""
    message = N_(
        "有%(count)s个项目的“%(column)s”与票面不符，以票面为准。第一个是“%(given)s”，在第%(line)s行。"
    )
    return Remark(
        COUNTED_OTHERWISE, message, {"count": count, "column": column, "given": given, "line": line}
    )


def withdrawn(count: int) -> Remark:
    """Say that some projects were withdrawn."""
    message = N_("有%(count)s个项目的造价写成999999999，表示已撤下，不参加计票。")
    return Remark("pb-withdrawn", message, {"count": count})
