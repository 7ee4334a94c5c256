"""Every parameter that a programme may set, and the rulebook that freezes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from microprojects.domain.errors import N_
from microprojects.domain.rules_hashes import rules_hash
from microprojects.domain.scheme_reading import parse
from microprojects.domain.schemes import Scheme

Value = Any  # a JSON value: int, bool, str, list of int, or an object of those


@dataclass(frozen=True)
class Parameter:
    """One parameter: its key, its default, what it means and where it comes from.

    `kind` is one of int, fen, bool, choice, percents, share, part, ratio, month_day, last_day, text. A last day may be empty. A share is
    {"num", "den", "strict", "base"}; strict means 超过, not strict means 以上. A part is a
    share of one thing only, without base. A choice of one says what the rules are built on:
    it is there to be read, not to be changed.
    """

    key: str
    kind: str
    default: Value
    label: str
    source: str
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 10**15

    @property
    def is_fixed(self) -> bool:
        """Return whether there is no other value to choose."""
        return self.kind == "choice" and len(self.choices) == 1


def _p(key: str, kind: str, default: Value, label: str, source: str = "[P]", **more: Any) -> Parameter:
    return Parameter(key, kind, default, label, source, **more)


_LAW_V = "《村民委员会组织法》"
_LAW_J = "居委会组织法（2018）第十条"
_HALF = {"num": 1, "den": 2, "strict": True, "base": "present"}
STARTS = ("published", POSTED := "posted")
_POLLS = ("off", "advisory", "binding")
_COUNTS = ("rank_within_quota", "equal_shares")
_MEILAN = "美兰 2017"
_SPLITTING = "政府采购法 第二十八条、实施条例 第二十八条"
_A_THIRD = {"num": 1, "den": 3, "strict": False, "base": "due"}
_TWO_THIRDS = {"num": 2, "den": 3, "strict": False, "base": "present"}
_A_FIFTH = {"num": 1, "den": 5, "strict": False}

PARAMETERS: tuple[Parameter, ...] = (
    _p("approval_after_vote", "bool", True, N_("公示后还要街道备案"), "龙华街道 2023"),
    _p("collect_all_year", "bool", True, N_("全年征集"), "李松蓢社区 2023"),
    _p(
        "fiscal_year",
        "choice",
        "calendar_year",
        N_("财政年度"),
        "预算法 第十八条",
        choices=("calendar_year",),
    ),
    _p("timezone", "choice", "Asia/Shanghai", N_("时区"), "民法典 第二百零三条", choices=("Asia/Shanghai",)),
    _p("allocation.per_community_yearly_fen", "fen", 200_000_000, N_("社区每年的资金标准"), "龙岗 2017"),
    _p("allocation.city_district_split", "ratio", "1:1", N_("市、区出资比例"), "深圳 2023"),
    _p("allocation.carry_over_unreserved", "bool", False, N_("年底没占用的钱能否转到下年"), "[G]"),
    _p("allocation.reallocate_after", "month_day", "08-31", N_("过了哪天可以把一个社区的钱调给另一个")),
    _p("allocation.reallocate_below_percent", "int", 50, N_("付了不到百分之几才能调走"), high=100),
    _p("dates.approve_by", "last_day", "", N_("最晚哪天立项")),
    _p("dates.finish_by", "last_day", "", N_("最晚哪天完工")),
    _p("caps_fen.works", "fen", 40_000_000, N_("工程类上限"), "福田 2016 第三条"),
    _p("caps_fen.goods", "fen", 20_000_000, N_("货物类上限"), "珠海 2021"),
    _p("caps_fen.services", "fen", 20_000_000, N_("服务类上限"), "福田 2016 第三条"),
    _p("caps_fen.soft", "bool", True, N_("上限可由领导写明理由突破"), "“原则上不超过”"),
    _p("caps_fen.fast_track", "fen", 5_000_000, N_("应急先办的上限"), "[P]"),
    _p("eligibility.min_age_propose", "int", 18, N_("提议的最低年龄"), "居委会组织法", low=14, high=99),
    _p("eligibility.min_age_poll", "int", 18, N_("投票的最低年龄"), "居委会组织法", low=14, high=99),
    _p(
        "eligibility.scope",
        "choice",
        "live",
        N_("谁算居民"),
        "美兰 2020",
        choices=("live", "live_work_study"),
    ),
    _p("seconding.min_works", "int", 10, N_("工程类要几人附议"), high=10_000),
    _p("seconding.min_goods", "int", 5, N_("货物类要几人附议"), high=10_000),
    _p("seconding.min_services", "int", 5, N_("服务类要几人附议"), high=10_000),
    _p("seconding.safety_exempt", "bool", True, N_("安全类不要求附议人数")),
    _p("council.size_min", "int", 11, N_("议事会最少几人"), low=3, high=500),
    _p("council.size_max", "int", 21, N_("议事会最多几人"), low=3, high=500),
    _p("council.term_years", "int", 5, N_("议事员任期（年）"), "居委会组织法 第八条", low=1, high=10),
    _p(
        "council.resident_percent_min",
        "int",
        80,
        N_("居民代表最少占百分之几"),
        _LAW_V + " 第二十五条",
        high=100,
    ),
    _p("council.women_share_min", "share", _A_THIRD, N_("女议事员最少占多少"), _LAW_V + " 第二十五条"),
    _p("council.odd", "bool", True, N_("议事会人数要单数")),
    _p("council.non_local_min", "int", 1, N_("非户籍议事员最少几人"), high=500),
    _p("council.young_min", "int", 1, N_("不满 35 岁的议事员最少几人"), high=500),
    _p("council.old_min", "int", 1, N_("超过 60 岁的议事员最少几人"), high=500),
    _p("council.absences_warn", "int", 3, N_("没请假连续几次没到要提醒"), low=1, high=50),
    _p("council.attendance_last", "int", 6, N_("出席统计最近几次会议"), low=1, high=50),
    _p("meeting.notice_days", "int", 3, N_("会前几天发材料"), high=60),
    _p("meeting.call_members", "part", _A_FIFTH, N_("多少议事员要求就开临时会议"), _LAW_V + " 第二十六条"),
    _p("meeting.call_residents", "part", _A_FIFTH, N_("多少成年居民要求就开临时会议"), _LAW_J),
    _p("meeting.quorum", "share", _TWO_THIRDS, N_("开会的法定人数"), _LAW_V + " 第二十六条"),
    _p("meeting.pass", "share", _HALF, N_("通过要的票"), _LAW_V + " 第二十六条"),
    _p("meeting.pass_special", "share", _TWO_THIRDS, N_("超上限、复议时通过要的票")),
    _p("meeting.abstain_counts_present", "choice", "counts", N_("弃权的人算不算到会"), choices=("counts",)),
    _p("meeting.tie", "choice", "fails", N_("票数相等"), choices=("fails",)),
    _p("meeting.proxies", "choice", "none", N_("委托别人投票"), choices=("none", "one")),
    _p("meeting.chair_votes", "bool", True, N_("主持人以议事员身份投票")),
    _p(
        "meeting.ballot",
        "choice",
        "show_of_hands",
        N_("表决方式"),
        "莲塘 2016",
        choices=("show_of_hands", "roll_call", "secret"),
    ),
    _p("meeting.door_code", "bool", False, N_("议事员自己签到要填门口的签到码")),
    _p("meeting.speak_minutes", "int", 2, N_("每次发言几分钟"), "[G]", low=1, high=60),
    _p("meeting.speak_turns", "int", 2, N_("每项每人发言几次"), "[G]", low=1, high=20),
    _p("meeting.publish_individual_votes", "bool", False, N_("公开每个人怎么投")),
    _p("resident_poll.mode", "choice", "advisory", N_("居民投票"), _MEILAN, choices=_POLLS),
    _p("resident_poll.max_choices", "int", 5, N_("一张票最多选几项"), low=1, high=25),
    _p("resident_poll.allocation", "choice", _COUNTS[0], N_("按票数怎么选"), _MEILAN, choices=_COUNTS),
    _p("resident_poll.min_votes", "int", 0, N_("至少几票才能选上"), high=100_000),
    _p("resident_poll.challenge_days", "int", 5, N_("计票结果公示几天"), low=1, high=30),
    _p("notice_days.d1", "int", 5, N_("一公开公示几天"), "莲塘 2016", low=1, high=90),
    _p("notice_days.d3", "int", 5, N_("三公开公示几天"), low=1, high=90),
    _p("notice_days.unit", "choice", "calendar", N_("公示按什么天数算"), choices=("calendar", "working")),
    _p("notice_days.starts", "choice", "published", N_("公示从何时起算"), choices=STARTS),
    _p("notice_days.start_next_day", "bool", True, N_("公示从次日起算"), "民法典 第二百零一条"),
    _p("notice_days.roll_over_holiday", "bool", True, N_("末日遇假日顺延"), "民法典 第二百零三条"),
    _p(
        "objection.reply_working_days", "int", 5, N_("异议几个工作日答复"), "山东村务公开条例", low=1, high=60
    ),
    _p("objection.escalate_working_days", "int", 5, N_("不服答复，几个工作日内往上反映"), low=1, high=60),
    _p("objection.street_working_days", "int", 5, N_("街道几个工作日答复异议"), low=1, high=60),
    _p("objection.district_working_days", "int", 10, N_("区里几个工作日答复异议"), low=1, high=60),
    _p("objection.pauses_notice", "bool", True, N_("有异议时公示暂停"), "招标投标法实施条例 第五十四条"),
    _p(
        "disclosure.d2_item_working_days",
        "int",
        2,
        N_("资金事项几个工作日内公开"),
        "政府采购法实施条例 第五十条",
        high=60,
    ),
    _p(
        "disclosure.d3_working_days",
        "int",
        20,
        N_("结果几个工作日内公开"),
        "政府信息公开条例 第二十六条",
        high=120,
    ),
    _p("disclosure.monthly_sheet", "bool", True, N_("每月出一张公开表"), "山东村务公开条例 第十二条"),
    _p("disclosure.report_by", "month_day", "01-31", N_("年度报告哪天前公布"), "信息公开条例 第四十九条"),
    _p("change.minor_pct", "int", 5, N_("小变更不超过百分之几"), high=100),
    _p("change.major_pct", "int", 10, N_("超过百分之几要重新表决"), "政府采购法 第四十九条", high=100),
    _p("payment.services", "percents", [30, 40, 30], N_("服务类分几次付")),
    _p("payment.works", "percents", [30, 50, 17, 3], N_("工程类分几次付，末次是质保金")),
    _p("payment.goods", "percents", [100], N_("货物类分几次付")),
    _p("payment.social_ready_percent", "int", 100, N_("自筹到账百分之几才能签合同"), high=100),
    _p("splitting.watch", "bool", True, N_("查拆分项目"), _SPLITTING),
    _p("splitting.alike_percent", "int", 80, N_("名称像到百分之几算同一件事"), _SPLITTING, low=50, high=100),
    _p("audit.works_threshold_fen", "fen", 10_000_000, N_("工程超过多少要审结算")),
    _p("audit.sample_percent", "int", 10, N_("其余抽查百分之几"), high=100),
    _p(
        "acceptance.min_residents", "int", 2, N_("验收至少几名居民"), "政府采购法实施条例 第四十五条", high=50
    ),
    _p("acceptance.technical_from_fen", "fen", 10_000_000, N_("工程达到多少要技术人员验收")),
    _p("acceptance.max_rectify", "int", 2, N_("最多整改几次"), low=1, high=10),
    _p("evaluation.days", "int", 10, N_("评议开放几天"), low=1, high=90),
    _p("evaluation.pass_percent", "int", 80, N_("满意率达到百分之几算好"), "珠海 2021 实测 94.9%", high=100),
    _p("evaluation.warn_percent", "int", 60, N_("满意率低于百分之几要整改"), high=100),
    _p("evaluation.min_n", "int", 10, N_("评议至少几份"), high=100_000),
    _p(
        "privacy.proposer_display",
        "choice",
        "masked",
        N_("提议人怎么显示"),
        "个人信息保护法 第二十五条",
        choices=("masked", "nickname", "real_with_consent"),
    ),
    _p("privacy.small_cell", "int", 5, N_("少于几人不显示数字"), low=2, high=50),
    _p(
        "privacy.retention_years_files",
        "int",
        15,
        N_("档案保存几年"),
        "政府采购法 第四十二条",
        low=1,
        high=100,
    ),
    _p(
        "privacy.contact_months",
        "int",
        6,
        N_("异议办完几个月删联系方式"),
        "行政诉讼法 第四十六条",
        low=1,
        high=60,
    ),
    _p(
        "privacy.draft_months",
        "int",
        12,
        N_("征集结束几个月删草稿"),
        "个人信息保护法 第十九条",
        low=1,
        high=60,
    ),
    _p("limits.screen_working_days", "int", 5, N_("几个工作日内审查"), high=120),
    _p("limits.fix_days", "int", 10, N_("几天内补正"), low=1, high=120),
    _p("limits.appeal_working_days", "int", 5, N_("几个工作日内可申请复核"), low=1, high=120),
    _p("limits.appeal_answer_working_days", "int", 5, N_("几个工作日内答复复核"), low=1, high=120),
    _p("limits.second_max_days", "int", 30, N_("附议满几天可人工提交"), high=365),
    _p("limits.consult_working_days", "int", 15, N_("几个工作日内完成商议"), high=365),
    _p("limits.file_working_days", "int", 5, N_("几个工作日内备案"), high=120),
    _p("limits.procure_working_days", "int", 20, N_("几个工作日内完成采购"), high=365),
    _p("limits.sign_days", "int", 30, N_("几天内签合同"), "政府采购法 第四十六条", high=365),
    _p(
        "limits.contract_pub_working_days",
        "int",
        2,
        N_("合同几个工作日内公开"),
        "政府采购法实施条例 第五十条",
        high=60,
    ),
    _p("limits.progress_days", "int", 30, N_("几天报一次进度"), "坪山 2018", low=1, high=365),
    _p("limits.impl_works_days", "int", 90, N_("工程类几天内做完"), high=1000),
    _p("limits.impl_services_days", "int", 365, N_("服务类几天内做完"), high=1000),
    _p("limits.inspect_working_days", "int", 10, N_("几个工作日内验收"), high=120),
    _p("limits.rectify_days", "int", 15, N_("几天内整改"), high=365),
    _p("limits.settle_days", "int", 30, N_("几天内结算"), high=365),
    _p("limits.ratify_days", "int", 15, N_("应急先办几天内追认"), low=1, high=60),
    _p("limits.adopt_days", "int", 10, N_("撤回后几天内可由附议人接手"), low=1, high=60),
    _p("limits.resubmit_days", "int", 30, N_("未通过后几天可再提"), high=365),
    _p("ux.undo_minutes", "int", 10, N_("几分钟内可撤销"), "适老化通用规范", low=1, high=120),
    _p("ux.font_steps", "choice", "16-20-24-30", N_("字号几档"), "适老化通用规范", choices=("16-20-24-30",)),
)

# What no rule reads yet: it is kept, frozen and shown, and holds from the day its rule is built.
LATER = frozenset({"disclosure.monthly_sheet", "privacy.proposer_display", "ux.font_steps"})

BY_KEY: dict[str, Parameter] = {p.key: p for p in PARAMETERS}


@dataclass(frozen=True)
class Rulebook:
    """The scheme and every parameter in force, frozen together under one hash."""

    scheme: Scheme
    values: Mapping[str, Value]

    def __getitem__(self, key: str) -> Value:
        """Return a parameter's value; the default where the snapshot is older than the parameter."""
        return self.values[key] if key in self.values else BY_KEY[key].default

    def number(self, key: str) -> int:
        """Return a whole number: days, fen, people or percent, as the key says."""
        return int(self[key])

    def flag(self, key: str) -> bool:
        """Return a yes or no."""
        return bool(self[key])

    def as_data(self) -> dict[str, Any]:
        """Return the rulebook as JSON-ready data."""
        return {"scheme": self.scheme.as_data(), "parameters": dict(sorted(self.values.items()))}

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the rulebook's canonical JSON, in hex (the rules hash)."""
        return rules_hash(self.as_data())


def rulebook(scheme: Scheme, overrides: Mapping[str, Value]) -> Rulebook:
    """Return the rulebook of a scheme with every default, overridden where a value was set."""
    values = {p.key: p.default for p in PARAMETERS} | dict(overrides)
    return Rulebook(scheme, values)


def from_data(data: Mapping[str, Any]) -> Rulebook:
    """Return the rulebook that stored snapshot data describes."""
    return Rulebook(parse(data["scheme"]), data["parameters"])
