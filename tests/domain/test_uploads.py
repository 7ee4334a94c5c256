"""Files are taken by what they hold and how large they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain import uploads
from microprojects.domain.uploads import MEBIBYTE, PAPERS, PHOTOS, Media, require_media, sniff

SAMPLES = {
    Media.JPEG: b"\xff\xd8\xff\xe0\x00\x10JFIF",
    Media.PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    Media.WEBP: b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    Media.PDF: b"%PDF-1.7\n",
}


@pytest.mark.parametrize("media", Media)
def test_each_kind_is_known_by_its_first_bytes(media: Media) -> None:
    assert sniff(SAMPLES[media]) is media
    assert require_media("lying.name.exe", SAMPLES[media]) is media


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>",
        b"PK\x03\x04",
        b"MZ",
        b"RIFF\x24\x00\x00\x00WAVE",
        b"\xff\xd8",
        b" %PDF-1.7",
        b"BM",
    ],
)
def test_another_content_is_refused_whatever_its_name(data: bytes) -> None:
    with pytest.raises(uploads.KindNotTaken) as refused:
        require_media("photo.jpg", data)

    assert str(refused.value) == "“photo.jpg”不能上传：这里只收JPG、PNG、WEBP、PDF。请另存成其中一种再传。"


def test_a_paper_is_not_a_photo() -> None:
    with pytest.raises(uploads.KindNotTaken) as refused:
        require_media("合同.pdf", SAMPLES[Media.PDF], PHOTOS)

    assert refused.value.facts["kinds"] == "JPG、PNG、WEBP"


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(uploads.EmptyFile):
        require_media("照片.jpg", b"")


@pytest.mark.parametrize("media", Media)
def test_a_file_is_taken_up_to_its_limit_and_not_a_byte_above(media: Media) -> None:
    limit = uploads.LARGEST[media]
    full = SAMPLES[media].ljust(limit, b"\x00")

    assert require_media("x", full) is media
    with pytest.raises(uploads.FileTooLarge) as refused:
        require_media("x", full + b"\x00")

    assert refused.value.facts == {"name": "x", "size": limit // MEBIBYTE + 1, "limit": limit // MEBIBYTE}


def test_a_long_name_does_not_fill_the_sentence() -> None:
    with pytest.raises(uploads.EmptyFile) as refused:
        require_media("长" * 5000, b"")

    assert len(str(refused.value)) < 80


def test_one_file_too_many_is_refused_with_both_numbers() -> None:
    uploads.require_room(19)
    with pytest.raises(uploads.TooManyFiles) as refused:
        uploads.require_room(20)

    assert refused.value.facts == {"have": 20, "limit": 20}


@given(st.binary(max_size=64))
def test_any_bytes_are_of_one_kind_or_of_none(data: bytes) -> None:
    assert sniff(data) in {None, *PAPERS}


def test_kinds_have_the_extension_that_people_know() -> None:
    assert [(media.extension, media.is_image) for media in Media] == [
        ("jpg", True),
        ("png", True),
        ("webp", True),
        ("pdf", False),
    ]
