"""The open table of the library: finished projects that other communities may copy, in and out of it."""

from __future__ import annotations

from microprojects.domain.library import BANDS, Standing
from microprojects.domain.open_data.columns import SMALL, code, count, moment, money, words
from microprojects.domain.open_data.deliberating import OF_PROJECT, WHEN, WHERE
from microprojects.domain.open_data.nouns import COMMUNITY, STATE, YEAR, Noun, joined
from microprojects.domain.proposals import TYPES

STANDINGS = {each.value: each.label for each in (Standing.IN, Standing.OUT)}
GUIDE = "珠海市“民生微实事”服务类项目库管理办法"

# fmt: off
LIBRARY = Noun(
    "library", "项目库", "Library of good projects",
    "入过项目库的办结项目：实际花了多少、多少人满意、学到什么、被抄过几次；出了库的也留着，写明为什么。",
    "Closed projects that came into the library: what they really cost, how many were satisfied, what was learnt, how "
    "often they were copied; those taken out stay, with the reason.",
    GUIDE,
    joined(
        count("id", "这一次入库的编号", "Number of this entry"),
        OF_PROJECT, WHERE, WHEN,
        count("version", "第几次荐", "How many times it had been offered"),
        code(STATE, STANDINGS, "在不在库", "Whether it is in the library"),
        code("type", TYPES, "类型", "Kind of project"),
        money("cost", "结算的实际花费", "Real cost, as settled"),
        code("band", BANDS, "花费在哪一档", "Band of the cost"),
        count("answers", "评议份数", "Answers to the survey"),
        count("percent", "满意的占百分之几；会露出少数人的空着", "Satisfied, in per cent; empty where it would tell of a few", null=True,
              source=SMALL),
        words("reason", "荐的人写的：为什么值得抄", "Why others may copy it, by who offered it"),
        words("lessons", "经验教训", "What was learnt"),
        moment("entered_at", "什么时候入库", "When it came in"),
        words("entered_reason", "区里写的入库理由", "Why the district let it in"),
        moment("removed_at", "什么时候出库", "When it was taken out", null=True),
        words("removed_reason", "为什么出库", "Why it was taken out", null=True),
        count("copies", "照它写的提议有几个，受理了的才算", "Proposals made after it, those accepted only"),
    ),
    (COMMUNITY, YEAR, STATE),
)
# fmt: on
