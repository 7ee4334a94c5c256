"""Who lives and works in the fictional district, and the accounts that visitors of the demo may use."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from microprojects.domain.people import Role

PASSWORD = "rongshu-2026-demo"


@dataclass(frozen=True)
class Part:
    """One person with a role: user name, full name, role and the slug of the area."""

    username: str
    name: str
    role: Role
    area: str

    @property
    def secret(self) -> str:
        """Return the second factor's secret, the same in every demo. It is public, so it protects nothing."""
        digest = hashlib.sha256(f"demo:{self.username}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()


@dataclass(frozen=True)
class Place:
    """One community: slug, letters in project numbers, name, hall, adults and households."""

    slug: str
    code: str
    name: str
    hall: str
    adults: int
    households: int


DISTRICT = ("minghu", "MH", "明湖区")
STREET = ("rongshu", "RS", "榕树街道")
COMMUNITIES = (
    Place("lizhi", "LZ", "荔枝社区", "荔枝社区阳光议事厅", 4120, 1860),
    Place("mumian", "MM", "木棉社区", "木棉社区阳光议事厅", 5310, 2204),
    Place("fenghuang", "FH", "凤凰社区", "凤凰社区阳光议事厅", 6040, 2531),
    Place("rongyin", "RY", "榕荫社区", "榕荫社区阳光议事厅", 3780, 1622),
)
ABOVE = (
    Part("qu-huang", "黄志远", Role.DISTRICT_ADMIN, "minghu"),
    Part("shenji-shen", "沈明", Role.AUDITOR, "minghu"),
    Part("xitong-pei", "裴静", Role.SYSADMIN, "minghu"),
    Part("jie-zhou", "周强", Role.STREET_OFFICER, "rongshu"),
    Part("jie-wu", "吴刚", Role.STREET_LEADER, "rongshu"),
    Part("cai-zheng", "郑华", Role.FINANCE, "rongshu"),
    Part("cai-feng", "冯丽", Role.FINANCE, "rongshu"),
    Part("jiandu-he", "何平", Role.SUPERVISOR, "rongshu"),
    Part("zhuanjia-yan", "严工", Role.EXPERT, "rongshu"),
    Part("shigong-shi", "石磊", Role.CONTRACTOR, "rongshu"),
    Part("qucai-tian", "田静", Role.FINANCE, "minghu"),
)
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
    "于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾夏韦付方邹熊白孟秦邱侯江尹薛闫段雷"
    "龙黎史陶贺毛郝顾龚邵"
)
_GIVEN = (
    "秀英",
    "建国",
    "丽华",
    "志强",
    "桂芳",
    "伟明",
    "玉兰",
    "国栋",
    "小燕",
    "海涛",
    "淑珍",
    "文斌",
    "春梅",
    "永刚",
    "雅琴",
    "少华",
    "红霞",
    "金凤",
    "俊杰",
    "美玲",
    "宏伟",
    "素芬",
    "晓东",
    "慧敏",
    "立新",
    "月娥",
    "振华",
    "佳怡",
    "德胜",
    "翠萍",
    "子轩",
    "婉清",
    "光明",
    "彩云",
    "大勇",
    "思远",
    "惠珍",
    "嘉豪",
    "凤英",
    "文静",
)


def name_of(number: int) -> str:
    """Return the full name of the n-th resident of the district."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[(number * 7 + number // len(_SURNAMES)) % len(_GIVEN)]


def council(place: Place) -> Iterator[Part]:
    """Return the seventeen of a community's council: the chair and sixteen members."""
    start = 300 + 40 * [p.slug for p in COMMUNITIES].index(place.slug)
    yield Part(f"{place.slug}-chair", name_of(start), Role.COUNCIL_CHAIR, place.slug)
    for n in range(1, 17):
        yield Part(f"{place.slug}-yi{n:02}", name_of(start + n), Role.COUNCIL_MEMBER, place.slug)


def desk(place: Place) -> tuple[Part, ...]:
    """Return who works at a community's window: two clerks, the party secretary, secretary and grid worker."""
    start = 320 + 40 * [p.slug for p in COMMUNITIES].index(place.slug)
    return (
        Part(f"{place.slug}-jing", name_of(start), Role.COMMUNITY_STAFF, place.slug),
        Part(f"{place.slug}-fu", name_of(start + 1), Role.COMMUNITY_STAFF, place.slug),
        Part(f"{place.slug}-dang", name_of(start + 2), Role.PARTY_SECRETARY, place.slug),
        Part(f"{place.slug}-jilu", name_of(start + 3), Role.COUNCIL_SECRETARY, place.slug),
        Part(f"{place.slug}-wang", name_of(start + 4), Role.GRID_WORKER, place.slug),
    )


# Residents who have an account of their own: user name, name, community.
RESIDENTS = (
    ("jumin-lin", "林秀英", "lizhi"),
    ("jumin-chen", "陈建国", "lizhi"),
    ("jumin-tang", "唐敏", "mumian"),
    ("jumin-ou", "欧阳娜娜", "rongyin"),
    ("jumin-du", "杜鹃", "fenghuang"),
)
# How many more residents each community needs, so that every seconder is a person.
NEIGHBOURS = {"lizhi": 64, "mumian": 92, "fenghuang": 126, "rongyin": 70}
# In which buildings those live who are on the register and never take part; a community each has so many of them.
QUIET = ("10号楼",) * 8 + ("11号楼",) * 6 + ("12号楼",) * 3 + ("2号楼",) * 5 + ("7号楼",) * 9
