"""How each disclosure stands in the standard catalogue of what grass-roots government publishes.

Who publishes, by which channels and by which day stands with each version; the rest
is the same for every disclosure of a kind.

Source: 基层政务公开标准目录 (its columns); 政府信息公开条例 arts. 19-21; 政府采购法实施条例 arts. 43, 45, 50; 预算法 art. 14.
"""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.errors import N_
from microprojects.domain.schemes import DisclosureKind

MATTER = N_("民生微实事")
AUDIENCE = N_("全社会")
MANNER = N_("主动公开")
LEVEL = N_("社区、街道")


@dataclass(frozen=True)
class Entry:
    """What the catalogue says of one kind of disclosure."""

    item: str  # 公开事项（二级）; the first level is `MATTER`
    elements: str  # 公开内容（要素）
    basis: str  # 公开依据
    time_limit: str  # 公开时限


CATALOGUE: dict[DisclosureKind, Entry] = {
    DisclosureKind.DECISION: Entry(
        N_("项目公开"),
        N_("项目内容、地点、预算和资金来源、会议和表决、公示和提异议的办法"),
        N_("政府信息公开条例第19至21条"),
        N_("表决通过当天，最晚下一个工作日"),
    ),
    DisclosureKind.SPENDING: Entry(
        N_("资金公开"),
        N_("采购、合同、每笔付款、合同变更、进度"),
        N_("政府信息公开条例第19至21条；预算法第14条；政府采购法实施条例第43、50条"),
        N_("每一项办完后，按规则里的工作日数；每月汇总"),
    ),
    DisclosureKind.RESULT: Entry(
        N_("结果公开"),
        N_("验收、结算、付款总账、满意度、管护"),
        N_("政府信息公开条例第19至21条；政府采购法实施条例第45条"),
        N_("结算后，按规则里的工作日数"),
    ),
}
