"""The style guide: one page with every component in every state, for tests and for people who look at it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, flash, render_template
from flask_wtf import FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice

from microprojects.domain.money import Fen
from microprojects.domain.states import State
from microprojects.web.guard import anyone

PAGES = Path(__file__).parent / "pages"
TODAY = date(2026, 11, 18)
AT = datetime(2026, 11, 15, 10, 5, tzinfo=UTC)
CODE = "e83a5f07c2914d6b" * 4
YUAN = 100
TONES = {"work": "ready", "seal": "published"}

TRACK: list[dict[str, Any]] = [
    {"mark": "一", "name": "一议", "lines": ["居民提议", "3月6日", "121 人附议"], "status": "done"},
    {"mark": "二", "name": "二议", "lines": ["街道商议", "4月21日"], "status": "done"},
    {"mark": "三", "name": "三议", "lines": ["议事会决议", "5月17日", "13 : 2 : 1"], "status": "done"},
    {"mark": "公", "name": "一公开", "lines": ["项目公开", "5月18–22日"], "status": "done", "is_seal": True},
    {"mark": "立", "name": "立项", "lines": ["5月25日"], "status": "done"},
    {"mark": "实", "name": "实施", "lines": ["8月3日起"], "status": "done"},
    {
        "mark": "公",
        "name": "二公开",
        "lines": ["资金公开", "已 6 次"],
        "status": "done",
        "is_seal": True,
        "is_rolling": True,
    },
    {"mark": "验", "name": "验收", "lines": ["11月20日查验"], "status": "now"},
    {"mark": "公", "name": "三公开", "lines": ["结果公开", "结算后"], "status": "todo", "is_seal": True},
    {"mark": "结", "name": "办结", "lines": [], "status": "todo"},
]
MONEY = [
    ("荔枝", {"approved": 308_000 * YUAN, "contract": 300_300 * YUAN, "paid": 171_350 * YUAN}),
    ("木棉", {"approved": 457_000 * YUAN, "contract": 375_200 * YUAN, "paid": 249_340 * YUAN}),
    ("凤凰", {"approved": 452_600 * YUAN, "contract": 436_460 * YUAN, "paid": 343_760 * YUAN}),
    ("榕荫", {"approved": 176_500 * YUAN, "contract": 113_500 * YUAN, "paid": 27_900 * YUAN}),
]
SAMPLES: dict[str, Any] = {
    "states": list(State),
    "track": TRACK,
    "today": TODAY,
    "first": date(2026, 11, 16),
    "last": date(2026, 11, 20),
    "far_working": date(2026, 11, 22),
    "far": date(2026, 12, 15),
    "at": AT,
    "digest": CODE,
    "community": {"name": "榕荫社区"},
    "money_rows": MONEY,
    "money_series": [("approved", "批准"), ("contract", "合同"), ("paid", "已付")],
    "parts": [
        ("paid", "已付", Fen(27_900 * YUAN)),
        ("contract", "已签约，待付", Fen(65_600 * YUAN)),
        ("approved", "已立项，待签约", Fen(45_000 * YUAN)),
        ("pending", "公示中，还没有定", Fen(395_000 * YUAN)),
    ],
    "payments": [
        [{"text": "2026-07-30"}, {"text": "预付款 30%", "small": "明湖安桩电气工程有限公司"}, {"text": "遮蔽件", "url": "#"}, "74,580.00"],
        [{"text": "2026-11-05"}, {"text": "进度款 20%，通电", "small": "同上"}, {"text": "遮蔽件", "url": "#"}, "49,720.00"],
    ],
    "events": [
        {"day": date(2026, 11, 9), "title": "施工方报完工", "text": "附竣工清单和照片 12 张。"},
        {"day": date(2026, 11, 7), "title": "二公开第 6 次", "text": "付进度款 49,720.00 元。", "is_seal": True, "url": "#"},
        {"day": date(2026, 12, 1), "title": "三公开", "is_todo": True},
    ],
    "lines": [
        {"number": 220, "words": "旱溪积水整治一公开，公示开始", "at": AT, "digest": CODE, "url": "#"},
        {"number": 219, "words": "邻里节·百家宴立项", "at": AT, "digest": "b2d4116e" * 8},
    ],
    "disclosures": [
        {"mark": "三", "status": "published", "title": "青少年航模科普课", "url": "#",
         "words": "结果公示第 2 天。满意 91%，省 2,000 元退回。",
         "fen": 48_000 * YUAN, "note": "凤凰，11月18日", "digest": "a95c77e1" * 8},
        {"mark": "二", "status": "rolling", "title": "巷道 LED 路灯 40 盏", "url": "#",
         "words": "公布合同：询价 3 家，取最低价。",
         "fen": 85_600 * YUAN, "note": "榕荫，11月12日", "digest": "7c1e90af" * 8},
    ],
    "projects": [
        {"title": "榕荫广场旱溪积水整治", "url": "#", "state": "noticing", "place": "榕荫广场", "kind": "工程类",
         "words": "雨后积水 20 厘米，老人孩子绕行。", "facts": ["全社区受益"], "fen": 395_000 * YUAN},
        {"title": "党群服务中心空调更换", "url": "#", "state": "declined", "day": date(2026, 10, 9),
         "words": "办公设备不在范围内，应由单位预算支出。", "facts": ["提议人没有申诉"]},
    ],
    "checks": [
        {"done": True, "words": "异议已登记，姓名已遮蔽", "note": "11月11日 09:20"},
        {"done": False, "words": "写答复：成立、部分成立或不成立", "note": "今天 17:30 前", "url": "#", "link": "现在写"},
    ],
    "groups": [
        ("已超期和今天（2）", [
            {"due": "超期 1 天", "tone": "late", "day": "11月17日到期", "title": "补第 3 家报价：中医养生进社区 12 场",
             "url": "#", "note": "询价至少 3 家，现在有 2 家", "place": "木棉"},
            {"due": "今天", "tone": "today", "day": "17:30 到期", "title": "答复异议：高空抛物摄像头 4 处",
             "url": "#", "note": "异议 1 件，公示已暂停", "place": "木棉", "is_open": True},
        ]),
        ("本周（1）", [
            {"due": "还有 2 天", "tone": "soon", "day": "11月20日", "title": "组织验收：电动自行车集中充电棚",
             "url": "#", "note": "还差 1 名居民代表", "place": "凤凰"},
        ]),
    ],
    "pictures": [{"src": "/assets/0/img/mark.svg", "alt": "示意图", "words": "开工前，2026-07-28。", "width": 320, "height": 200}],
}  # fmt: skip


class ProposalForm(FlaskForm):
    """A form with one field of each kind."""

    title = StringField("想办什么事", description="一句话，不超过 20 个字")
    kind = RadioField(
        "哪一类",
        choices=[SelectChoice("works", "工程：修、装、改"), SelectChoice("goods", "货物：买东西")],
        default="works",
    )
    theme = SelectField("主题", choices=[SelectChoice("safety", "安全"), SelectChoice("care", "养老")])
    why = TextAreaField("为什么要办", description="现在怎么样，谁受影响")
    cost = StringField("大概要多少钱", description="不知道可以空着，街道会估")
    pictures = FileField("照片（可不传）", description="最多 3 张。位置信息会自动去掉，人脸请先遮住")
    groups = SelectMultipleField(
        "谁受益", choices=[SelectChoice("old", "老人"), SelectChoice("young", "孩子")], default=["old"]
    )
    code = StringField("投票码")
    agreed = BooleanField("我看过个人信息说明", default=True)


def wrong_form() -> ProposalForm:
    """Return a form that came back with two problems of its fields and one of its own."""
    form = ProposalForm(title="三巷路灯太暗，想加几盏灯", cost="450,000")
    form.cost.errors = ["金额是 450,000 元，工程类最多 400,000 元。请减 50,000 元，或写上社会资金。"]
    form.why.errors = ["说明里有手机号码 138****5678。请删去，社区另有您的联系方式。"]
    form.kind.errors = ["请选一类。"]
    return form


def add_to(app: Flask) -> None:
    """Put the style guide on an app that has not answered a request yet."""
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(PAGES), FileSystemLoader(Path(app.root_path, "templates"))]
    )
    for page in ("components", "forms", "desk", "sheet"):
        app.add_url_rule(f"/{page}", page, anyone(_show(page)))


def _show(page: str) -> Any:
    def view() -> str:
        if page == "forms":
            flash("已替您存好，随时接着写。")
        form = wrong_form() if page == "forms" else None
        return render_template(f"{page}.html", form=form, **SAMPLES)

    return view
