"""Open tables of the money: what each community was given, the contracts, the payments, and who was paid."""

from __future__ import annotations

from microprojects.domain.contract_states import WORDS
from microprojects.domain.errors import N_
from microprojects.domain.open_data.columns import (
    BUYING,
    GIFTS,
    VILLAGE,
    code,
    count,
    day,
    ident,
    moment,
    money,
    words,
)
from microprojects.domain.open_data.deliberating import OF_PROJECT, WHEN, WHERE
from microprojects.domain.open_data.nouns import COMMUNITY, STATE, YEAR, Noun, joined
from microprojects.domain.procurement_modes import Mode
from microprojects.domain.refunds import CAUSES

PAYMENT_STATES = {"paid": N_("已付"), "returned": N_("银行退回")}

# fmt: off
ALLOCATIONS = Noun(
    "allocations", "资金安排", "Allocations",
    "每个社区每年安排多少财政资金，占用、签约、已付和还可安排的各多少。",
    "What public money each community was given in a year, and where it stands.",
    VILLAGE,
    joined(
        ident("number", "社区短名和年度，例如 lizhi-2026", "Community and year, such as lizhi-2026"),
        WHERE,
        count(YEAR, "年度", "Year"),
        money("allocated", "安排", "Allocated"),
        money("city", "安排里市级出的", "The city's part of what was allocated"),
        money("district", "安排里区级出的", "The district's part of what was allocated"),
        money("unparted", "安排里上年转来的，或没有分市、区记的", "What came over from the year before, or was not parted"),
        money("reserved", "已立项，待签约", "Reserved by approvals, not yet contracted"),
        money("committed", "已签约，待付", "Committed by contracts, not yet paid"),
        money("paid", "已付，减去退回的", "Paid, less what came back"),
        money("left", "年末收回统筹或转入下年的", "Lapsed at the end of the year, or gone into the next"),
        money("available", "还可安排", "Still available"),
        moment("changed_at", "最近一笔什么时候记账", "When its last line was entered", null=True),
    ),
    (COMMUNITY, YEAR),
)
CONTRACTS = Noun(
    "contracts", "合同", "Contracts",
    "每个项目的合同：和谁签、多少钱、怎么买的、已付多少。",
    "The contract of each project: with whom, for how much, bought how, and what was paid.",
    BUYING,
    joined(
        OF_PROJECT, WHERE, WHEN,
        code("state", WORDS, "合同到了哪一步", "How far the contract is"),
        words("contract_number", "合同编号", "Number on the contract"),
        ident("supplier_credit_code", "实施单位的统一社会信用代码", "Unified social credit code of the supplier"),
        words("supplier", "实施单位；个人只写姓", "Supplier; of a person the family name only"),
        code("mode", {mode.value: mode.label for mode in Mode}, "采购方式", "Way of buying"),
        money("amount", "合同金额，按同意过的变更", "Sum of the contract, as changed"),
        money("signed", "签订时的金额", "Sum when it was signed"),
        count("changes", "同意过几次变更", "Changes that were agreed to"),
        money("fiscal", "其中财政资金", "Public money in it"),
        money("social", "其中自筹", "Own contributions in it", source=GIFTS),
        money("paid", "已付，减去退回的", "Paid, less what came back"),
        money("committed", "财政资金里已签约、待付的；终止了是 0", "Public money it still commits; none once terminated"),
        money("retention", "结算里扣着、还没付的质保金", "Retention of the final account that is not paid"),
        day("retention_until", "质保期到哪天，过了就该付", "Last day of the warranty, after which it is due", null=True),
        money("audit_owed", "抽查审计查出要退、还没退回来的", "What a sampled audit wants back and did not come back"),
        day("signed_on", "哪天签", "Day it was signed"),
        day("starts_on", "按合同哪天开工", "First day of the work by the contract"),
        day("ends_on", "按合同最晚哪天完工", "Last day of the work by the contract"),
        moment("published_at", "合同文本什么时候公开", "When its text was published", null=True),
    ),
    (COMMUNITY, YEAR, STATE),
)
PAYMENTS = Noun(
    "payments", "付款", "Payments",
    "逐笔付款，只有两个人办过、已经付出的；没有银行账号。",
    "Every payment that two people passed and that was made; never a bank account.",
    VILLAGE,
    joined(
        count("id", "付款的编号，和资金公开里一样", "Number, as in the disclosure of spending"),
        OF_PROJECT, WHERE, WHEN,
        code("state", PAYMENT_STATES, "付出去没有", "Whether it was paid for good"),
        words("contract_number", "合同编号", "Number on the contract"),
        money(
            "amount", "金额；以后退回、追回的没有减去，另有一张表（recoveries）",
            "Amount; what came back later is not taken off but stands in the table recoveries",
        ),
        money("fiscal", "其中财政资金", "Public money in it"),
        money("social", "其中自筹", "Own contributions in it", source=GIFTS),
        day("paid_on", "哪天付", "Day it was paid"),
        words("payee", "收款单位；个人只写姓", "Payee; of a person the family name only"),
        words("purpose", "付的是什么", "What for"),
        words("voucher", "凭证号", "Number of the voucher"),
        day("returned_on", "银行哪天退回", "Day the bank sent it back", null=True),
    ),
    (COMMUNITY, YEAR, STATE),
)
RECOVERIES = Noun(
    "recoveries", "退回来的钱", "Recoveries",
    "付出以后退回来、追回来的钱，一笔一行。付款表的金额合计减去这张表的，正好是已付。",
    "Money that came back after it was paid, a row each. The sum of the payments less the sum of these is what was paid.",
    VILLAGE,
    joined(
        count("id", "这一笔的编号，和资金公开里一样", "Number, as in the disclosure of spending"),
        OF_PROJECT, WHERE, WHEN,
        code("cause", CAUSES, "为什么退回来", "Why it came back"),
        words("reason", "经办人写的原因", "The reason as it was written down", null=True),
        words("contract_number", "合同编号", "Number on the contract"),
        count("payment", "退的是付款表里哪一笔（id）；登记时没有指明的空着，比如退的不单是一笔",
              "The payment (id) of which it is; empty where none was named, as when it is of more than one", null=True),
        money("amount", "退回来的金额", "Amount that came back"),
        money("fiscal", "其中财政资金", "Public money in it"),
        money("social", "其中自筹", "Own contributions in it", source=GIFTS),
        day("came_on", "哪天退回", "Day it came back"),
        words("payer", "谁退的；个人只写姓", "Who gave it back; of a person the family name only"),
        words("voucher", "单据号", "Number of the slip"),
    ),
    (COMMUNITY, YEAR),
)
SUPPLIERS = Noun(
    "suppliers", "实施单位", "Suppliers",
    "签过合同的单位，各签了几份、多少钱。",
    "Organisations with a contract: how many, and for how much.",
    BUYING,
    joined(
        ident("credit_code", "统一社会信用代码", "Unified social credit code"),
        words("name", "名称；个人只写姓", "Name; of a person the family name only"),
        count("contracts", "几份合同", "Contracts"),
        money("contracted", "合同金额合计", "Sum of its contracts"),
        money("paid", "已付合计，减去退回的", "Sum paid, less what came back"),
        day("first_signed_on", "第一份合同哪天签", "Day of its first contract"),
        day("last_signed_on", "最近一份合同哪天签", "Day of its latest contract"),
    ),
)
# fmt: on
