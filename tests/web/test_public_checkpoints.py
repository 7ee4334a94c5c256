"""Checkpoints and proofs as anybody fetches them, each good without the site."""

from __future__ import annotations

import base64

import pytest

from microprojects.domain import checkpoints as law
from microprojects.domain import transparency_log as tree
from microprojects.domain.journal import leaf_hash, split_lines
from microprojects.services import areas, checkpoints


def act(world, many):
    for n in range(1, many + 1):
        areas.count("minghu/rongshu/lizhi", adults=n, actor=world["pei"], at=world.now)


@pytest.fixture
def sealed(world):
    """A journal of 40 entries, signed at 20 and at 37."""
    for many in (20, 17):
        act(world, many)
        checkpoints.sign_due(at=world.now)
    act(world, 3)


def leaves(client):
    return [leaf_hash(line) for line in split_lines(client.get("/journal.jsonl").data)]


def proof(text):
    """The lines of hashes and the note of a proof."""
    head, _, note = text.partition("\n\n")
    return [base64.b64decode(line) for line in head.split("\n") if " " not in line and "@" not in line], note


def test_the_newest_checkpoint_is_a_note_over_the_first_entries(client, sealed):
    sent = client.get("/journal/checkpoint")
    point = law.read(sent.text).checkpoint

    assert (sent.mimetype, point.origin, point.size) == ("text/plain", "localhost/journal", 37)
    assert point.root == tree.root(leaves(client)[:37])


def test_all_checkpoints_are_sent_in_order_and_with_their_key(client, sealed):
    notes = law.split(client.get("/journal/checkpoints").text)

    assert [law.read(note).checkpoint.size for note in notes] == [20, 37]
    assert notes[-1] == client.get("/journal/checkpoint").text
    assert client.get("/journal/log.vkey").text.startswith("localhost/journal+")


@pytest.mark.parametrize("size", [20, 37])
def test_the_proof_of_an_entry_holds_under_the_named_checkpoint(client, sealed, size):
    sent = client.get(f"/journal/entries/7/proof?size={size}")
    hashes, note = proof(sent.text)
    point = law.read(note).checkpoint

    assert sent.text.startswith("c2sp.org/tlog-proof@v1\nindex 6\n")
    assert sent.headers["Cache-Control"] == "public, max-age=86400"
    assert tree.is_included(6, size, leaves(client)[6], hashes, point.root)


def test_without_a_size_the_newest_checkpoint_serves(client, sealed):
    assert client.get("/journal/entries/7/proof").text == client.get("/journal/entries/7/proof?size=37").text


@pytest.mark.parametrize("first", [1, 5, 20, 37])
def test_the_proof_between_two_sizes_holds(client, sealed, first):
    hashes, note = proof(client.get(f"/journal/consistency/{first}/37").text)

    old = tree.root(leaves(client)[:first])
    assert tree.is_consistent(first, 37, old, law.read(note).checkpoint.root, hashes)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/journal/entries/38/proof", 404),
        ("/journal/entries/0/proof", 404),
        ("/journal/entries/21/proof?size=20", 404),
        ("/journal/entries/7/proof?size=21", 404),
        ("/journal/entries/7/proof?size=999999999999999", 404),
        ("/journal/entries/7/proof?size=x", 400),
        ("/journal/entries/7/proof?size=-1", 400),
        ("/journal/entries/7/proof?size=99999999999999999999999", 400),
        ("/journal/consistency/0/20", 400),
        ("/journal/consistency/21/20", 400),
        ("/journal/consistency/5/21", 404),
    ],
)
def test_what_was_not_signed_has_no_proof_and_a_sentence(client, sealed, address, status):
    sent = client.get(address)

    assert sent.status_code == status
    assert "封" in sent.text


@pytest.mark.parametrize("address", ["/journal/checkpoint", "/journal/checkpoints", "/journal/log.vkey"])
def test_before_anything_was_signed_there_is_none(client, world, address):
    sent = client.get(address)

    assert (sent.status_code, "还没有封到这一条的账" in sent.text) == (404, True)
    assert "还没有封过账" in client.get("/journal").text


def test_the_pages_say_under_which_checkpoint_an_entry_stands(client, sealed):
    first, last = client.get("/journal/entries/7").text, client.get("/journal/entries/38").text

    assert "这一条在第 20 条封的账里" in first
    assert 'href="/journal/entries/7/proof?size=20"' in first
    assert "这一条还没有封账" in last
    assert "第 37 条" in client.get("/journal").text
