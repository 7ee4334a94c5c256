"""The words of a disclosure's fields: what each is called, and what its codes mean."""

from __future__ import annotations

from collections.abc import Mapping

from microprojects.domain.consultations import BODIES
from microprojects.domain.errors import N_
from microprojects.domain.procurement_modes import Mode
from microprojects.domain.proposals import THEMES, TYPES

LABELS: dict[str, str] = {
    "headline": N_("一句话"),
    "title": N_("项目名称"),
    "project": N_("项目编号"),
    "kind": N_("哪一次公开"),
    "version": N_("版本"),
    "summary": N_("简介"),
    "type": N_("类别"),
    "theme": N_("主题"),
    "community": N_("社区"),
    "place": N_("地点"),
    "problem": N_("要解决的问题"),
    "content": N_("内容"),
    "nature": N_("建设性质"),
    "beneficiaries": N_("受益人数"),
    "beneficiary_group": N_("谁受益"),
    "amount_fen": N_("金额"),
    "total_fen": N_("总价"),
    "fiscal_fen": N_("财政资金"),
    "social_fen": N_("社会和自筹资金"),
    "cap_fen": N_("本类上限"),
    "over_cap_reason": N_("超上限的理由"),
    "lines": N_("费用清单"),
    "label": N_("名目"),
    "quantity": N_("数量"),
    "basis": N_("依据"),
    "starts_on": N_("开始"),
    "ends_on": N_("结束"),
    "expected_result": N_("预期成果"),
    "feasibility": N_("可行性"),
    "procurement_mode": N_("采购方式"),
    "mode": N_("方式"),
    "responsible_unit": N_("责任单位"),
    "aftercare_owner": N_("管护单位"),
    "aftercare_phone": N_("管护电话"),
    "contact": N_("联系办公室"),
    "office": N_("办公室"),
    "phone": N_("电话"),
    "address": N_("地址"),
    "hours": N_("办公时间"),
    "proposer": N_("提议人"),
    "seconders": N_("附议人数"),
    "opinions": N_("商议意见"),
    "body": N_("谁"),
    "conclusion": N_("结论"),
    "text": N_("说明"),
    "meeting": N_("会议"),
    "council": N_("议事机构"),
    "held_on": N_("开会日期"),
    "due": N_("应到"),
    "present": N_("到会"),
    "recused": N_("回避"),
    "absent": N_("缺席"),
    "vote": N_("表决"),
    "votes": N_("表决"),
    "in_favour": N_("赞成"),
    "for": N_("赞成"),
    "against": N_("反对"),
    "abstain": N_("弃权"),
    "base": N_("可投票"),
    "need_for": N_("过线"),
    "carried": N_("通过"),
    "sentence": N_("结果"),
    "rejected": N_("同次会议未通过的"),
    "dossier_hash": N_("表决材料的记账码"),
    "rules_hash": N_("规则的记账码"),
    "fast_track": N_("应急先办"),
    "reason": N_("理由"),
    "ratify_by_on": N_("最迟追认"),
    "notice": N_("公示"),
    "days": N_("天数"),
    "first_day_on": N_("第一天"),
    "last_day_on": N_("最后一天"),
    "attachments": N_("附件"),
    "date_on": N_("日期"),
    "procurement": N_("采购"),
    "quotes": N_("报价家数"),
    "supplier": N_("中选单位"),
    "credit_code": N_("统一社会信用代码"),
    "contract": N_("合同"),
    "contract_number": N_("合同编号"),
    "signed_on": N_("签订日期"),
    "payments": N_("付款"),
    "paid_on": N_("付款日期"),
    "paid_fen": N_("已付"),
    "payee": N_("收款单位"),
    "purpose": N_("用途"),
    "voucher": N_("凭证号"),
    "approved_fen": N_("批准"),
    "contract_fen": N_("合同金额"),
    "reserved_fen": N_("已占用"),
    "committed_fen": N_("已签约待付"),
    "balance_fen": N_("还没有用"),
    "settlement": N_("结算"),
    "settlement_fen": N_("结算金额"),
    "saved_fen": N_("节约"),
    "returned_fen": N_("退回"),
    "retention_fen": N_("质保金"),
    "retention_until_on": N_("质保到"),
    "inspection": N_("验收"),
    "panel": N_("验收组"),
    "items": N_("各项"),
    "passed": N_("合格"),
    "residents_opinion": N_("居民意见"),
    "delivered": N_("完成数量"),
    "lessons": N_("经验教训"),
    "survey": N_("满意度评议"),
    "note": N_("备注"),
}
WORDS: dict[str, Mapping[str, str]] = {
    "type": TYPES,
    "theme": THEMES,
    "body": BODIES,
    "procurement_mode": {mode.value: mode.label for mode in Mode},
    "mode": {
        **{mode.value: mode.label for mode in Mode},
        "show_of_hands": N_("举手"),
        "roll_call": N_("记名"),
        "secret": N_("无记名"),
    },
    "kind": {"decision": N_("项目公开"), "spending": N_("资金公开"), "result": N_("结果公开")},
    "conclusion": {
        "feasible": N_("可行"),
        "feasible_with_changes": N_("修改后可行"),
        "not_feasible": N_("不可行"),
        "refer": N_("建议转办"),
    },
}
# Shown by the page itself, not as a field of the text.
FRAME = ("project", "kind", "version", "headline", "title")


def label(path: str) -> str:
    """Return the name of a field in the source language; of a dotted path the last part that is a word counts."""
    names = [part for part in path.split(".") if not part.isdigit()]
    return LABELS.get(names[-1], names[-1]) if names else path


def word(name: str, value: str) -> str:
    """Return a coded value in the source language: `works` of `type` is 工程类."""
    return WORDS.get(name, {}).get(value, value)
