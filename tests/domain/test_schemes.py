"""A scheme file describes a life that can be run, or is refused with the reason."""

from __future__ import annotations

import copy

import pytest

from microprojects.domain.parameters import BY_KEY
from microprojects.domain.plans import SPEAKERS
from microprojects.domain.scheme_reading import parse
from microprojects.domain.schemes import ADVISERS, WINDOWS, BadScheme
from microprojects.store import packaged

GOOD = packaged.scheme("futian_3_3").as_data()


def test_a_scheme_survives_its_own_snapshot():
    for name in packaged.scheme_names():
        scheme = packaged.scheme(name)
        assert parse(scheme.as_data()) == scheme


def test_the_default_has_three_deliberations_and_three_disclosures():
    scheme = packaged.scheme("futian_3_3")
    assert (len(scheme.deliberations), len(scheme.disclosures)) == (3, 3)


def test_the_village_has_four_deliberations_and_two_disclosures():
    scheme = packaged.scheme("village_4_2")
    assert (len(scheme.deliberations), len(scheme.disclosures)) == (4, 2)


def vote(**words):
    return lambda s: s["deliberations"][2].update(words)


def half(**words):
    return {"num": 1, "den": 2, "strict": True} | words


@pytest.mark.parametrize(
    ("change", "field", "why"),
    [
        (lambda s: s["deliberations"].pop(0), "deliberations", "第一议必须是提议"),
        (lambda s: s["deliberations"].append(s["deliberations"][0]), "deliberations", "提议只能有一次"),
        (lambda s: s["deliberations"].pop(), "deliberations", "最后一议必须是表决"),
        (lambda s: s["disclosures"].pop(0), "disclosures", "第一公开必须是决议公开"),
        (lambda s: s["disclosures"].reverse(), "disclosures", "第一公开必须是决议公开"),
        (lambda s: s["disclosures"].append(s["disclosures"][1]), "disclosures", "要有一到三公开"),
        (lambda s: s["disclosures"].clear(), "disclosures", "要有一到三公开"),
        (lambda s: s["deliberations"].extend([s["deliberations"][2]] * 2), "deliberations", "要有两到四议"),
        (lambda s: s["deliberations"][0].update(kind="dance"), "deliberations.1.kind", "没有这一种"),
        (lambda s: s.pop("title"), "title", "要写文字"),
        (lambda s: s.update(titel="三议"), "titel", "不认识这个词"),
        (lambda s: s.update(deliberations="三议"), "deliberations", "没有写，或写得不对"),
        (vote(body="ghosts"), "deliberations.3.body", "没有这样的议事机构"),
        (vote(label=3), "deliberations.3.label", "要写文字"),
        (vote(quorom=half()), "deliberations.3.quorom", "不认识这个词"),
        (vote(quorum=half(num=3)), "deliberations.3.quorum", "这个比例谁也达不到，或没有意义"),
        (vote(**{"pass": half(num=2)}), "deliberations.3.pass", "这个比例谁也达不到，或没有意义"),
        (vote(**{"pass": half(base="asked")}), "deliberations.3.pass", "要写成分子、分母、是否“超过”"),
        (vote(quorum={"num": 1, "den": 2}), "deliberations.3.quorum", "要写成分子、分母、是否“超过”"),
        (vote(quorum="2/3"), "deliberations.3.quorum", "要写成分子、分母、是否“超过”"),
        (vote(quorum=half(most=1)), "deliberations.3.quorum.most", "不认识这个词"),
        (
            lambda s: s["deliberations"][0].update(quorum=half()),
            "deliberations.1.quorum",
            "只有表决才有人数和票数的比例",
        ),
        (
            lambda s: s["deliberations"][1].update(opinions=["street", "ghost"]),
            "deliberations.2.opinions",
            "没有这样的单位可以征求意见",
        ),
        (
            lambda s: s["deliberations"][1].update(opinions=["street", "street"]),
            "deliberations.2.opinions",
            "没有写，或写得不对",
        ),
        (vote(opinions=["street"]), "deliberations.3.opinions", "只有商议才征求各家意见"),
        (
            lambda s: s["disclosures"][0].update(window="notice_days.nope"),
            "disclosures.1.window",
            "要写一个公示天数的参数",
        ),
        (lambda s: s["disclosures"][2].pop("window"), "disclosures.3.window", "要写一个公示天数的参数"),
        (
            lambda s: s["disclosures"][1].update(window="notice_days.d1"),
            "disclosures.2.window",
            "资金随时公开，没有公示期",
        ),
    ],
)
def test_a_scheme_that_cannot_be_run_is_refused_and_the_entry_named(change, field, why):
    data = copy.deepcopy(GOOD)
    change(data)

    with pytest.raises(BadScheme) as refusal:
        parse(data)

    assert (refusal.value.facts["field"], refusal.value.facts["why"]) == (field, why)


def test_the_sentence_names_scheme_entry_and_reason():
    with pytest.raises(BadScheme) as refusal:
        parse(GOOD | {"title": ""})

    assert str(refusal.value) == ("方案“futian_3_3”不能用：title 这一项，要写文字。请改好方案文件再启动。")


def test_every_window_is_a_parameter_and_every_adviser_has_speakers():
    assert set(WINDOWS) <= set(BY_KEY)
    assert set(ADVISERS) == set(SPEAKERS)
