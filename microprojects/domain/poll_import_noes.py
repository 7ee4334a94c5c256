"""What keeps a vote from elsewhere out, each with a way on."""

from __future__ import annotations

from microprojects.domain.errors import N_, Refusal


class CannotKeep(Refusal):
    """Something in the file can be read and counted, and not be kept here."""

    code = "import-keep"
    status = 422
    message = N_("这个文件里有存不下的东西。请向来源核对。")


class SumTooLarge(CannotKeep):
    """An amount is larger than any that can be kept."""

    code = "import-sum"
    message = N_("第%(line)s行的金额太大，存不下。请核对是不是多写了几位。")


class ScoreTooLarge(CannotKeep):
    """A voter gave more points than can be kept."""

    code = "import-score"
    message = N_("有的票给一个项目的分超过%(most)s，存不下。请核对是不是多写了几位。")


class CostsNothing(CannotKeep):
    """A project costs nothing, and what costs nothing needs no choice."""

    code = "import-cost"
    message = N_("第%(line)s行的“%(given)s”造价是0，选票上的项目都要花钱。请补上造价，或把它从文件里去掉。")


class IdNotNormal(CannotKeep):
    """An id is written in a way that has two forms, so that no fingerprint could be of it."""

    code = "import-id"
    message = N_("第%(line)s行的项目编号“%(given)s”不是 NFC 写法，同一个字会有两种编码。请改成 NFC 再导入。")


class NoProjects(CannotKeep):
    """There is nothing to choose from."""

    code = "import-empty"
    message = N_("文件里一个项目也没有，没有可以选的。请取一份完整的文件。")


class SeedTooLong(CannotKeep):
    """The lot is longer than a fingerprint."""

    code = "import-seed"
    message = N_("抽签的公开数太长，最多%(most)s位。请核对公布的公开数。")


class RuleUnknown(Refusal):
    """The file names a rule that is not known here, or none."""

    code = "import-rule"
    status = 422
    message = N_(
        "文件写的计票规则“%(given)s”这里没有，没法照样重数。请用 --rule 或 --spec 写明按哪种规则数。"
    )


class LotWanted(Refusal):
    """Only a lot can part equals, and the file says none."""

    code = "import-lot"
    status = 422
    message = N_(
        "%(first)s和%(other)s不分先后，要靠抽签，文件里没有抽签的公开数。请用 --seed 写明公布过的公开数。"
    )


class NoDays(Refusal):
    """Nothing says when the vote was held."""

    code = "import-days"
    status = 422
    message = N_("文件没有写清是哪一年投的票（date_begin、date_end）。请用 --year 写明年份。")


class SumsDiffer(Refusal):
    """The votes of a project that the file names are not those of its ballots."""

    code = "import-sums"
    message = N_(
        "第%(line)s行“%(given)s”的“%(column)s”与票面不符，这样的项目有%(count)s个。"
        "请向来源核对；要照票面导入、差别写明在页面上，加 --despite。"
    )


class WinnersDiffer(Refusal):
    """The winners that the file names are not those of the count."""

    code = "import-winners"
    message = N_(
        "文件写的选上项目和重数的不一样：文件多%(only_file)s个，重数多%(only_count)s个，第一处是第%(line)s行的“%(given)s”。"
        "请核对规则；要照重数的导入、差别写明在页面上，加 --despite。"
    )


class ImportedAlready(Refusal):
    """The same file was brought before."""

    code = "imported-already"
    message = N_("这个文件已经导入过，是第%(poll)s次居民投票“%(title)s”。不用再导一次。")


class NoProgramme(Refusal):
    """The community is in no programme whose round the vote could be of."""

    code = "import-no-programme"
    message = N_("“%(community)s”还没有方案，投票没有地方放。请先设方案、开一轮，再导入。")


class ImportedPoll(Refusal):
    """A poll that came from a file has its result already, and no box."""

    code = "imported-poll"
    message = N_("这次投票是从文件导入的，结果已经在公开页上，这里没有要办的事。请看公开页。")
