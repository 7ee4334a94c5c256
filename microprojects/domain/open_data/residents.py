"""Open tables of what residents said together: counted polls, and how satisfied they are."""

from __future__ import annotations

from microprojects.domain.ballots import BallotType
from microprojects.domain.errors import N_
from microprojects.domain.open_data.columns import (
    GOV,
    SMALL,
    code,
    count,
    digest,
    flag,
    ident,
    moment,
    money,
    words,
)
from microprojects.domain.open_data.deliberating import OF_PROJECT, WHEN, WHERE, WITHHELD
from microprojects.domain.open_data.nouns import COMMUNITY, STATE, YEAR, Noun, joined
from microprojects.domain.polls import PollState

COUNTED = (PollState.COUNTED, PollState.CERTIFIED)
POLL_STATES = {state.value: state.label for state in COUNTED}
SURVEY_STATES = {"running": N_("正在评议"), "over": N_("已截止")}
HIDDEN = {
    "running": N_("还没有截止"),
    "small-group": N_("收到的少于5份，不单独公布"),
    "few-dissatisfied": N_("只有少数人不满意，人数不单独公布"),
    "few-satisfied": N_("只有少数人满意，人数不单独公布"),
    "small-cells": N_("有的档少于5人，只合起来公布"),
}

# fmt: off
POLLS = Noun(
    "polls", "居民投票", "Residents' polls",
    "计了票的居民投票：名册多少人、多少人投、选上几项；还在投的不写。",
    "Counted polls of residents: how many could vote, did, and what was chosen; nothing of a running one.",
    GOV,
    joined(
        count("id", "投票的编号，和网址里一样", "Number, as in its address"),
        words("title", "名称", "Title"),
        WHERE, WHEN,
        code("state", POLL_STATES, "结果确认了没有", "Whether the result is certified"),
        code("ballot", {kind.value: kind.label for kind in BallotType}, "选票怎么填", "What a ballot holds"),
        flag("imported", "是不是从文件导入的", "Whether it was held elsewhere and came as a file"),
        money("budget", "这次投票有多少钱；导入的不写", "The money that was voted on; empty where imported", null=True),
        moment("opens_at", "什么时候开始", "When it opened"),
        moment("closes_at", "什么时候截止", "When it closed"),
        moment("counted_at", "什么时候计票", "When it was counted"),
        moment("certified_at", "什么时候确认", "When the result was certified", null=True),
        count("on_roll", "名册上几人；导入的不写", "Voters on the roll; empty where imported", null=True, source=SMALL),
        count("took_part", "几人投票；少于5人不写", "How many took part; empty below 5", null=True, source=SMALL),
        code("took_part_withheld", WITHHELD, "人数为什么空着", "Why a number is empty", null=True, source=SMALL),
        count("options", "选票上几项", "Projects on the ballot"),
        count("chosen", "选上几项", "Projects chosen"),
        digest("spec_hash", "计票规则的记账码", "Fingerprint of the rule it was counted by"),
    ),
    (COMMUNITY, YEAR, STATE),
)
POLL_OPTIONS = Noun(
    "poll_options", "居民投票的得票", "Results of residents' polls",
    "计了票的居民投票里，每个项目得几票、第几名、选没选上。",
    "What each project on the ballot of a counted poll received, its rank, and whether it was chosen.",
    GOV,
    joined(
        ident("number", "投票编号和抽到的号，例如 12-3", "Poll and drawn number, such as 12-3"),
        count("poll_id", "哪次投票", "The poll"),
        WHERE, WHEN,
        code("state", POLL_STATES, "结果确认了没有", "Whether the result is certified"),
        count("position", "抽到几号", "Drawn number on the ballot"),
        ident("project_number", "项目的公开编号；从文件导入的没有",
              "Public number of the project; empty where it came from a file", null=True),
        words("title", "名称", "Title"),
        money("cost", "选票上的造价；导入的不写", "Cost on the ballot; empty where imported", null=True),
        count("votes", "几张票选了它", "Ballots that chose it"),
        count("rank", "第几名", "Rank", null=True),
        flag("selected", "选上没有", "Whether it was chosen"),
    ),
    (COMMUNITY, YEAR, STATE),
)
SATISFACTION = Noun(
    "satisfaction", "满意度", "Satisfaction",
    "办完以后的居民评议；截止以后才有数，少于5人的不写数字。",
    "The residents' survey after the work; numbers only once it is over, none below 5.",
    SMALL,
    joined(
        OF_PROJECT, WHERE, WHEN,
        code("state", SURVEY_STATES, "截止没有", "Whether it is over"),
        moment("opened_at", "什么时候开始", "When it opened"),
        moment("closes_at", "什么时候截止", "When it closes"),
        count("answers", "收到几份", "Answers", null=True, source=SMALL),
        count("very_satisfied", "非常满意", "Very satisfied", null=True, source=SMALL),
        count("satisfied", "满意", "Satisfied", null=True, source=SMALL),
        count("fair", "一般", "Fair", null=True, source=SMALL),
        count("dissatisfied", "不满意", "Dissatisfied", null=True, source=SMALL),
        count("very_dissatisfied", "很不满意", "Very dissatisfied", null=True, source=SMALL),
        count("upper", "满意和非常满意，合起来", "Satisfied or very satisfied together", null=True, source=SMALL),
        count("lower", "一般、不满意和很不满意，合起来", "Fair or worse together", null=True, source=SMALL),
        count("percent_overall", "总的来说，满意的占百分之几", "Satisfied on the whole", null=True, source=SMALL, unit="%"),
        count("percent_useful", "对自己有用，满意的占百分之几", "Satisfied with its use", null=True, source=SMALL, unit="%"),
        count("percent_quality", "做得好，满意的占百分之几", "Satisfied with its quality", null=True, source=SMALL, unit="%"),
        count("percent_openness", "公开得够，满意的占百分之几", "Satisfied with its openness", null=True, source=SMALL, unit="%"),
        code("withheld", HIDDEN, "数字为什么空着", "Why numbers are empty", null=True, source=SMALL),
    ),
    (COMMUNITY, YEAR, STATE),
)
# fmt: on
