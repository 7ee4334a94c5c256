"""The later acts of a whole life: objected to, approved, bought, built, paid, inspected, settled, evaluated, read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from microprojects.demo import cast
from microprojects.demo.pictures import scene
from tests.browser.living import TITLE, Life, button, each, hands_in, link, sees

VERIFY = Path(sys.executable).with_name("microprojects")


def object_(life: Life) -> None:
    """A neighbour objects; the officer replies; the supervisor has read it; the notice goes on."""
    town = life.town
    town.wall.set("2026-11-26")
    with town.visit("lizhi-jumin020", width=390) as page:
        page.goto(f"/projects/{life.number}")
        link(page, "我有异议")
        page.get_by_role("group", name="为什么有异议").get_by_role("radio").first.check()
        page.get_by_label("事实是什么").fill("第五盏灯正对我家窗户，夜里会照到床上。")
        page.get_by_label("希望怎么办（可不填）").fill("挪两米，或者加遮光罩。")
        button(page, "交出异议")
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{life.number}")
        sees(page, "异议处理中")
        link(page, "答复异议")
        link(page, "写答复")
        page.get_by_role("group", name="结论").get_by_label("不成立").check()
        page.get_by_label("答复", exact=True).fill(
            "现场量过，灯杆离窗户九米，灯头朝路面，并加装遮光罩，位置和费用不变。"
        )
        page.get_by_label("公开的事实").fill("有居民担心第五盏灯照进窗户。")
        button(page, "公开这份答复")
    with town.visit("jiandu-he") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "看答复并签名")
        button(page, "我看过这件答复")
        sees(page, "监督员看过")
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "异议答复完，继续公示")
        button(page, "接着公示")
        sees(page, "决议公示中")


def approve(life: Life) -> None:
    """The leader files the resolution; after the window the officer approves, and the money is promised."""
    town = life.town
    with town.visit("jie-wu") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "备案")
        page.get_by_label("备案号").fill("榕街备〔2026〕57号")
        button(page, "备案")
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{life.number}")
        expect(page.get_by_role("link", name="立项", exact=True)).to_have_count(0)
        sees(page, "公示期满")
    town.wall.set("2026-12-02")
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "立项")
        sees(page, "46,000.00")
        button(page, "立项，占用资金")
        sees(page, "立项")


def procure(life: Life) -> None:
    """The officer asks three suppliers and chooses the cheapest; the money of the neighbours comes in."""
    town = life.town
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "开始采购")
        sees(page, "街道小额工程询价", "至少 3 家")
        button(page, "开始采购")
        sees(page, "采购中")
        for n, price in enumerate(("46000", "47000", "48000")):
            page.goto(f"/office/projects/{life.number}")
            link(page, "登记报价")
            page.get_by_label("哪家单位").select_option(index=n)
            page.get_by_label("报价", exact=True).fill(price)
            button(page, "记下这个报价")
        page.goto(f"/office/projects/{life.number}")
        link(page, "选定承办单位")
        page.get_by_role("group", name="选哪一家").get_by_role("radio").first.check()
        button(page, "选这一家，公开")
    with town.visit("cai-zheng") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "登记自筹到账")
        page.get_by_label("金额").fill("2000")
        page.get_by_label("收据或承诺书编号").fill("收据 2026-118")
        button(page, "登记，记账")


def contract(life: Life) -> None:
    """The contract is signed at the price of the quote and published; with its papers on file the work starts."""
    town = life.town
    town.wall.set("2026-12-05")
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "签合同")
        page.get_by_label("合同编号").fill("RS-2026-118")
        page.get_by_label("合同金额").fill("46000")
        page.get_by_label("其中财政资金").fill("44000")
        page.get_by_label("其中自筹资金").fill("2000")
        page.get_by_label("签订日期").fill("2026-12-05")
        page.get_by_label("约定开工日期").fill("2026-12-07")
        page.get_by_label("约定完工日期").fill("2026-12-31")
        page.get_by_label("合同文本（可以以后再公开）").fill("乙方加装十二盏路灯，按进度付款，不亮的免费换。")
        button(page, "登记合同，公开")
        sees(page, "已签约")
    town.wall.set("2026-12-07")
    with town.visit("jie-zhou") as page:
        for kind, words in (
            ("开工报告", "人员、材料到场，今日开工。"),
            ("安全措施", "已签责任书，围挡到位。"),
        ):
            _write(page, life, kind, words)
        for kind, moment in (("公示牌照片", "board"), ("施工前照片", "before")):
            _upload(page, life, kind, moment)
        page.goto(f"/office/projects/{life.number}")
        link(page, "开工")
        button(page, "开工，公开")
        sees(page, "实施中")


def _write(page: Page, life: Life, kind: str, words: str, counter: str = "office/") -> None:
    page.goto(f"/{counter}projects/{life.number}")
    link(page, "上传材料")
    page.get_by_label("哪一种材料").select_option(label=kind)
    page.get_by_label("书面说明（不传文件时填）").fill(words)
    button(page, "收下这份材料")


def _upload(page: Page, life: Life, kind: str, moment: str, counter: str = "office/") -> None:
    page.goto(f"/{counter}projects/{life.number}")
    link(page, "上传材料")
    page.get_by_label("哪一种材料").select_option(label=kind)
    picture = {"name": f"{moment}.jpg", "mimeType": "image/jpeg", "buffer": scene(life.number, moment)}
    page.get_by_label("照片或文件（可不传）").set_input_files(picture)
    page.get_by_label("图片说明（可不填）").fill("三巷路口，同一位置")
    button(page, "收下这份材料")


def _pay(life: Life, tranche: int, amount: str, fiscal: str, social: str, invoice: str) -> None:
    """One finance clerk enters a payment and cannot approve it; the other approves it."""
    for who in ("cai-zheng", "cai-feng"):
        with life.town.visit(who) as page:
            page.goto(f"/office/projects/{life.number}")
            if who == "cai-zheng":
                link(page, "录付款")
                page.get_by_role("group", name="付哪一期").get_by_role("radio").nth(tranche).check()
                page.get_by_label("金额", exact=True).fill(amount)
                page.get_by_label("其中财政资金").fill(fiscal)
                page.get_by_label("其中自筹资金").fill(social)
                page.get_by_label("发票号").fill(invoice)
                page.get_by_label("用途").fill("按合同付款")
                hands_in(page, "录下，等复核")
                page.goto(f"/office/projects/{life.number}")
            link(page, "审批付款")
            link(page, "复核这一笔")
            if who == "cai-zheng":
                sees(page, "录的人不能自己复核")
                continue
            page.get_by_label("凭证号").fill(f"记-{invoice}")
            button(page, "复核无误，记账")
            sees(page, "已记账")


def build(life: Life) -> None:
    """The contractor reports progress; two instalments are paid; a picture shows it done; completion is reported."""
    town = life.town
    _pay(life, 0, "13800", "11800", "2000", "044001")
    town.wall.set("2026-12-11")
    with town.visit("shigong-shi", width=390) as page:
        page.goto("/my/")
        sees(page, "我在做的工地")
        link(page, TITLE)
        link(page, "报进度")
        page.get_by_label("做到百分之几").fill("60")
        page.get_by_label("进度说明").fill("灯杆立好七根，电缆穿完。")
        button(page, "公开这次进度")
    _pay(life, 1, "23000", "23000", "0", "044002")
    town.wall.set("2026-12-15")
    with town.visit("shigong-shi") as page:
        _write(page, life, "完工报告", "十二盏路灯全部装好，试亮三晚。", counter="")
        _write(page, life, "竣工清单", "路灯 12 盏，电缆 180 米。", counter="")
        _upload(page, life, "施工后照片", "after", counter="")
        page.goto(f"/projects/{life.number}")
        link(page, "报完工")
        button(page, "报完工")
        sees(page, "待验收")


def inspect(life: Life) -> None:
    """A panel with two residents looks at everything and passes it."""
    town = life.town
    town.wall.set("2026-12-17")
    with town.visit("jie-zhou") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "登记验收")
        page.get_by_label("验收日期").fill("2026-12-17")
        page.get_by_label("街道经办").select_option(label="周强")
        page.get_by_label("社区居委会").select_option(index=1)
        page.get_by_label("评议监督员").select_option(label="何平")
        page.get_by_label("居民代表", exact=True).fill("\n".join(("陈建国", cast.name_of(0))))
        page.get_by_label("提议人没来的理由").fill("出差在外，电话里听了意见。")
        page.get_by_label("使用的居民怎么说").fill("亮堂了，晚上敢出门。")
        page.get_by_label("验收结论").fill("各项合格，同意验收。")
        hands_in(page, "存验收记录")
        page.goto(f"/office/projects/{life.number}")
        link(page, "验收合格")
        button(page, "验收合格，去结算")
        sees(page, "结算中")


def settle(life: Life) -> None:
    """Finance records the account, pays the rest but the retention, and publishes the result."""
    town = life.town
    with town.visit("cai-zheng") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "登记结算")
        page.get_by_label("结算金额").fill("46000")
        page.get_by_label("留多少质保金").fill("1380")
        page.get_by_label("质保到哪天").fill("2027-12-17")
        page.get_by_label("完成了多少").fill("十二盏路灯，三巷全亮。")
        page.get_by_label("经验教训").fill("灯头先试方向再固定。")
        button(page, "存结算")
    _pay(life, 2, "7820", "7820", "0", "044003")
    with town.visit("cai-zheng") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "结算并公开结果")
        button(page, "结算，公开结果")
        sees(page, "结果公示中")


def evaluate(life: Life) -> None:
    """After the notice of the result residents answer; when enough did, the supervisor signs and the clerk closes."""
    town = life.town
    town.wall.set("2026-12-24")
    with town.visit("lizhi-jing") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "开始评议")
        button(page, "开始评议")
        sees(page, "评议中")
    for n in range(10):
        with town.visit(f"lizhi-jumin{n + 10:03}", width=390) as page:
            page.goto(f"/projects/{life.number}")
            link(page, "去打分")
            for group in each(page.get_by_role("group"), 4):
                group.get_by_role("radio").nth(0 if n else 1).check()
            button(page, "交出评价")
            sees(page, "谢谢，您的评价已收到")
    town.wall.set("2027-01-05")
    with town.visit("lizhi-jing") as page:
        page.goto(f"/office/projects/{life.number}/archive")
        missing = page.get_by_label("哪一样").get_by_role("option")
        for left in range(len(each(missing, 1)), 0, -1):
            expect(missing).to_have_count(left)
            button(page, "记下这一样")
        sees(page, "都齐了，可以办结")
    with town.visit("jiandu-he") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "在评议和档案上签字")
        button(page, "核对无误，签字")
        sees(page, "已签字，可以办结了")
    with town.visit("lizhi-jing") as page:
        page.goto(f"/office/projects/{life.number}")
        link(page, "办结归档")
        button(page, "办结归档")
        sees(page, "办结")


def read(life: Life) -> None:
    """Anybody reads the whole life on one page, and checks the downloaded record without the site."""
    with life.town.visit(width=390) as page:
        page.goto(f"/projects/{life.number}")
        sees(page, "办结", "赞成 11", "反对 2", "弃权 1", "48,000.00", "46,000.00", "44,620.00")
        sees(page, "13,800.00", "23,000.00", "7,820.00", "居民（林**）", "有居民担心第五盏灯照进窗户")
        expect(page.locator("main .seal:not(.seal-todo)")).to_have_count(3)
        expect(page.locator("main")).not_to_contain_text("林秀英")
        link(page, "核对公开流水")
        sees(page, f"只看 {life.number}", "办结归档", "付款")
        link(page, "看全部")
        with page.expect_download() as kept:
            page.get_by_role("link", name="下载全部流水", exact=True).click()
        record = Path(kept.value.path())
        verify = subprocess.run((VERIFY, "verify", record), capture_output=True, text=True, check=False)
    assert (verify.returncode, verify.stderr) == (0, "")


ACTS = (object_, approve, procure, contract, build, inspect, settle, evaluate, read)
