"""The first acts of a whole life: proposed, screened, seconded, consulted on, voted on."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.living import TITLE, Life, button, each, link, press, sees


def propose(life: Life) -> None:
    """A resident writes down what is to be done, with two lines of cost, and hands it in."""
    with life.town.visit("jumin-lin", width=390) as page:
        page.goto("/")
        link(page.get_by_role("navigation", name="主导航"), "我要提议")
        page.get_by_label("想办什么事").fill(TITLE)
        button(page, "去写清楚")
        page.get_by_label("工程：修、装、改").check()
        page.get_by_label("主题").select_option(label="便民")
        page.get_by_label("在哪里").fill("荔枝路三巷")
        page.get_by_label("为什么要办").fill("三巷晚上八点以后很黑，上个月有老人摔了一跤。")
        page.get_by_label("想怎么做").fill("在三巷两侧加装十二盏路灯，接入现有电缆。")
        page.get_by_label("改造").check()
        page.get_by_label("谁受益").fill("三巷两侧的住户")
        page.get_by_label("大约多少人受益").fill("200")
        for n, (what, many, yuan) in enumerate((("路灯", "12 盏", "36000"), ("安装", "1 项", "12000")), 1):
            row = page.get_by_role("group", name=f"第 {n} 行")
            row.get_by_label("做什么、买什么").fill(what)
            row.get_by_label("数量").fill(many)
            row.get_by_label("多少钱（元）").fill(yuan)
        button(page, "看一遍再交")
        sees(page, "再看一遍", "48,000.00")
        page.get_by_label("我看过个人信息说明，同意这样公开").check()
        button(page, "交出提议")
        sees(page, "收到了，编号 LZ-2026-")
        life.number = page.locator(".receipt .code").inner_text().strip()


def screen(life: Life) -> None:
    """The clerk finds the proposal on the desk, answers every question of the sheet and accepts it."""
    with life.town.visit("lizhi-jing") as page:
        page.goto("/office/")
        link(page, f"审查提议：{TITLE}")
        link(page, "填审查表")
        for answer in each(page.get_by_label("是", exact=True), 6):
            answer.check()
        button(page, "存审查表")
        link(page, "受理")
        button(page, "受理并公开")
        sees(page, "已受理")


def second(life: Life) -> None:
    """Ten neighbours second it, the last of them on a phone in large print; its own proposer cannot."""
    town = life.town
    with town.visit("jumin-lin") as page:
        page.goto(f"/projects/{life.number}")
        expect(page.get_by_role("button", name="我也要，附议")).to_have_count(0)
    for n in range(9):
        with town.visit(f"lizhi-jumin{n:03}") as page:
            page.goto(f"/projects/{life.number}")
            button(page, "我也要，附议")
    with town.visit("jumin-chen", width=390, elder="1") as page:
        page.goto(f"/projects/{life.number}")
        sees(page, "还差 1 人")
        button(page, "我也要，附议")
        sees(page, "10 人附议")


def promote(life: Life) -> None:
    """The clerk takes it to the second deliberation."""
    with life.town.visit("lizhi-jing") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "送到下一议")
        button(page, "送到下一议")
        sees(page, "商议中")


def consult(life: Life) -> None:
    """Three bodies say what they think; the officer writes the plan; it is signed, agreed to and concluded."""
    town, number = life.town, life.number
    opinions = (
        ("lizhi-jing", "居民反映集中，愿意配合看护。"),
        ("lizhi-dang", "符合居民急需，建议优先安排。"),
        ("jie-zhou", "现场查看过，可以实施。"),
    )
    for who, words in opinions:
        with town.visit(who) as page:
            page.goto(f"/office/projects/{number}")
            link(page, "写意见")
            bodies = page.get_by_role("group", name="代表哪一家").get_by_role("radio")
            bodies.first.check()
            page.get_by_role("group", name="结论").get_by_role("radio").first.check()
            page.get_by_label("意见").fill(words)
            button(page, "交出意见")
            sees(page, words)
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{number}")
        link(page, "写方案")
        _write_plan(page)
        button(page, "存方案")
        sees(page, "48,000.00", "还没签")
    with town.visit("lizhi-jing") as page:
        page.goto(f"/office/projects/{number}")
        link(page, "签负面清单")
        page.get_by_label("我逐条核对过，这份方案都不沾").check()
        button(page, "签字")
    with town.visit("lizhi-dang") as page:
        page.goto(f"/office/projects/{number}")
        link(page, "党委同意方案")
        page.get_by_label("我看过方案，同意签字").check()
        button(page, "同意，签字")
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{number}")
        link(page, "完成商议")
        button(page, "方案定了，进入下一议")
        sees(page, "待上会")


def _write_plan(page: Page) -> None:
    page.get_by_label("地点").fill("荔枝路三巷，路口到三巷底")
    page.get_by_label("内容", exact=True).fill("沿墙加装十二盏路灯，接入现有电缆。")
    page.get_by_label("预期成果").fill("夜里看得清路，不再摔跤。")
    page.get_by_label("可行性意见").fill("现场可行，不占消防通道，不影响相邻住户。")
    for n, (what, many, yuan) in enumerate((("路灯", "12 盏", "36000"), ("安装", "1 项", "12000")), 1):
        row = page.get_by_role("group", name=f"第 {n} 笔")
        row.get_by_label("费用名称").fill(what)
        row.get_by_label("数量").fill(many)
        row.get_by_label("金额（元）").fill(yuan)
        row.get_by_label("依据").fill("三家询价取中间值")
    page.get_by_label("财政资金").fill("46000")
    page.get_by_label("自筹资金").fill("2000")
    page.get_by_label("开工日期").fill("2026-12-07")
    page.get_by_label("完工日期").fill("2026-12-31")
    page.get_by_label("责任单位").fill("榕树街道公共服务办")
    page.get_by_label("管护单位").fill("荔枝社区居民委员会")


def call_meeting(life: Life) -> None:
    """The chair calls a meeting, puts the project on its agenda and sends the dossier in time."""
    with life.town.visit("lizhi-chair") as page:
        page.goto("/council/")
        link(page, "召集会议")
        page.get_by_label("会议名称").fill("居民议事会专题会议")
        page.get_by_label("地点").fill("荔枝社区阳光议事厅")
        page.get_by_label("日期").fill("2026-11-25")
        page.get_by_label("几点开始").fill("15:00")
        button(page, "召集，并公开")
        link(page, "列入一个项目")
        page.get_by_label(TITLE).check()
        button(page, "列入议程，并公开")
        button(page, "发出材料")
        sees(page, TITLE, "已发出")
        life.meeting = page.url.rsplit("/", 1)[-1]


def vote(life: Life) -> None:
    """Fourteen of seventeen come; the item is presented and voted on by show of hands: 11, 2, 1."""
    town, room = life.town, f"/council/meetings/{life.meeting}"
    town.wall.set("2026-11-25", "15:00")
    with town.visit("lizhi-jilu") as page:
        page.goto(room)
        for _ in range(14):
            press(page.get_by_role("button", name="签到", exact=True).first)
        sees(page, "到会14/17")
    with town.visit("lizhi-chair") as page:
        page.goto(room)
        button(page, "宣布开会")
        link(page, TITLE)
        button(page, "介绍完、问完了")
        page.get_by_label("举手").check()
        button(page, "开始表决")
        for label, count in (("赞成", "11"), ("反对", "2"), ("弃权", "1")):
            page.get_by_label(label, exact=True).fill(count)
        page.get_by_label("监票人一").fill("何建国")
        page.get_by_label("监票人二").fill("高丽华")
        button(page, "结束表决，看结果")
        sees(page, "通过", "应到 17 人，到会 14 人", "至少 8 票过线")
        link(page, "回到会议")
        button(page, "散会")
        sees(page, "已散会")


def look(life: Life) -> None:
    """Anybody sees the first disclosure with its window, on a phone, without an account."""
    with life.town.visit(width=390) as page:
        page.goto("/")
        link(page, TITLE)
        sees(page, "决议公示中", "公示第", "共 5 天", "赞成 11")
        link(page.get_by_role("navigation", name="主导航"), "公开")
        sees(page, TITLE)
        press(page.get_by_role("link", name=TITLE).first)
        sees(page, "48,000.00", "记账码")


ACTS = (propose, screen, second, promote, consult, call_meeting, vote, look)
