"""The chain of the public record: what it holds, and that any change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import journal
from microprojects.domain.journal import GENESIS, Entry, check_chain, next_entry
from microprojects.domain.privacy import PrivacyFinding

AT = datetime(2026, 11, 20, 10, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    head = GENESIS
    for n in range(length):
        entries.append(
            next_entry(
                head,
                at=AT + timedelta(minutes=n),
                verb="decline",
                subject=f"project/LZ-2026-{n:03d}",
                actor="community_staff",
                area="minghu/rongshu/lizhi",
                facts={"reason": "N1", "note": "灯\u2028亮", "fen": 958_000, "bodies": ("街道", "社区")},
            )
        )
        head = entries[-1].head
    return entries


def lines(entries: Sequence[Entry]) -> list[bytes]:
    return [entry.line for entry in entries]


def test_one_entry_is_the_line_that_the_format_describes() -> None:
    entry = next_entry(
        GENESIS,
        at=AT,
        verb="accept",
        subject="project/LZ-2026-014",
        actor="staff",
        area="minghu",
        facts={"n": 1},
    )

    body = (
        b'{"actor":"staff","area":"minghu","at":"2026-11-20T02:30:00Z","facts":{"n":1},'
        b'"prev":"' + b"0" * 64 + b'","seq":1,"subject":"project/LZ-2026-014","v":1,"verb":"accept"}'
    )
    digest = hashlib.sha256(body).hexdigest()
    assert entry.hash == digest
    assert entry.line == body.replace(b'"prev"', b'"hash":"' + digest.encode() + b'","prev"')
    assert entry.head == journal.Head(1, digest)


@given(st.integers(min_value=0, max_value=6))
def test_an_untouched_record_is_whole(length: int) -> None:
    entries = chain(length)

    verdict = check_chain(lines(entries))

    assert (verdict.whole, verdict.count, verdict.first_bad) == (True, length, None)
    assert verdict.head == (entries[-1].hash if entries else GENESIS.hash)
    assert verdict.sentence.startswith(f"一共 {length} 条，从头到尾接得上")


@given(st.integers(min_value=0, max_value=3), st.data())
def test_any_flipped_byte_is_found_at_its_line(which: int, data: st.DataObject) -> None:
    record = lines(chain(4))
    place = data.draw(st.integers(min_value=0, max_value=len(record[which]) - 1))
    other = data.draw(st.integers(min_value=1, max_value=255))
    bad = bytearray(record[which])
    bad[place] ^= other

    verdict = check_chain([*record[:which], bytes(bad), *record[which + 1 :]])

    assert (verdict.whole, verdict.count, verdict.first_bad) == (False, which, which + 1)


@given(st.permutations(range(4)), st.integers(min_value=1, max_value=4))
def test_lines_dropped_or_moved_are_found_at_the_first_gap(order: list[int], kept: int) -> None:
    record = lines(chain(4))

    verdict = check_chain([record[n] for n in order[:kept]])

    right = next((n for n, m in enumerate(order[:kept]) if n != m), None)
    assert verdict.whole is (right is None)
    assert verdict.first_bad == (None if right is None else right + 1)


def rewritten(entry: Entry, **changes: object) -> bytes:
    """Forge an entry whose own fingerprint is right."""
    body = {**json.loads(entry.line), **changes}
    return journal.canonical({**body, "hash": journal.entry_hash(body)})


def test_an_entry_rewritten_with_a_new_fingerprint_breaks_the_next_link() -> None:
    record = chain(3)

    verdict = check_chain([record[0].line, rewritten(record[1], verb="accept"), record[2].line])

    assert verdict.first_bad == 3
    assert verdict.sentence == "第 3 条接不上前一条：前面的记录被换过。请保存这份文件，告诉社区居委会。"


def test_changed_content_under_the_old_fingerprint_is_named() -> None:
    record = chain(2)

    verdict = check_chain([record[0].line, record[1].line.replace(b"N1", b"N2")])

    assert verdict.sentence.startswith("第 2 条的内容和记账码对不上")


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"{}",
        b"[" * 100_000,
        b'{"v":' + b"9" * 5000 + b"}",
        chain(1)[0].line.replace(b'"seq":1', b'"seq":1.0'),
        chain(1)[0].line.replace(b'"seq":1', b'"seq":true'),
        chain(1)[0].line.replace(b'"seq":1', b'"seq":1,"seq":1'),
        chain(1)[0].line.replace(b'"v":1', b'"v":2'),
        chain(1)[0].line.replace(b"958000", b"NaN"),
        chain(1)[0].line.replace(b"02:30:00Z", b"02:30:00 "),
        chain(1)[0].line.replace(b'"facts"', b'"fact"'),
        chain(1)[0].line.replace(b"N1", b"\\ud800"),
        chain(1)[0].line.replace(b"N1", b"e\xcc\x81"),
        chain(1)[0].line + b"\r",
        b" " + chain(1)[0].line,
    ],
)
def test_a_line_that_is_not_exactly_an_entry_is_refused_without_a_crash(bad: bytes) -> None:
    verdict = check_chain([bad])

    assert (verdict.whole, verdict.first_bad) == (False, 1)
    assert verdict.sentence.startswith(("第 1 条读不懂", "第 1 条的写法变了"))


def test_a_part_of_the_record_is_checked_from_a_known_head() -> None:
    entries = chain(5)

    verdict = check_chain(lines(entries[3:]), start=entries[2].head)

    assert (verdict.whole, verdict.count, verdict.head) == (True, 2, entries[4].hash)


def test_only_a_line_feed_ends_a_line() -> None:
    record = lines(chain(2))

    assert journal.split_lines(b"\n".join(record)) == record
    assert journal.split_lines(b"\n".join(record) + b"\n") == record
    assert journal.split_lines(b"") == []


@pytest.mark.parametrize(
    "facts",
    [
        {"reason": "请联系13812345678"},
        {"nested": {"list": ["好", "住3栋1单元502"]}},
        {"mail": ("lin@example.com",)},
    ],
)
def test_personal_data_does_not_enter_the_record(facts: dict[str, object]) -> None:
    with pytest.raises(PrivacyFinding):
        next_entry(
            GENESIS, at=AT, verb="decline", subject="project/1", actor="staff", area="minghu", facts=facts
        )


def test_personal_data_does_not_enter_by_the_subject_either() -> None:
    with pytest.raises(PrivacyFinding):
        next_entry(GENESIS, at=AT, verb="grant", subject="person/13812345678", actor="s", area="m", facts={})


def test_public_facts_come_back_in_one_normal_form() -> None:
    assert journal.public_facts({"a": "e\u0301", "b": ("x",), "c": {"e\u0301": True}, "d": None}) == {
        "a": "é",
        "b": ["x"],
        "c": {"é": True},
        "d": None,
    }


@pytest.mark.parametrize("value", [0.5, AT, 2**53, "\ud800", {3: 4, "3": 5, "x": 0.1}])
def test_facts_without_a_canonical_form_are_refused(value: object) -> None:
    with pytest.raises(journal.NotCanonical):
        journal.public_facts({"value": value})


def test_fingerprints_are_not_taken_for_phone_numbers() -> None:
    fingerprint = "13812345678" + "a" * 53

    assert journal.public_facts({"dossier": fingerprint}) == {"dossier": fingerprint}


def test_tree_hashes_keep_leaves_and_nodes_apart() -> None:
    left, right = journal.leaf_hash(b"a"), journal.leaf_hash(b"b")

    assert journal.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert journal.node_hash(left, right) == hashlib.sha256(b"\x01" + left + right).digest()


def test_the_short_code_is_eight_digits_in_two_groups() -> None:
    assert journal.short_code("3f2a91bc" + "0" * 56) == "3f2a-91bc"


def test_the_record_keeps_whole_seconds_of_utc() -> None:
    assert journal.stamp(AT) == "2026-11-20T02:30:00Z"
    with pytest.raises(ValueError, match="2026"):
        journal.stamp(datetime(2026, 11, 20, tzinfo=UTC).replace(tzinfo=None))
