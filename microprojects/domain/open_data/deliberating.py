"""Open tables of what is proposed, disclosed, objected to and decided."""

from __future__ import annotations

from microprojects.domain.casting import MODES
from microprojects.domain.errors import N_
from microprojects.domain.objections import EFFECTS, GROUNDS, OUTCOMES
from microprojects.domain.open_data.columns import (
    CATALOGUE,
    GOV,
    SMALL,
    VILLAGE,
    Column,
    code,
    count,
    day,
    digest,
    flag,
    ident,
    moment,
    money,
    words,
)
from microprojects.domain.open_data.nouns import COMMUNITY, STATE, YEAR, Noun, joined
from microprojects.domain.proposals import THEMES, TYPES
from microprojects.domain.states import LABELS, PRIVATE, UNMODERATED

SHOWN_STATES = {state.value: label for state, label in LABELS.items() if state not in PRIVATE | UNMODERATED}
WITHHELD = {"small-group": N_("人数少于5，不单独公布")}
DISCLOSURES_OF = {"decision": N_("项目公开"), "spending": N_("资金公开"), "result": N_("结果公开")}
DISCLOSURE_STATES = {"published": N_("已公开"), "taken_down": N_("已撤下")}
OBJECTION_STATES = {"waiting": N_("等答复"), "answered": N_("已答复"), "withdrawn": N_("已撤回")}
ABOVE = {
    "street": N_("等街道答复"),
    "district": N_("等区里答复"),
    "answered": N_("上级已答复"),
}
MEETING_STATES = {
    "planned": N_("要开的"),
    "in_session": N_("正在开"),
    "closed": N_("已结束"),
    "cancelled": N_("已取消"),
    "inquorate": N_("未开成"),
}
VOTE_STATES = {"carried": N_("通过"), "not_carried": N_("未通过"), "set_aside": N_("已作废")}
PURPOSES = {"decide": N_("表决"), "ratify": N_("追认"), "change": N_("合同变更")}
# Of each step above the community, what was asked and answered there: its name in columns, and in both languages.
UPPER = {"street": ("街道", "the street"), "district": ("区里", "the district")}
WHERE = joined(
    ident(COMMUNITY, "社区的英文短名，和网址里一样", "Short name of the community, as in addresses"),
    ident("community_name", "社区名称", "Name of the community"),
)
WHEN = joined(count(YEAR, "年度", "Year of the round"))
OF_PROJECT = joined(
    ident("project_number", "项目的公开编号", "Public number of the project"),
    words("project_title", "项目名称", "Title of the project"),
)


def _upper(step: str, zh: str, en: str) -> tuple[Column, ...]:
    """Return the columns of what one step above the community answered."""
    return joined(
        day(f"{step}_asked_on", f"哪天交给{zh}", f"Day it was taken to {en}", null=True),
        day(f"{step}_due_on", f"{zh}最晚哪天答复", f"Last day for the answer of {en}", null=True),
        code(f"{step}_outcome", OUTCOMES, f"{zh}答复的结论", f"Outcome by the answer of {en}", null=True),
        code(
            f"{step}_effect", EFFECTS, f"按{zh}的答复怎么办", f"What follows by the answer of {en}", null=True
        ),
        words(f"{step}_answer", f"{zh}的书面答复", f"The written answer of {en}", null=True),
        day(f"{step}_answered_on", f"{zh}哪天答复", f"Day {en} answered", null=True),
        count(
            f"{step}_late_days",
            f"{zh}晚了几个工作日；还在等的，到今天",
            f"Working days {en} was late; until today while it is waited for",
            null=True,
        ),
    )


# fmt: off
PROJECTS = Noun(
    "projects", "项目", "Projects",
    "审过的每个项目，不予受理的也在：在哪里、做到哪一步、要多少钱、付了多少。",
    "Every project that was screened, those declined too: where, how far, what it costs and what was paid.",
    GOV,
    joined(
        ident("number", "公开编号，例如 LZ-2026-014", "Public number, such as LZ-2026-014"),
        words("title", "名称，按更正后的写", "Title, as corrected"),
        code("state", SHOWN_STATES, "现在走到哪一步", "Where it stands"),
        moment("state_since", "从什么时候起在这一步", "Since when it has stood there"),
        code("type", TYPES, "类别", "Type"),
        code("theme", THEMES, "主题", "Theme"),
        WHERE, WHEN,
        words("summary", "一句话简介；撤回的不写", "Summary; empty once withdrawn", null=True),
        words("place", "公开的地点，不到门牌；撤回的不写", "Public place, never a door; empty once withdrawn", null=True),
        count("beneficiaries", "受益人数；少于5人不写", "How many benefit; empty below 5", null=True, source=SMALL),
        code("beneficiaries_withheld", WITHHELD, "受益人数为什么空着", "Why the number is empty", null=True, source=SMALL),
        count("seconders", "附议人数", "How many neighbours support it"),
        money("cost", "要用的钱：批准的，没有就是方案的，再没有就是估算的；撤回的不写",
              "What it costs: as approved, else planned, else estimated; empty once withdrawn", null=True),
        money("approved_fiscal", "批准的财政资金", "Approved public money"),
        money("approved_social", "批准的自筹", "Approved own contributions"),
        money("contract", "合同金额", "Sum of the contract", null=True),
        money("paid", "已付，减去退回的", "Paid, less what came back", null=True),
        moment("accepted_at", "什么时候受理", "When it was accepted", null=True),
        moment("approved_at", "什么时候立项", "When it was approved", null=True),
        moment("closed_at", "什么时候办结", "When its file was closed", null=True),
        ident("merged_into", "并到哪个项目", "Number of the project that it was merged into", null=True),
    ),
    (COMMUNITY, YEAR, STATE),
)
DISCLOSURES = Noun(
    "disclosures", "公开", "Disclosures",
    "三次公开的每一版；撤下的只留一行，不留内容。",
    "Every version of the three disclosures; of one that was taken down only the line is left.",
    GOV,
    joined(
        count("id", "公开的编号，和网址里一样", "Number, as in its address"),
        OF_PROJECT, WHERE, WHEN,
        code("kind", DISCLOSURES_OF, "哪一次公开", "Which disclosure"),
        count("version", "第几版", "Version"),
        code("state", DISCLOSURE_STATES, "还在不在", "Whether it stands"),
        words("headline", "一句话；撤下的不写", "Headline; empty once taken down", null=True),
        money("amount", "这次公开的金额；撤下的不写", "The amount it tells; empty once taken down", null=True),
        moment("published_at", "什么时候公开", "When it was published"),
        moment("due_at", "最晚什么时候该公开；一天的 24 时写成第二天的 00:00：11月28日 00:00 就是 11月27日 24 时；规则没有定期限的空着",
               "By when it was due, the day's end written as 00:00 of the next: 2026-11-28T00:00 is the end of 27 November, "
               "24:00; empty where no rule sets a limit", null=True),
        day("notice_first_day", "公示第一天", "First day of its notice", null=True),
        day("notice_last_day", "公示最后一天", "Last day of its notice", null=True),
        words("reason", "这一版改了什么；撤下的不写", "Why there is a new version; empty once taken down", null=True),
        moment("taken_down_at", "什么时候撤下", "When it was taken down", null=True),
        digest("sha256", "记账码", "Fingerprint of its body"),
        words("item", "公开事项", "Catalogue: item", source=CATALOGUE),
        words("elements", "公开内容（要素）", "Catalogue: what it contains", source=CATALOGUE),
        words("basis", "公开依据", "Catalogue: legal basis", source=CATALOGUE),
        words("time_limit", "公开时限", "Catalogue: by when", source=CATALOGUE),
        words("unit", "公开主体", "Catalogue: who publishes", source=CATALOGUE),
        words("channels", "公开渠道和载体", "Catalogue: by which channels", source=CATALOGUE),
        words("audience", "公开对象", "Catalogue: for whom", source=CATALOGUE),
        words("manner", "公开方式", "Catalogue: published unasked or on request", source=CATALOGUE),
        words("level", "公开层级", "Catalogue: at which level", source=CATALOGUE),
    ),
    (COMMUNITY, YEAR, STATE),
)
OBJECTIONS = Noun(
    "objections", "异议", "Objections",
    "公示期间提的异议和书面答复；不写是谁提的，不写原话。",
    "Objections during notices and the written replies; never who objected, nor their own words.",
    GOV,
    joined(
        count("id", "异议的编号，和网页地址里 objection- 后面的一样", "Number, as after objection- in the address of its page"),
        OF_PROJECT, WHERE, WHEN,
        count("disclosure_id", "对哪一份公开", "The disclosure that it is about"),
        code("state", OBJECTION_STATES, "答复了没有", "Whether it was answered"),
        code("ground", GROUNDS, "哪一类理由", "Ground"),
        day("filed_on", "哪天提的", "Day it was filed"),
        day("reply_due_on", "最晚哪天答复", "Last day for the reply"),
        words("public_facts", "处理人写的、可以公开的事由", "The facts as the handler lets them be read", null=True),
        code("outcome", OUTCOMES, "社区答复的结论；街道、区里改了的看 holds",
             "Outcome by the community's reply; what holds after the street and the district is in holds", null=True),
        code("effect", EFFECTS, "按社区的答复怎么办", "What follows by that reply", null=True),
        words("reply", "社区的书面答复", "The written reply of the community", null=True),
        day("replied_on", "哪天答复", "Day of the reply", null=True),
        count("late_days", "晚了几个工作日；没有答复的，到今天", "Working days the reply is late; until today where there is none"),
        count("group_id", "和哪些一起答复：组号", "Group that one reply answers", null=True),
        code("above", ABOVE, "不服以后交到哪一级", "To which step it was taken, and whether that answered", null=True),
        day("above_due_on", "在等的那一级最晚哪天答复；不在等的空着",
            "Last day for the answer that it waits for above; empty where it waits for none", null=True),
        code("holds", OUTCOMES, "最后的结论：区里的、街道的、社区的，取最上面答复了的一级",
             "The outcome that holds: that of the highest step that answered", null=True),
        *(_upper(step, *named) for step, named in UPPER.items()),
        day("reviewed_on", "监督员哪天看过", "Day the supervisor looked at it", null=True),
        day("withdrawn_on", "工作人员哪天代为撤回", "Day it was withdrawn for them", null=True),
        words("withdraw_reason", "为什么代为撤回", "Why it was withdrawn for them", null=True),
    ),
    (COMMUNITY, YEAR, STATE),
)
MEETINGS = Noun(
    "meetings", "会议", "Meetings",
    "议事会的每次会议：什么时候、在哪里、应到和到会多少人、几项通过。",
    "Every meeting of a council: when, where, how many were due and came, how many items passed.",
    VILLAGE,
    joined(
        count("id", "会议的编号，和网址里一样", "Number, as in its address"),
        words("title", "名称", "Title"),
        words("council", "哪个议事会", "Name of the council"),
        WHERE,
        count(YEAR, "哪一年开", "Year in which it is held"),
        code("state", MEETING_STATES, "开了没有", "Whether it was held"),
        words("place", "地点", "Place"),
        moment("starts_at", "定在什么时候", "When it is to begin"),
        moment("opened_at", "什么时候开始", "When it began", null=True),
        moment("closed_at", "什么时候结束", "When it ended", null=True),
        count("members_due", "应到人数；没开的空着", "Members due; empty before it began", null=True),
        count("members_came", "到会人数；没开的空着", "Members who came; empty before it began", null=True),
        count("items", "议程上几项", "Items on its agenda"),
        count("passed", "通过几项", "Items carried"),
        count("rejected", "没通过几项", "Items not carried"),
        words("note", "取消或没开成的原因", "Why it was cancelled or not held", null=True),
    ),
    (COMMUNITY, YEAR, STATE),
)
VOTES = Noun(
    "votes", "表决", "Council decisions",
    "议事会每次表决的人数和票数；不写谁怎么投，无记名的更没有。",
    "The counts of every closed vote of a council; never how anybody voted.",
    VILLAGE,
    joined(
        count("id", "表决的编号", "Number of the vote"),
        OF_PROJECT, WHERE, WHEN,
        count("meeting_id", "在哪次会议", "The meeting"),
        count("position", "议程第几项", "Place on the agenda"),
        code("state", VOTE_STATES, "结果", "Result"),
        code("purpose", PURPOSES, "为什么表决", "What for"),
        flag("special", "是不是按较高的线", "Whether the higher bar held"),
        code("mode", MODES, "怎么投", "How it was voted"),
        count("due", "应到", "Members due"),
        count("present", "到会", "Members present"),
        count("delegated", "委托票", "Votes given to others"),
        count("recused", "回避", "Members who stood aside"),
        count("base", "可投票", "Votes that could be cast"),
        count("need_for", "过线要几票赞成", "Votes in favour that carry"),
        count("in_favour", "赞成", "In favour"),
        count("against", "反对", "Against"),
        count("abstain", "弃权", "Abstentions"),
        flag("carried", "按票数过没过线；作废的也写当时的", "Whether the count carried, also of a vote set aside"),
        moment("closed_at", "什么时候计票", "When it was counted"),
    ),
    (COMMUNITY, YEAR, STATE),
)
# fmt: on
