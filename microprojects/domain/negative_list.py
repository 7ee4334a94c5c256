"""What a micro-project may not be, and the questions that screening asks to find out.

Source: 福田区民政局 2016 art. 3; 罗湖区东湖街道 2020; 珠海 2021 (珠委办字〔2021〕6号);
福州鼓楼 2018; 桂园街道 2025; 政府采购法 art. 28 (N11); the rest are proposals of
the programme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from microprojects.domain.errors import N_, Refusal


class Code(StrEnum):
    """The code of a line of the negative list."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"
    N9 = "N9"
    N10 = "N10"
    N11 = "N11"
    N12 = "N12"


@dataclass(frozen=True)
class Line:
    """One line: what is not funded, the question that finds it, where to go instead.

    An advisory line warns and does not decline.
    """

    code: Code
    rule: str
    question: str
    instead: str
    source: str
    advisory: bool = False


_FOUR_PLACES = "福田 2016 第三条、东湖街道 2020、珠海 2021、鼓楼 2018"

NEGATIVE_LIST: tuple[Line, ...] = (
    Line(
        Code.N1,
        N_("本来就该物业公司或别的责任单位办的事"),
        N_("有没有物业公司、业主或别的单位本来就该办这件事？"),
        N_("请找责任单位办；社区可以帮您转过去。"),
        _FOUR_PLACES + "、桂园街道 2025",
    ),
    Line(
        Code.N2,
        N_("和政府正在建、已经计划建的项目重复"),
        N_("政府有没有在建或计划建一样的项目？"),
        N_("政府的项目会办，请看它的进度。"),
        _FOUR_PLACES,
    ),
    Line(
        Code.N3,
        N_("属于政府部门的职责，部门有自己的预算"),
        N_("这件事是不是某个政府部门的职责？"),
        N_("请转给那个部门办。"),
        "珠海 2021",
    ),
    Line(
        Code.N4,
        N_("只是锦上添花，不是居民急需"),
        N_("是不是只为好看，居民并不急需？"),
        N_("可以先放进储备，等急需的办完再议。"),
        "珠海 2021",
        advisory=True,
    ),
    Line(
        Code.N5,
        N_("只有少数人受益，或者只为私人财产"),
        N_("是不是只有几户人受益，或者修的是私人的东西？"),
        N_("请由受益的人自己出钱；公共部分可以另外提。"),
        "“受益面广”的要求；文字为本项目拟定",
    ),
    Line(
        Code.N6,
        N_("办公设备、人员工资、奖金、餐饮、礼品、组织者的差旅"),
        N_("预算里有没有办公设备、工资奖金、吃饭送礼或差旅？"),
        N_("这些请用本单位的经费办；别的内容可以去掉这几笔，另外提。"),
        "通行做法",
    ),
    Line(
        Code.N7,
        N_("给个人发现金、购物卡，或者一般的慰问金"),
        N_("有没有给个人发钱、发卡或发慰问金？"),
        N_("困难帮扶请走救助渠道；社区可以帮您申请。"),
        "通行做法",
    ),
    Line(
        Code.N8,
        N_("为商家赚钱、做广告"),
        N_("有没有商家借这个项目赚钱或做广告？"),
        N_("请去掉商业内容，再交。"),
        "通行做法",
    ),
    Line(
        Code.N9,
        N_("违法、不安全、违建、用地没有批准、有污染"),
        N_("有没有违法、违建、不安全、没批用地或污染的地方？"),
        N_("请先办好批准，或者换个地方、换个办法。"),
        "通行做法",
    ),
    Line(
        Code.N10,
        N_("还旧债，或者补付已经做完的事"),
        N_("是不是已经做完了，或者用来还以前的账？"),
        N_("微实事只办还没有做的事，不能事后补钱。"),
        "通行做法",
    ),
    Line(
        Code.N11,
        N_("把一个大项目拆成几个小的"),
        N_("是不是从一个大项目里拆出来的？"),
        N_("请合成一个项目，按总金额走。"),
        "政府采购法 第二十八条",
    ),
    Line(
        Code.N12,
        N_("以后年年要花钱，又没有人接着管"),
        N_("做好以后年年要花钱，是不是还没有人接着管？"),
        N_("请先找好愿意接着管的单位，写进方案。"),
        "本项目拟定",
    ),
)

BY_CODE: Mapping[Code, Line] = {line.code: line for line in NEGATIVE_LIST}


class Answer(StrEnum):
    """The answer to one screening question: whether the line of the list applies.

    Every question is put so that yes means that it applies.
    """

    CLEAR = "clear"
    APPLIES = "applies"

    @property
    def label(self) -> str:
        """The Chinese word for the answer."""
        return N_("是") if self is Answer.APPLIES else N_("不是")


class UnknownCode(Refusal):
    """There is no such line on the negative list."""

    code = "unknown-negative-code"
    status = 422
    message = N_("负面清单里没有“%(wanted)s”这一条。请从 N1 到 N12 里选。")


def line(code: str) -> Line:
    """Return a line of the list by its code.

    Raises:
        UnknownCode: there is none.
    """
    if code not in Code.__members__:
        raise UnknownCode(wanted=code[:20])
    return BY_CODE[Code(code)]


def unanswered(answers: Mapping[str, Answer]) -> tuple[Line, ...]:
    """Return the lines whose question has no answer yet, in the order of the list."""
    return tuple(item for item in NEGATIVE_LIST if item.code not in answers)


def standing_against(answers: Mapping[str, Answer]) -> tuple[Line, ...]:
    """Return the lines that apply and forbid acceptance; advisory ones only warn."""
    return tuple(item for item in applying(answers) if not item.advisory)


def applying(answers: Mapping[str, Answer]) -> tuple[Line, ...]:
    """Return every line that was found to apply, in the order of the list."""
    return tuple(item for item in NEGATIVE_LIST if answers.get(item.code) is Answer.APPLIES)
