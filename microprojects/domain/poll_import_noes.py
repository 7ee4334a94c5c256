"""What keeps a vote from elsewhere out, each with a way on."""

from __future__ import annotations

from microprojects.domain.errors import N_, Refusal


class SumTooLarge(Refusal):
    """An amount, or a score, is larger than any that can be kept."""

    code = "import-sum"
    status = 422
    message = N_("第%(line)s行的数太大，存不下。请核对金额和分数是不是多写了几位。")


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
