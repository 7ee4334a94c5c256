"""A PDF is kept with its pages and without its makers, or refused, in bounded time."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microprojects.domain.uploads import BrokenPaper, LockedPaper
from microprojects.store import paper_press, papers
from tests.papers import SECRET, inheriting_paper, inside, paper, telling_paper


def test_a_paper_says_no_more_who_made_it_and_shows_what_it_showed():
    told = inside(papers.pressed(telling_paper()))

    assert SECRET in telling_paper()
    assert SECRET not in told
    assert [word in told for word in (b"JavaScript", b"/Annots", b"EmbeddedFile", b"/Info")] == [False] * 4
    # The text, the photo, and the red stamp that was an annotation.
    assert [word in told for word in (b"(KEPT)", b"/DCTDecode", b"1 0 0 rg")] == [True] * 3


def test_a_photo_in_a_paper_still_is_one():
    with pikepdf.open(io.BytesIO(papers.pressed(telling_paper()))) as pdf:
        drawn = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.I).as_pil_image()

    assert (drawn.size, drawn.getexif()) == ((64, 48), {})


def test_what_a_page_takes_from_above_it_stays():
    with pikepdf.open(io.BytesIO(papers.pressed(inheriting_paper()))) as pdf:
        page = pdf.pages[0]

    assert ([int(side) for side in page.mediabox], "/Font" in page.resources) == ([0, 0, 300, 300], True)


def test_the_same_paper_is_pressed_the_same_each_time():
    assert papers.pressed(paper()) == papers.pressed(paper())


@pytest.mark.parametrize("password", ["", "lin"])
def test_an_encrypted_paper_is_refused(password):
    locked = telling_paper(encryption=pikepdf.Encryption(owner="owner", user=password))

    with pytest.raises(LockedPaper):
        papers.pressed(locked)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n", paper()[:300]])
def test_a_broken_paper_is_refused(data):
    with pytest.raises(BrokenPaper):
        papers.pressed(data)


def test_a_paper_without_a_page_is_refused():
    empty = io.BytesIO()
    pikepdf.Pdf.new().save(empty)

    with pytest.raises(BrokenPaper):
        papers.pressed(empty.getvalue())


def test_a_paper_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(papers, "LONGEST_WAIT", 0.001)

    with pytest.raises(BrokenPaper):
        papers.pressed(paper())


def test_the_press_and_who_waits_for_it_mean_the_same():
    assert papers.LOCKED == paper_press.LOCKED


@given(st.binary(max_size=200))
def test_any_bytes_lose_no_more_than_words(tail):
    photo = b"\xff\xd8" + tail

    assert len(paper_press.photo_without_words(photo)) <= len(photo) + 2  # its end
