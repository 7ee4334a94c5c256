"""The open data that are no tables: what there is in formats that other programs read already."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Other:
    """One set of data by its name in the catalogue, and what it is, in Chinese and English."""

    name: str
    zh: str
    en: str
    holds_zh: str
    holds_en: str


WHOLE = Other(
    "catalogue",
    "民生微实事开放数据",
    "Open data of the livelihood micro-projects",
    "居民怎么提、怎么议、怎么定，钱怎么花，结果怎么样：公开页上有的，这里都有数据。",
    "What residents proposed, discussed and decided, how the money was spent and what came of it, as data.",
)
OTHERS = (
    Other(
        "ocds",
        "采购、合同和付款（开放合同数据标准）",
        "Procurement, contracts and payments (Open Contracting Data Standard)",
        "每个项目从立项、采购、签约到付款、结算的每一步，按开放合同数据标准 1.1。",
        "Every step of each project from approval to settlement, in the Open Contracting Data Standard 1.1.",
    ),
    Other(
        "news",
        "公开（订阅）",
        "Disclosures (feed)",
        "最近公开的内容，可以用阅读器订阅。",
        "What was published last, for feed readers.",
    ),
    Other(
        "calendar",
        "会议日历（订阅）",
        "Calendar of meetings",
        "要开的会议和恳谈、听证、评议，可以放进手机日历。",
        "Meetings, talks, hearings and reviews to come, for the calendar of a phone.",
    ),
    Other(
        "ledger",
        "资金流水",
        "Ledger",
        "今年资金的每一笔：安排、占用、签约、付款、退回。",
        "Every line of this year's money: allocated, reserved, committed, paid, returned.",
    ),
    Other(
        "record",
        "全部公开记录",
        "The whole public record",
        "公开流水、封账、公开内容、居民投票的选票，连同核对它们的程序。",
        "The journal, its checkpoints, disclosures and ballots, with the program that checks them.",
    ),
)
