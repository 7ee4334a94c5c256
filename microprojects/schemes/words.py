"""The words of the scheme files, named once more so that they are gathered for translation."""

from microprojects.domain.errors import N_

WORDS = (
    N_("三议三公开"),
    N_("四议两公开"),
    N_("一"),
    N_("二"),
    N_("三"),
    N_("四"),
    N_("一议"),
    N_("二议"),
    N_("三议"),
    N_("四议"),
    N_("一公开"),
    N_("二公开"),
    N_("三公开"),
    N_("居民提议"),
    N_("街道商议"),
    N_("议事会决议"),
    N_("项目公开"),
    N_("资金公开"),
    N_("结果公开"),
    N_("党支部会提议"),
    N_("两委会商议"),
    N_("党员大会审议"),
    N_("村民代表会议决议"),
    N_("决议公开"),
    N_("实施结果公开"),
)
