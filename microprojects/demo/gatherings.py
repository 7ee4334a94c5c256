"""The gatherings of the demo: two talk days, two hearings and a review, with what was promised there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from microprojects.demo.crew import Crew, Hand
from microprojects.demo.life import DAY, HOUR
from microprojects.domain.workdays import local_day
from microprojects.services import gatherings as deeds
from microprojects.services import matters, statements

MINUTE = timedelta(minutes=1)
SEED = "开会前一天福彩3D开奖号"
HALL = "党群服务中心一楼"
DANCING = "P21"

# title, words, ending, what was done, who, days after the talk day by which it will be done
Topic = tuple[str, str, str, str, str, int]
TALKED: tuple[Topic, ...] = (
    (
        "三栋一楼感应灯不亮",
        "晚上下楼看不见台阶。",
        "solved",
        "物业当场派人换了灯头，会后一起去看过，亮了。",
        "",
        0,
    ),
    ("快递车堵在东门", "早上送孩子过不去。", "dated", "划两个临时停靠位，立牌子。", "居委会", 30),
    ("垃圾桶离窗户太近", "夏天味道大。", "dated", "往东移十米，先问对面住户。", "物业服务中心", 10),
    ("公交站牌字太小", "老人看不清末班车。", "referred", "转给公交公司，附照片。", "街道城建办", 0),
    (
        "给长者食堂门口装把手",
        "台阶三级，没有扶的。",
        "proposal",
        "够得上微实事，转成提议，邻居可以附议。",
        "",
        0,
    ),
    ("把老榕树移走", "根拱了路面。", "explained", "市里登记的古树，不能移；路面已报修。", "", 0),
)
COMING = (("电动车在楼道充电", "已经劝过三次。"), ("小广场晚上太吵", "十点还在放音响。"))
HEARD = (
    ("owner", "against", "棚子别挡一楼的窗。", "adopted", "往东移三米，图已改。"),
    ("resident", "for", "早该做了，充电线满楼道拉。", "adopted", "按多数意见往下办。"),
    ("merchant", "other", "晚上能不能开放给外卖员？", "declined", "先保证居民用，半年后再看有没有空位。"),
)
REPORTED = (("居委会主任", (16, 12, 2)), ("物业服务中心经理", (6, 9, 15)))


def strands(
    crews: Mapping[str, Crew], numbers: Mapping[str, str], today: datetime
) -> list[Iterator[datetime]]:
    """Return the gatherings as strands of the story."""
    evening = today.replace(hour=19, minute=0)
    return [
        _talk_day(crews["lizhi"], evening - 17 * DAY),
        _next_talk_day(crews["lizhi"], evening + 5 * DAY),
        _hearing(crews["fenghuang"], evening - 70 * DAY),
        _next_hearing(crews["mumian"], numbers, evening + 10 * DAY),
        _review(crews["rongyin"], evening - 25 * DAY),
    ]


def _called(crew: Crew, hand: Hand, kind: str, title: str, starts_at: datetime) -> int:
    return deeds.call(
        crew.slug,
        kind=kind,
        title=title,
        place=HALL,
        starts_at=starts_at,
        seed_source=SEED,
        actor=crew.clerk,
        at=hand.at,
    )


def _talk_day(crew: Crew, starts_at: datetime) -> Iterator[datetime]:
    """Six topics raised beforehand, each ended on the spot; of two promises one is kept and one is late."""
    hand = Hand(starts_at - 9 * DAY)
    yield hand.at
    day = _called(crew, hand, "talk_day", f"{_month(starts_at)}居民恳谈日", starts_at)
    raised = []
    for who, topic in zip(crew.residents, TALKED, strict=False):
        yield hand.on(hand.at + 5 * HOUR)
        raised.append(matters.raise_topic(day, title=topic[0], text=topic[1], actor=who, at=hand.at))
    yield hand.on(starts_at)
    deeds.begin(day, actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + 5 * MINUTE)
    deeds.count_people(day, attended=34, actor=crew.clerk, at=hand.at)
    for matter, (_title, _text, ending, done, by, days) in zip(raised, TALKED, strict=True):
        yield hand.on(hand.at + 9 * MINUTE)
        due = local_day(starts_at + days * DAY) if days else None
        matters.end(matter, ending=ending, text=done, receiver=by, due_on=due, actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + 5 * MINUTE)
    deeds.close(day, summary="六件事都有了说法，两件定了期限。", actor=crew.clerk, at=hand.at)


def _next_talk_day(crew: Crew, starts_at: datetime) -> Iterator[datetime]:
    hand = Hand(starts_at - 9 * DAY)
    yield hand.at
    day = _called(crew, hand, "talk_day", "居民恳谈日·晚间场", starts_at)
    for who, (title, text) in zip(crew.residents[6:], COMING, strict=False):
        yield hand.on(hand.at + 20 * HOUR)
        matters.raise_topic(day, title=title, text=text, actor=who, at=hand.at)


def _hearing(crew: Crew, starts_at: datetime) -> Iterator[datetime]:
    """More sign up than there are seats; who takes part is drawn, and every statement is answered."""
    hand = Hand(starts_at - 14 * DAY)
    yield hand.at
    hearing = _called(crew, hand, "hearing", "充电棚选址听证会", starts_at)
    for n, who in enumerate(crew.residents[:12]):
        yield hand.on(hand.at + 7 * HOUR)
        side = "owner" if n % 4 == 1 else "merchant" if n % 4 == 3 else "resident"
        deeds.sign_up(hearing, side=side, actor=who, at=hand.at)
    yield hand.on(starts_at - DAY)
    deeds.draw(hearing, seed="307", witnesses="监督员、居民代表", actor=crew.clerk, at=hand.at)
    yield hand.on(starts_at)
    matter = matters.raise_topic(
        hearing,
        title="充电棚放在哪里",
        text="东门空地、南侧绿地边，二选一。",
        for_another=True,
        actor=crew.clerk,
        at=hand.at,
    )
    deeds.begin(hearing, actor=crew.clerk, at=hand.at)
    deeds.count_people(hearing, attended=27, actor=crew.clerk, at=hand.at)
    for side, stance, text, verdict, reason in HEARD:
        yield hand.on(hand.at + 8 * MINUTE)
        said = statements.note(matter, side=side, stance=stance, text=text, actor=crew.clerk, at=hand.at)
        yield hand.on(hand.at + 4 * MINUTE)
        statements.answer(said, verdict=verdict, reason=reason, actor=crew.clerk, at=hand.at)
    matters.end(matter, ending="partly", text="放东门空地，往东移三米。", actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + 5 * MINUTE)
    deeds.close(hearing, summary="三条意见，采纳两条。", actor=crew.clerk, at=hand.at)


def _next_hearing(crew: Crew, numbers: Mapping[str, str], starts_at: datetime) -> Iterator[datetime]:
    hand = Hand(starts_at - 12 * DAY)
    yield hand.on(starts_at - 11 * DAY)
    hearing = _called(crew, hand, "hearing", "广场舞音量听证会", starts_at)
    if DANCING in numbers:
        matters.list_project(hearing, numbers[DANCING], actor=crew.clerk, at=hand.at)
    for n, who in enumerate(crew.residents[:6]):
        yield hand.on(hand.at + HOUR)
        deeds.sign_up(hearing, side="owner" if n == 2 else "resident", actor=who, at=hand.at)


def _review(crew: Crew, starts_at: datetime) -> Iterator[datetime]:
    hand = Hand(starts_at - 6 * DAY)
    yield hand.at
    review = _called(crew, hand, "review", "下半年述职评议", starts_at)
    reports = [
        (matters.list_report(review, who=who, actor=crew.clerk, at=hand.at), given) for who, given in REPORTED
    ]
    yield hand.on(starts_at)
    deeds.begin(review, actor=crew.clerk, at=hand.at)
    deeds.count_people(review, attended=30, actor=crew.clerk, at=hand.at)
    for report, given in reports:
        yield hand.on(hand.at + 25 * MINUTE)
        marks = dict(zip(("excellent", "competent", "incompetent"), given, strict=True))
        matters.mark(report, marks=marks, witnesses="监督员、居民代表", actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + 5 * MINUTE)
    deeds.close(review, actor=crew.clerk, at=hand.at)


def _month(moment: datetime) -> str:
    names = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
    return f"{names[local_day(moment).month - 1]}月"
