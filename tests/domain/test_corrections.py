"""What a correction may touch, what it may only black out, and what of it is carried on."""

from __future__ import annotations

import pytest

from microprojects.domain.corrections import (
    BLACKED,
    NotCorrectable,
    NothingChanges,
    OnlyBlacking,
    Reworded,
    carry,
    correctable,
    corrected,
    is_blackened,
    joined,
    new_rows,
    reworded,
    rows_at,
    shows,
    without,
)

DECISION = {
    "project": "LZ-2026-001",
    "kind": "decision",
    "version": 1,
    "headline": "通过。",
    "title": "三巷路灯",
    "place": "荔枝苑三巷",
    "content": "在三巷王小明家门口装灯 20 盏。",
    "total_fen": "5000000",
    "type": "works",
    "proposer": "居民（林**）",
    "starts_on": "2026-05-06",
    "contact": {"phone": "0000-1234 5678"},
    "how_to_object": ["网上：点“提异议”。"],
    "lines": [{"label": "灯具", "amount_fen": "3000000"}],
    "vote": {"sentence": "赞成 9 票。", "in_favour": 9},
    "corrected": {"place": "三巷"},
}
SPENDING = {
    "kind": "spending",
    "headline": "付给明湖公司 1.00 元：首期",
    "contract": {"supplier": "明湖公司", "contract_number": "RS-1", "text": ""},
    "payments": [
        {"ref": "4", "purpose": "首期", "payee": "明湖公司", "stage": "首期 30%", "voucher": "付-1"}
    ],
    "progress": [{"ref": "7", "percent": 10, "text": "挖坑。"}],
    "notes": [{"ref": "2", "text": "看过。", "answer": ""}],
    "photos": [{"ref": "9", "caption": "灯杆", "sha256": "ab"}],
}
RESULT = {
    "kind": "result",
    "lessons": "先查管线。",
    "delivered": "路灯 20 盏",
    "survey": {"answers": "12", "percents": {"overall": "91"}, "improvement": "", "comments": ["好"]},
}


def test_a_correction_replaces_a_wording_and_leaves_the_old_version_alone():
    fresh = corrected(DECISION, {"contact.phone": "0000-1234 9999", "how_to_object.0": "网上提。"})

    assert (fresh["contact"]["phone"], fresh["how_to_object"]) == ("0000-1234 9999", ["网上提。"])
    assert DECISION["contact"]["phone"] == "0000-1234 5678"
    assert not {"project", "kind", "version"} & set(fresh)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        *((DECISION, path) for path in (
            "total_fen", "lines.0.amount_fen", "vote.sentence", "corrected.place", "starts_on", "type", "project",
            "lines", "lines.2.label", "lines.x.label", "contact", "contact.fax", "title.x", "", ".", "version",
            "proposer", "headline", "kind", "how_to_object.-1", "how_to_object.1",
        )),
        *((SPENDING, path) for path in (
            "payments.0.payee", "payments.0.stage", "payments.0.voucher", "payments.0.ref", "contract.supplier",
            "contract.contract_number", "photos.0.sha256", "progress.0.percent",
        )),
        *((RESULT, path) for path in ("survey.answers", "survey.percents.overall")),
    ],
)  # fmt: skip
def test_what_rests_on_the_record_is_not_corrected(body, path):
    with pytest.raises(NotCorrectable):
        corrected(body, {path: "别的"})


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (DECISION, "title"), (DECISION, "place"), (DECISION, "content"), (DECISION, "lines.0.label"),
        (SPENDING, "notes.0.text"), (SPENDING, "headline"), (RESULT, "delivered"), (RESULT, "survey.comments.0"),
    ],
)  # fmt: skip
def test_what_was_voted_on_or_said_is_not_written_anew(body, path):
    with pytest.raises(OnlyBlacking):
        corrected(body, {path: "别的"})


def test_personal_data_in_what_was_voted_on_is_blacked_out():
    fresh = corrected(DECISION, {"content": f"在三巷{BLACKED}家门口装灯 20 盏。"})

    assert fresh["content"] == "在三巷〔已隐去〕家门口装灯 20 盏。"


@pytest.mark.parametrize(
    ("before", "after", "is_so"),
    [
        ("王小明家", f"{BLACKED}家", True),
        ("在王小明家和张三家", f"在{BLACKED}家和{BLACKED}家", True),
        ("王小明", BLACKED, True),
        ("字" * 40, BLACKED, True),
        ("字" * 41, BLACKED, False),
        ("王小明家", f"{BLACKED}门", False),
        ("王小明家", f"王小明家{BLACKED}", False),
        ("王小明家", f"{BLACKED}{BLACKED}家", False),
        ("装灯 20 盏", f"装{BLACKED} 30 盏", False),
        ("王小明家", "王小明家", False),
        ("甲乙", f"甲{BLACKED}甲{BLACKED}乙", False),
    ],
)
def test_blacking_out_hides_a_few_characters_and_changes_nothing_else(before, after, is_so):
    assert is_blackened(before, after) is is_so


@pytest.mark.parametrize("changes", [{}, {"contact.phone": "0000-1234 5678"}])
def test_a_correction_changes_something(changes):
    with pytest.raises(NothingChanges):
        corrected(DECISION, changes)


def test_the_wordings_of_a_body_are_listed_for_whoever_corrects():
    paths = [path for path, _text in correctable(DECISION)]

    assert paths == ["title", "place", "content", "contact.phone", "how_to_object.0", "lines.0.label"]


def test_a_correction_is_carried_by_the_number_of_the_row_and_not_by_its_place():
    later = {**SPENDING, "payments": [{"ref": "3", "purpose": "首期"}, {"ref": "4", "purpose": "首期"}]}
    words = reworded(SPENDING, {**SPENDING, "payments": [{**SPENDING["payments"][0], "purpose": "开工款"}]})

    kept = carry(later, words)

    assert kept == {"payments.1.purpose": "开工款"}
    assert [each["purpose"] for each in later["payments"]] == ["首期", "开工款"]


def test_a_correction_is_not_carried_onto_words_that_it_did_not_replace():
    later = {**SPENDING, "contract": {"text": "合同全文"}}
    words = reworded(SPENDING, {**SPENDING, "contract": {"text": "稍后公开"}})

    assert (carry(later, words), later["contract"]["text"]) == ({}, "合同全文")


def test_a_sentence_of_one_event_is_never_carried():
    assert reworded(SPENDING, {**SPENDING, "headline": BLACKED}) == []


def test_a_correction_of_a_correction_leads_back_to_the_record():
    first = [Reworded("lessons", "甲", "乙")]

    assert joined(first, [Reworded("lessons", "乙", "丙")]) == [Reworded("lessons", "甲", "丙")]
    assert joined(first, [Reworded("lessons", "丁", "戊")]) == [Reworded("lessons", "丁", "戊")]


def test_the_rows_of_the_site_that_a_version_tells_first_are_found():
    later = {**SPENDING, "progress": [*SPENDING["progress"], {"ref": "8", "percent": 20, "text": "立杆。"}]}

    assert new_rows(later, [SPENDING]) == {("progress", "8")}
    assert rows_at(later, ["progress.1.text", "notes.0.answer", "payments.0.purpose"]) == {
        ("progress", "8"),
        ("notes", "2"),
    }


def test_a_hidden_report_keeps_its_percentage_and_a_hidden_picture_goes():
    fresh = without(SPENDING, {("progress", "7"), ("notes", "2"), ("photos", "9")}, {"首期"})

    assert fresh["progress"] == [{"ref": "7", "percent": 10, "text": BLACKED}]
    assert fresh["notes"] == [{"ref": "2", "text": BLACKED, "answer": ""}]
    assert (fresh["photos"], fresh["payments"][0]["purpose"]) == ([], BLACKED)


def test_a_version_shows_a_row_until_it_is_blacked_out():
    rows = {("progress", "7"), ("photos", "9")}

    assert shows(SPENDING, rows, ())
    assert not shows(without(SPENDING, rows, ()), rows, ())
    assert shows(SPENDING, (), {"明湖公司"})
