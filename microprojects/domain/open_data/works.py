"""Open tables of the work that a contract pays for: its changes, and its acceptance."""

from __future__ import annotations

from microprojects.domain.change_sizes import BODIES
from microprojects.domain.changes import STATES
from microprojects.domain.errors import N_
from microprojects.domain.open_data.columns import (
    BUYING,
    GIFTS,
    code,
    count,
    day,
    moment,
    money,
    words,
)
from microprojects.domain.open_data.deliberating import OF_PROJECT, WHEN, WHERE
from microprojects.domain.open_data.nouns import COMMUNITY, STATE, YEAR, Noun, joined

OUTCOMES = {"passed": N_("合格"), "failed": N_("不合格，整改")}

# fmt: off
CHANGES = Noun(
    "changes", "合同变更", "Changes of contracts",
    "申请过的每一次合同变更：加减多少钱、多少天，为什么，由谁定，同意没有。",
    "Every change of a contract that was asked for: by how much, why, whose decision it is, and whether it was agreed to.",
    BUYING,
    joined(
        count("id", "变更的编号，和资金公开里一样", "Number, as in the disclosure of spending"),
        OF_PROJECT, WHERE, WHEN,
        count("position", "这个项目的第几次变更", "Which change of the project it is, from 1"),
        code("state", STATES, "同意没有", "Whether it was agreed to"),
        code("decides", BODIES, "按大小该谁定", "Whose decision it is by its size"),
        money("before", "变更前的合同金额", "Sum of the contract before it"),
        money("amount", "加多少，减的是负数", "How much more; less than nothing where it is less"),
        money("fiscal", "其中财政资金", "Public money in it"),
        money("social", "其中自筹", "Own contributions in it", source=GIFTS),
        money("after", "变更后的合同金额", "Sum of the contract with it"),
        count("days", "工期加几天，减的是负数", "How many days more; less than nothing where they are fewer", unit="day"),
        day("ends_before", "变更前约定哪天完工", "Last day of the work before it"),
        day("ends_on", "变更后约定哪天完工", "Last day of the work with it"),
        words("scope", "做什么、在哪里做有什么变化", "What is done otherwise, or elsewhere", null=True),
        words("reason", "为什么变更", "Why it was asked for"),
        count("vote", "议事会哪一次表决（表决表的 id）", "The vote of the council on it (id in the table votes)", null=True),
        moment("asked_at", "什么时候申请", "When it was asked for"),
        moment("decided_at", "什么时候生效，或者定了不同意", "When it took effect or was refused", null=True),
        words("refused_reason", "不同意的理由", "Why it was refused", null=True),
    ),
    (COMMUNITY, YEAR, STATE),
)
INSPECTIONS = Noun(
    "inspections", "验收", "Inspections",
    "每一次定了结果的验收：哪天验，验了几项，几项不合格，合格没有，要整改的限到哪天。",
    "Every acceptance inspection that was decided: its day, how much was looked at and failed, and by when it is to be mended.",
    BUYING,
    joined(
        count("id", "验收的编号", "Number"),
        OF_PROJECT, WHERE, WHEN,
        code("state", OUTCOMES, "合格没有", "Whether the work passed"),
        day("held_on", "哪天验收", "Day on which it was held"),
        count("panel", "验收组几个人", "How many sat on the panel"),
        count("items", "验了几项", "How many things were looked at"),
        count("failed", "其中几项不合格", "How many of them failed"),
        words("failed_items", "哪几项不合格", "Which of them failed", null=True),
        day("rectify_by", "整改限到哪天", "Day by which it is to be mended", null=True),
        moment("recorded_at", "什么时候登记", "When it was written down"),
    ),
    (COMMUNITY, YEAR, STATE),
)
# fmt: on
