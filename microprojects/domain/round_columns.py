"""The columns of a round's projects as they leave the house, each with what it means: the data dictionary."""

from __future__ import annotations

from enum import StrEnum

from microprojects.domain.errors import N_


class RoundColumn(StrEnum):
    """One column of a round's table; in JSON it has this name, in a sheet its label."""

    NUMBER = "number"
    TITLE = "title"
    FROM = "from"
    STATE = "state"
    PLACE = "place"
    COST = "cost"
    CURRENCY = "currency"
    APPROVED = "approved"
    PAID = "paid"
    POLL = "poll"
    VOTES = "votes"
    RANK = "rank"
    SELECTED = "selected"
    MEETING = "meeting"
    IN_FAVOUR = "in_favour"
    AGAINST = "against"
    ABSTAIN = "abstain"
    CARRIED = "carried"

    @property
    def label(self) -> str:
        """Return the head of the column in the source language."""
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        """Return what stands in the column, in the source language."""
        return _WORDS[self][1]


_WORDS: dict[RoundColumn, tuple[str, str]] = {
    RoundColumn.NUMBER: (N_("项目编号"), N_("公开编号；从文件导入的，是文件里的编号")),
    RoundColumn.TITLE: (N_("项目名称"), N_("公开的名称")),
    RoundColumn.FROM: (N_("来自"), N_("here 是本社区的项目，file 是从文件导入的选项")),
    RoundColumn.STATE: (N_("状态"), N_("项目现在走到哪一步；从文件导入的没有这一项")),
    RoundColumn.PLACE: (N_("地点"), N_("项目在哪里")),
    RoundColumn.COST: (N_("要用的钱"), N_("选票上的造价；没上过选票的，是批准的、方案的或估算的总价")),
    RoundColumn.CURRENCY: (N_("币种"), N_("各栏金额的币种，单位是元或文件的货币单位")),
    RoundColumn.APPROVED: (N_("批准的钱"), N_("立项时批准的财政资金加自筹")),
    RoundColumn.PAID: (N_("已付的钱"), N_("财政和自筹已经付出的，减去退回的")),
    RoundColumn.POLL: (N_("第几次居民投票"), N_("最近一次计了票、选票上有它的居民投票")),
    RoundColumn.VOTES: (N_("居民投票的票数"), N_("几张票选了它")),
    RoundColumn.RANK: (N_("居民投票的名次"), N_("选上的在前，其余按票数")),
    RoundColumn.SELECTED: (N_("居民投票选上"), N_("1 是选上，0 是没选上")),
    RoundColumn.MEETING: (N_("第几次会议"), N_("最近一次表决它的会议")),
    RoundColumn.IN_FAVOUR: (N_("赞成"), N_("那次表决的赞成票")),
    RoundColumn.AGAINST: (N_("反对"), N_("那次表决的反对票")),
    RoundColumn.ABSTAIN: (N_("弃权"), N_("那次表决的弃权票")),
    RoundColumn.CARRIED: (N_("通过"), N_("1 是通过，0 是没通过")),
}
