"""The usual things of micro-projects by which unit prices are compared: what each is called, and in what it is counted.

Source: a proposal, after the lists of costs of published 民生微实事 projects; a line that is none of these is not compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from microprojects.domain.errors import N_

_AREA = ("平方米", "平米", "平", "平方")
_LENGTH = ("米", "m", "延米")
_PIECE = ("个", "只", "处")
_SET = ("套", "组")


@dataclass(frozen=True)
class Item:
    """One usual thing: its key, its name and unit in the source language, and how both are written in lists of costs."""

    key: str
    name: str
    unit: str
    names: tuple[str, ...]
    units: tuple[str, ...]


ITEMS: tuple[Item, ...] = (
    Item("bench", N_("座椅"), N_("张"), ("座椅", "长凳", "长椅", "休闲椅", "公共座椅"), ("张", "把", "条", "个")),
    Item("street_light", N_("路灯"), N_("盏"), ("路灯", "照明灯", "庭院灯"), ("盏", "个", "套")),
    Item("solar_light", N_("太阳能灯"), N_("盏"), ("太阳能灯", "太阳能路灯"), ("盏", "个", "套")),
    Item("sensor_light", N_("感应灯"), N_("盏"), ("感应灯", "声控灯", "楼道灯"), ("盏", "个")),
    Item("camera", N_("监控摄像头"), N_("个"), ("监控摄像头", "摄像头", "监控", "高空抛物摄像头"), (*_PIECE, "台", "路")),
    Item("charger", N_("充电桩"), N_("个"), ("充电桩", "充电柱"), ("个", "台", "根")),
    Item("charging_place", N_("电动自行车充电位"), N_("位"), ("充电位", "电动自行车充电位", "充电插座"), ("位", "个")),
    Item("bike_shed", N_("车棚"), N_("平方米"), ("车棚", "自行车棚", "电动自行车棚"), _AREA),
    Item("bike_rack", N_("停车架"), N_("位"), ("停车架", "自行车停车架"), ("位",)),
    Item("fitness", N_("健身器材"), N_("件"), ("健身器材", "健身器械", "健身路径"), ("件", "台", "套", "个")),
    Item("play", N_("儿童游乐设施"), N_("套"), ("儿童游乐设施", "游乐设施", "滑梯"), (*_SET, "件")),
    Item("safety_mat", N_("安全地垫"), N_("平方米"), ("安全地垫", "地垫", "塑胶地垫"), _AREA),
    Item("greening", N_("绿化"), N_("平方米"), ("绿化", "植物", "种植", "补绿", "绿化补种"), _AREA),
    Item("paving", N_("地面铺装"), N_("平方米"), ("地面铺装", "铺装", "透水砖", "透水铺装"), _AREA),
    Item("asphalt", N_("沥青路面"), N_("平方米"), ("沥青路面", "沥青", "路面修补"), _AREA),
    Item("wall_paint", N_("墙面粉刷"), N_("平方米"), ("墙面粉刷", "粉刷", "涂料", "外墙涂料"), _AREA),
    Item("waterproof", N_("屋面防水"), N_("平方米"), ("屋面防水", "防水", "防水材料"), _AREA),
    Item("handrail", N_("扶手"), N_("米"), ("扶手", "楼道扶手", "不锈钢扶手", "双层扶手"), _LENGTH),
    Item("fence", N_("栏杆"), N_("米"), ("栏杆", "护栏", "围栏"), _LENGTH),
    Item("drain", N_("排水沟"), N_("米"), ("排水沟", "雨水沟"), _LENGTH),
    Item("canopy", N_("雨棚"), N_("平方米"), ("雨棚", "遮雨棚", "遮阳棚"), _AREA),
    Item("ramp", N_("无障碍坡道"), N_("处"), ("无障碍坡道", "坡道"), ("处", "个", "座")),
    Item("notice_board", N_("宣传栏"), N_("块"), ("宣传栏", "公告栏"), ("块", "个", "座")),
    Item("sign", N_("公示牌"), N_("块"), ("公示牌", "现场公示牌", "工程公示牌"), ("块", "个")),
    Item("bin", N_("垃圾桶"), N_("个"), ("垃圾桶", "分类垃圾桶", "果皮箱"), ("个", "只")),
    Item("waste_house", N_("垃圾分类亭"), N_("座"), ("垃圾分类亭", "分类亭", "垃圾亭"), ("座", "个", "处")),
    Item("drying_rack", N_("晾衣架"), N_("套"), ("晾衣架", "晾晒架", "晾衣杆"), (*_SET, "个")),
    Item("defibrillator", N_("除颤仪"), N_("台"), ("除颤仪", "AED", "自动体外除颤仪"), ("台", "个")),
    Item("air_conditioner", N_("空调"), N_("台"), ("空调", "空调机"), ("台",)),
    Item("bookcase", N_("书架"), N_("组"), ("书架", "书柜"), ("组", "个")),
    Item("books", N_("图书"), N_("册"), ("图书", "书籍"), ("册", "本")),
    Item("parking_mark", N_("停车位划线"), N_("位"), ("停车位划线", "划线", "车位划线"), ("位", "个")),
    Item("speed_bump", N_("减速带"), N_("条"), ("减速带",), ("条",)),
    Item("extinguisher", N_("灭火器"), N_("具"), ("灭火器",), ("具", "个", "支")),
    Item("tree_care", N_("树木修剪"), N_("棵"), ("树木修剪", "修剪", "树木排险"), ("棵", "株")),
    Item("lesson", N_("讲课"), N_("次"), ("讲课", "授课", "老师", "课时"), ("次", "场", "节", "课时")),
)  # fmt: skip
BY_KEY: dict[str, Item] = {each.key: each for each in ITEMS}
# What may stand around a name without making it another thing.
AFTER = (
    "采购及安装",
    "购置及安装",
    "采购安装",
    "购置安装",
    "及安装",
    "和安装",
    "采购",
    "购置",
    "购买",
    "安装",
    "更换",
    "加装",
    "制作",
    "费用",
    "费",
)
BEFORE = (
    "采购",
    "购置",
    "购买",
    "安装",
    "更换",
    "加装",
    "增设",
    "新增",
    "新建",
    "新装",
    "制作",
    "户外",
    "公共",
)
