"""What the privacy scan finds, what it leaves alone, and what it never repeats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.privacy import Kind, PrivacyFinding, redact, require_clean, scan

FOUND = [
    ("电话13812345678，谢谢", Kind.MOBILE, "13812345678"),
    ("138 1234 5678", Kind.MOBILE, "138 1234 5678"),
    ("138-1234-5678", Kind.MOBILE, "138-1234-5678"),
    ("138 123 45678", Kind.MOBILE, "138 123 45678"),
    ("１３８１２３４５６７８", Kind.MOBILE, "１３８１２３４５６７８"),
    ("+86 13812345678", Kind.MOBILE, "+86 13812345678"),
    ("8613812345678", Kind.MOBILE, "8613812345678"),
    ("138\u200b1234\u20605678", Kind.MOBILE, "138\u200b1234\u20605678"),
    ("身份证11010519491231002X。", Kind.ID_CARD, "11010519491231002X"),
    ("11010519491231002ｘ", Kind.ID_CARD, "11010519491231002ｘ"),
    ("110105 19491231 002X", Kind.ID_CARD, "110105 19491231 002X"),
    ("440106900307743", Kind.ID_CARD, "440106900307743"),
    ("卡号6222021234567890128", Kind.BANK_CARD, "6222021234567890128"),
    ("4111 1111 1111 1111", Kind.BANK_CARD, "4111 1111 1111 1111"),
    ("住3栋1单元502", Kind.DOOR, "3栋1单元502"),
    ("3栋1单元5楼502室漏水", Kind.DOOR, "3栋1单元5楼502室"),
    ("三栋一单元8", Kind.DOOR, "三栋一单元8"),
    ("12号楼1203房", Kind.DOOR, "12号楼1203房"),
    ("楼上502室漏水", Kind.DOOR, "502室"),
    ("502室3人", Kind.DOOR, "502室"),
    ("我住3栋502，请联系", Kind.DOOR, "3栋502"),
    ("写信到 Lin.Ming+a@example.com.cn", Kind.EMAIL, "Lin.Ming+a@example.com.cn"),
    ("微信号：lin_2020x", Kind.WECHAT, "微信号：lin_2020x"),
    ("VX lin20201", Kind.WECHAT, "VX lin20201"),
    ("请加我微信", Kind.WECHAT, "加我微信"),
    ("微信: chenwei88", Kind.WECHAT, "微信: chenwei88"),
    ("wx:abc12345", Kind.WECHAT, "wx:abc12345"),
    ("wx：abc12345", Kind.WECHAT, "wx：abc12345"),
    ("详情加我wx", Kind.WECHAT, "加我wx"),
    ("电话打不通就微信同号", Kind.WECHAT, "微信同号"),
    ("手机号就是微信", Kind.WECHAT, "手机号就是微信"),
    ("打 138 1234 567 8", Kind.MOBILE, "138 1234 567 8"),
    ("138 12 34 56 78", Kind.MOBILE, "138 12 34 56 78"),
    ("1 3 8 1 2 3 4 5 6 7 8", Kind.MOBILE, "1 3 8 1 2 3 4 5 6 7 8"),
    ("138—1234—5678", Kind.MOBILE, "138—1234—5678"),
    ("一三八一二三四五六七八", Kind.MOBILE, "一三八一二三四五六七八"),
    ("幺三八 一二三四 五六七〇", Kind.MOBILE, "幺三八 一二三四 五六七〇"),
    ("138一二三四5678", Kind.MOBILE, "138一二三四5678"),
    ("三栋二单元五零一", Kind.DOOR, "三栋二单元五零一"),
    ("三栋二单元五〇一室漏水", Kind.DOOR, "三栋二单元五〇一室"),
    ("住三栋五零一。", Kind.DOOR, "三栋五零一"),
    ("楼上五零一室漏水", Kind.DOOR, "五零一室"),
    ("2单元501的住户", Kind.DOOR, "2单元501"),
    ("车粤B12345乱停", Kind.PLATE, "粤B12345"),
    ("粤B·A1234", Kind.PLATE, "粤B·A1234"),
    ("粤BD12345", Kind.PLATE, "粤BD12345"),
    ("粤B 12345D", Kind.PLATE, "粤B 12345D"),
    ("粤Z1234港", Kind.PLATE, "粤Z1234港"),
]

LEFT_ALONE = [
    "居委会电话 0755-82345678，12345 热线",
    "138123456789012",
    "1381234567",
    "12812345678",
    "11010519491231002X1",
    "110105194912310021",
    "110105194913310021",
    "4111 1111 1111 1112",
    "统一社会信用代码 91440300MA5F7K2X3P",
    "2025年1月1日至2026-11-20，预算 12,000.50 元",
    "3栋1单元20盏灯，3号楼120户受益",
    "3栋楼下加装扶手",
    "党群服务中心201会议室，20房间，两室一厅 2室1厅",
    "建一个微信群，微信公众号发布，加微信群，微信：扫码",
    "规范非机动车停放划线 (约35,000米, 1,300标识)",
    "LZ-2026-014",
    "1 3 5 7 9 11 13 15",
    "13 15 17 19 21 23 25 27",
    "按 GB 55019-2021、GB/T 50326-2017 和粤建规 DBJ15-2021 施工",
    "合同编号 WX-2026-014，项目编号 LZ-2026-014，深民函 2026 第 138 号",
    "第一三八条，二〇二六年十一月二十八日，第十三章第五条",
    "路灯 12 盏，3 栋楼，二单元门厅，三栋二单元三层楼道",
    "三栋二单元一百二十户，二单元一二三层，三栋二单元二十盏灯",
    "预算 150 2026-11-20 前拨付，130 元 2,500 米",
    "138,000.00 元，1,380 平方米，138.5 米",
    "新A区改造，云B1栋，新增LED12345套以外，新GB55019",
    "电话 0755-8323 0001，每天 8:30-12:00、14:00-18:00",
    "一二三四五六七八九十，一三五七九",
    "加微信群，WX 系列水泵，WXD-3 型控制箱",
    "3fa1c013812345678" + "a" * 47,
    "550e8400-e29b-41d4-a716-a13812345678",
]


@pytest.mark.parametrize(("text", "kind", "found"), FOUND)
def test_personal_data_is_found_where_it_stands(text: str, kind: Kind, found: str) -> None:
    findings = scan(text)

    assert [(f.kind, text[f.start : f.end]) for f in findings] == [(kind, found)]
    assert found not in findings[0].excerpt_masked


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_not_personal_data_is_left_alone(text: str) -> None:
    assert scan(text) == ()


def test_several_findings_come_in_the_order_of_the_text() -> None:
    text = "林先生 13812345678，住 502室，邮箱 lin@example.com"

    assert [f.kind for f in scan(text)] == [Kind.MOBILE, Kind.DOOR, Kind.EMAIL]
    assert redact(text) == "林先生 〔手机已隐去〕，住 〔门牌已隐去〕，邮箱 〔邮箱已隐去〕"


def test_findings_that_overlap_become_one_under_the_graver_name() -> None:
    text = "13812345678@example.com"

    assert [(f.kind, f.start, f.end) for f in scan(text)] == [(Kind.MOBILE, 0, len(text))]


def test_the_refusal_names_kind_and_place_and_does_not_repeat_the_number() -> None:
    with pytest.raises(PrivacyFinding) as refused:
        require_clean("问题描述", "请打13812345678")

    assert str(refused.value) == (
        "“问题描述”里写了手机号 138****5678（第 3 字起）。公开后收不回来，请删去或改写，再交一次。"
    )
    assert len(refused.value.findings) == 1


def test_the_refusal_of_a_long_list_stays_short() -> None:
    with pytest.raises(PrivacyFinding) as refused:
        require_clean("名单", "、".join(f"{n}室" for n in range(101, 140)))

    assert len(refused.value.findings) == 39
    assert len(str(refused.value)) < 200


def test_a_clean_text_passes() -> None:
    require_clean("问题描述", "荔枝社区 3 栋楼下路灯不亮，晚上走路看不清。")


def test_every_kind_has_a_chinese_name() -> None:
    assert [kind.label for kind in Kind] == [
        "身份证号",
        "银行卡号",
        "手机号",
        "电子邮箱",
        "微信号",
        "车牌号",
        "门牌号",
    ]


pieces = st.sampled_from([text for text, _, _ in FOUND] + LEFT_ALONE) | st.text(
    alphabet="0123456789 -.+86138xX栋单元室房号微信加vx@a.c住座#\u200b１３", max_size=40
)


@given(st.lists(pieces, max_size=6).map("".join))
def test_nothing_is_left_to_find_after_redaction(text: str) -> None:
    assert scan(redact(text)) == ()


@given(st.lists(pieces, max_size=6).map("".join))
def test_findings_are_ordered_apart_and_inside_the_text(text: str) -> None:
    edges = [edge for f in scan(text) for edge in (f.start, f.end)]

    assert edges == sorted(edges)
    assert all(f.start < f.end <= len(text) for f in scan(text))


@given(st.integers(min_value=0, max_value=10**8 - 1), st.sampled_from("3456789"))
def test_every_mobile_number_is_found(rest: int, third: str) -> None:
    number = f"1{third}0{rest:08d}"

    assert [f.kind for f in scan(f"联系电话：{number}。")] == [Kind.MOBILE]


@pytest.mark.parametrize(
    "unit",
    [
        "138-",
        "1",
        "502室",
        "a.",
        "0-",
        "微信",
        "13 ",
        "1 3 8 ",
        "一三",
        "粤B",
        "三栋五",
        "3栋1单元5",
        "6222 ",
        "vx" + "a" * 20,
        "a@b.cc",
    ],
)
def test_a_hostile_text_of_form_size_is_scanned_in_one_pass(unit: str) -> None:
    text = (unit * 20_000)[:20_000]

    assert len(scan(text)) <= 20_000 // len(unit) + 1
    assert scan(redact(text)) == ()


def test_a_door_number_set_with_spaces_is_found_all_the_same():
    assert redact("我住 3 栋 2 单元 501 室，灯太亮。") == "我住 〔门牌已隐去〕，灯太亮。"


def test_spaces_do_not_turn_a_number_of_lamps_into_a_door():
    assert scan("2 号楼 120 盏灯，3 栋 20 户") == ()
