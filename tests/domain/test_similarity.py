"""Likeness of Chinese texts: real titles find their neighbours, and the laws of a score hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.similarity import grams, most_similar, normal, similarity

TITLES = {
    "R1": "大虎社区巷道路灯安装 (20盏)",
    "R13": "长城社区爱馨配餐中心",
    "R15": "莲塘社区中秋邻里节",
    "R16": "莲塘社区社会组织扶持项目",
    "R21": "老围社区青少年航模科普项目",
    "R23": "老围社区植物科普服务项目",
    "R38": "城守前7号小区电动车充电设施",
    "P13": "中医养生进社区12场",
    "P15": "巷道LED路灯40盏",
    "P24": "垃圾分类亭雨棚",
    "P25": "垃圾分类亭升级3处",
}

texts = st.text(alphabet="路灯社区安装改造公园垃圾分类亭 ,，LED20", max_size=30)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("我们小区想装电动车充电桩", "R38"),
        ("青少年航模科普课", "R21"),
        ("中医智慧养生进老围社区", "P13"),
        ("邻里节·百家宴", "R15"),
        ("垃圾分类亭又破又旧，请街道重新升级", "P25"),
        ("巷道里的ＬＥＤ路灯", "P15"),
    ],
)
def test_a_new_proposal_finds_the_one_it_resembles(typed: str, first: str) -> None:
    assert most_similar(typed, TITLES, limit=1)[0].id == first


def test_a_rare_pair_weighs_more_than_one_that_everyone_uses() -> None:
    scores = {m.id: m.score for m in most_similar("长城社区配餐", TITLES, floor=0.0)}

    assert scores["R13"] > 0.4
    assert scores["R16"] < similarity("长城社区配餐", TITLES["R16"])


def test_a_text_never_seen_finds_nothing() -> None:
    assert most_similar("高空抛物摄像头", TITLES) == []
    assert most_similar("", TITLES) == []
    assert most_similar("路灯", {}) == []


def test_a_title_is_found_inside_a_long_description() -> None:
    description = (
        "我们这栋楼下面的垃圾分类亭雨棚去年被台风吹坏了，一直没有人修，下雨天投放垃圾很不方便，希望修好。"
    )

    assert most_similar(description, TITLES, limit=1)[0].id == "P24"


def test_equal_scores_keep_the_order_of_the_candidates_and_the_limit_cuts() -> None:
    same = {3: "公园改造", 1: "公园改造", 2: "公园改造"}

    assert [(m.id, m.score) for m in most_similar("公园改造", same, limit=2)] == [(3, 1.0), (1, 1.0)]


def test_width_case_and_punctuation_do_not_matter() -> None:
    assert similarity("荔枝社区：ＬＥＤ路灯！", "荔枝社区 led路灯") == 1.0
    assert normal("A座，１０ 栋。") == "a座10栋"


def test_pairs_are_of_neighbours_and_one_character_stands_alone() -> None:
    assert grams("修路灯") == {"修路", "路灯"}
    assert (grams("灯"), grams("，")) == (frozenset({"灯"}), frozenset())


@given(texts, texts)
def test_likeness_is_a_number_from_0_to_1_and_has_no_direction(one: str, other: str) -> None:
    score = similarity(one, other)

    assert 0.0 <= score <= 1.0
    assert score == similarity(other, one)


@given(texts)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert similarity(text, text) == (1.0 if grams(text) else 0.0)


@given(texts, st.lists(texts, max_size=6))
def test_matches_come_best_first_and_above_the_floor(text: str, others: list[str]) -> None:
    scores = [m.score for m in most_similar(text, dict(enumerate(others)), limit=4, floor=0.3)]

    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 4
    assert all(0.3 <= score <= 1.0 + 1e-9 for score in scores)
