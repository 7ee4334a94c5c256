"""The tree over the journal: the roots and proofs of Certificate Transparency, and no proof that was changed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import transparency_log as log
from microprojects.domain.journal import leaf_hash, node_hash

# The leaves, roots and proofs of the tests of Certificate Transparency (merkle_tree_test.cc).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSIONS = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCIES = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
MANY = [leaf_hash(str(number).encode()) for number in range(130)]


def over(start: int, end: int, leaves: list[bytes]) -> bytes:
    """The hash of a range by the definition of the RFC, and by nothing of ours."""
    if end - start == 1:
        return leaves[start]
    middle = 1
    while middle * 2 < end - start:
        middle *= 2
    return node_hash(over(start, start + middle, leaves), over(start + middle, end, leaves))


def inclusion(leaf: int, size: int, leaves: list[bytes] = MANY) -> list[bytes]:
    return [over(start, end, leaves) for start, end in log.inclusion_ranges(leaf, size)]


def consistency(first: int, second: int, leaves: list[bytes] = MANY) -> list[bytes]:
    return [over(start, end, leaves) for start, end in log.consistency_ranges(first, second)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_certificate_transparency(size):
    assert log.root(HASHES[:size]).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert log.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("asked", "told"), INCLUSIONS.items())
def test_inclusion_proofs_are_those_of_certificate_transparency(asked, told):
    assert [node.hex() for node in inclusion(*asked, HASHES)] == told


@pytest.mark.parametrize(("asked", "told"), CONSISTENCIES.items())
def test_consistency_proofs_are_those_of_certificate_transparency(asked, told):
    assert [node.hex() for node in consistency(*asked, HASHES)] == told


def test_the_growing_tree_has_the_root_of_the_definition_at_every_size():
    stack = log.Stack()
    for size, leaf in enumerate(MANY, start=1):
        stack.push(leaf)
        assert stack.root == over(0, size, MANY)


def test_full_subtrees_are_told_once_each_as_they_fill():
    stack = log.Stack()
    told = {(level, place): found for leaf in MANY for level, place, found in stack.push(leaf)}

    assert len(told) == sum(130 >> level for level in range(8))
    assert all(
        found == over(place << level, (place + 1) << level, MANY) for (level, place), found in told.items()
    )


def test_every_range_of_every_proof_is_made_of_full_subtrees():
    for size in range(1, 70):
        ranges = [each for leaf in range(size) for each in log.inclusion_ranges(leaf, size)]
        ranges += [each for first in range(1, size + 1) for each in log.consistency_ranges(first, size)]
        for start, end in ranges:
            hashes = [over(p << level, (p + 1) << level, MANY) for level, p in log.parts(start, end)]
            assert log.folded(hashes) == over(start, end, MANY)


@given(st.integers(1, 130).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size))))
def test_every_inclusion_proof_is_accepted(asked):
    leaf, size = asked

    assert log.is_included(leaf, size, MANY[leaf], inclusion(leaf, size), over(0, size, MANY))


@given(st.integers(1, 130).flatmap(lambda second: st.tuples(st.integers(1, second), st.just(second))))
def test_every_consistency_proof_is_accepted(asked):
    first, second = asked
    roots = over(0, first, MANY), over(0, second, MANY)

    assert log.is_consistent(first, second, *roots, consistency(first, second))


def mutations(proof: list[bytes], chance: random.Random):
    """Proofs that are a little other: a bit, one less, one more, one twice, two exchanged."""
    for number, node in enumerate(proof):
        at = chance.randrange(32)
        bit = bytes([node[at] ^ (1 << chance.randrange(8))])
        yield [*proof[:number], node[:at] + bit + node[at + 1 :], *proof[number + 1 :]]
        yield proof[:number] + proof[number + 1 :]
        yield [*proof[:number], node, *proof[number:]]
    yield [*proof, chance.randbytes(32)]
    yield [chance.randbytes(32), *proof]
    if len(proof) > 1:
        yield [proof[1], proof[0], *proof[2:]]


def test_no_proof_that_was_changed_is_accepted():
    chance, tried = random.Random(9162), 0
    for size in range(1, 130, 3):
        top, leaf = over(0, size, MANY), chance.randrange(size)
        for changed in mutations(inclusion(leaf, size), chance):
            tried += 1
            assert not log.is_included(leaf, size, MANY[leaf], changed, top)
        first = chance.randint(1, size)
        for changed in mutations(consistency(first, size), chance):
            tried += 1
            assert not log.is_consistent(first, size, over(0, first, MANY), top, changed)
    assert tried > 1500


def test_a_right_proof_does_not_serve_for_another_leaf_size_or_root():
    proof, top = inclusion(5, 13), over(0, 13, MANY)

    for leaf in set(range(13)) - {5}:
        assert not log.is_included(leaf, 13, MANY[5], proof, top)
    for size in (
        6,
        8,
        17,
        26,
    ):  # of 9 to 16 leaves the way up has one form, and the signed size tells them apart
        assert not log.is_included(5, size, MANY[5], proof, top)
    assert not log.is_included(5, 13, MANY[6], proof, top)
    assert not log.is_included(5, 13, MANY[5], proof, MANY[0])


def test_a_history_that_was_rewritten_has_no_proof():
    other = [*MANY[:3], leaf_hash(b"rewritten"), *MANY[4:]]
    proof = consistency(7, 13, other)

    assert not log.is_consistent(7, 13, over(0, 7, MANY), over(0, 13, other), proof)


@pytest.mark.parametrize("asked", [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_for_a_leaf_outside(asked):
    with pytest.raises(ValueError, match=r"\("):
        log.inclusion_ranges(*asked)
    assert not log.is_included(*asked, MANY[0], [], MANY[0])


@pytest.mark.parametrize("asked", [(0, 3), (4, 3)])
def test_there_is_no_proof_between_sizes_that_do_not_follow(asked):
    with pytest.raises(ValueError, match=r"\("):
        log.consistency_ranges(*asked)
    assert not log.is_consistent(*asked, MANY[0], MANY[0], [])


def test_the_same_size_twice_needs_no_proof_and_the_same_root():
    assert log.is_consistent(5, 5, MANY[0], MANY[0], [])
    assert not log.is_consistent(5, 5, MANY[0], MANY[1], [])
