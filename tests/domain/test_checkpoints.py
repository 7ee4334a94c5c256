"""The text of checkpoints: the notes of C2SP, written and read strictly."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from microprojects.domain import checkpoints
from microprojects.domain.checkpoints import BrokenNote, Checkpoint

# The key, and a note signed by it, from the specification of signed notes (golang.org/x/mod/sumdb/note).
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
ORIGIN = "mh.example.cn/journal"
POINT = Checkpoint(ORIGIN, 1204, bytes(range(32)))


def note() -> str:
    return checkpoints.signed(POINT, PUBLIC, KEY.sign(POINT.text.encode()))


def test_the_key_id_is_that_of_the_specification():
    name, told, box = PETER.split("+", 2)

    assert checkpoints.vkey(name, base64.b64decode(box)[1:]) == PETER
    assert checkpoints.key_id(name, base64.b64decode(box)[1:]).hex() == told


def test_the_signed_text_is_three_lines():
    assert POINT.text == f"{ORIGIN}\n1204\n{base64.b64encode(bytes(range(32))).decode()}\n"


def test_a_note_reads_back_as_what_was_signed():
    found = checkpoints.read(note())
    signature = found.of(ORIGIN, checkpoints.key_id(ORIGIN, PUBLIC))

    assert found.checkpoint == POINT
    KEY.public_key().verify(signature, POINT.text.encode())


def test_the_signature_of_another_key_is_not_found():
    assert checkpoints.read(note()).of(ORIGIN, b"\0\0\0\0") is None
    assert checkpoints.read(note()).of("another/journal", checkpoints.key_id(ORIGIN, PUBLIC)) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("1204", "01204"),
        lambda text: text.replace("1204", "-4"),
        lambda text: text.replace("1204", "１２０４"),
        lambda text: text.replace("1204\n", "1204\nmore\n"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("AAEC", "AAE"),
        lambda text: text.replace("Hh8=", "Hh9="),
        lambda text: text.replace("— ", "- "),
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda _text: "",
        lambda _text: "\n\n\n",
    ],
)
def test_what_is_no_note_is_not_read(change):
    with pytest.raises(BrokenNote):
        checkpoints.read(change(note()))


def test_several_notes_stand_in_one_file():
    notes = [note(), note().replace("1204", "1300")]

    assert checkpoints.split(checkpoints.joined(notes)) == notes
    assert checkpoints.split("") == []


def test_a_proof_is_a_file_of_its_kind():
    node = base64.b64encode(bytes(32)).decode()

    assert checkpoints.inclusion_text(7, [bytes(32)], note()) == (
        f"c2sp.org/tlog-proof@v1\nindex 6\n{node}\n\n{note()}"
    )
    assert checkpoints.consistency_text(4, [bytes(32)], note()) == f"old 4\n{node}\n\n{note()}"
