"""Files are sent to those who may see them, with headers that keep them harmless."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from microprojects.services import files, proposals, screening
from microprojects.store import files as rows
from microprojects.web.file_addresses import file_address, thumb_address
from tests.first_deliberation import ALL_CLEAR, accepted, draft
from tests.papers import inside, paper

PDF = paper()


def jpeg():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def photo(session, world):
    """The address of a photo of a draft of Lin's."""
    draft(world)
    file_id = files.attach(
        1, purpose="proposal", upload=jpeg(), name="灯.jpg", actor=world["lin"], at=world.now
    )
    row = rows.get(session, file_id)
    address = f"/files/{file_id}/{file_address(row)}", f"/files/{file_id}/small/{thumb_address(row)}"
    session.rollback()
    return address


@pytest.fixture
def invoice(session, world):
    """The address of an invoice that is not public."""
    file_id = files.attach(
        accepted(world),
        purpose="invoice",
        upload=PDF,
        name="票.pdf",
        actor=world["zheng"],
        at=world.now,
        public=False,
    )
    address = f"/files/{file_id}/{file_address(rows.get(session, file_id))}"
    session.rollback()
    return address


def fetch(browser, path, **how):
    """Return an answer whose file was read and closed."""
    with browser.get(path, **how) as answer:
        assert answer.data is not None
        return answer


def accept_the_draft(world):
    number = proposals.submit(1, actor=world["lin"], at=world.now, consent=True)
    screening.screen(number, answers=ALL_CLEAR, actor=world["qian"], at=world.now)
    screening.accept(number, actor=world["qian"], at=world.now)
    files.look(1, shows=True, is_clear=True, actor=world["qian"], at=world.now)


def test_a_photo_of_a_draft_is_seen_by_its_proposer_alone(client, visitor, photo, world):
    for path in photo:
        answer = fetch(visitor("lin"), path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
        assert fetch(client, path).status_code == 404
        assert fetch(visitor("chen"), path).status_code == 404
        assert fetch(visitor("zhao"), path).status_code == 404


def test_a_photo_of_what_was_handed_in_is_seen_by_the_office_of_its_area_too(client, visitor, photo, world):
    proposals.submit(1, actor=world["lin"], at=world.now, consent=True)

    answers = [fetch(browser, photo[0]) for browser in (client, visitor("chen"), visitor("zhao"))]

    assert [answer.status_code for answer in answers] == [404, 404, 200]


def test_a_photo_of_an_accepted_proposal_is_seen_by_everybody(client, photo, world):
    accept_the_draft(world)

    large, small = (fetch(client, path) for path in photo)

    assert (large.mimetype, small.mimetype) == ("image/jpeg", "image/webp")
    assert large.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert large.headers["X-Content-Type-Options"] == "nosniff"
    assert large.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert large.headers["Content-Disposition"].startswith("inline")
    assert fetch(client, photo[0], headers={"If-None-Match": large.headers["ETag"]}).status_code == 304


def test_the_number_alone_leads_to_the_address(client, photo, world):
    accept_the_draft(world)

    answer = fetch(client, "/files/1")

    assert (answer.status_code, answer.location) == (302, photo[0])


def test_a_paper_is_only_to_be_kept_and_its_name_tells_nothing(visitor, invoice):
    answer = fetch(visitor("zhou"), invoice)

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert b"(KEPT)" in inside(answer.data)
    assert answer.headers["Content-Disposition"] == "attachment; filename=1.pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("stranger", ["chen", "tang", "liu", "shi"])
def test_a_private_paper_is_not_found_by_others_who_know_its_address(stranger, visitor, invoice):
    assert fetch(visitor(stranger), invoice).status_code == 404


def test_the_proposer_sees_the_papers_of_their_project(visitor, invoice):
    assert fetch(visitor("lin"), invoice).status_code == 200


def test_a_file_that_was_taken_away_is_gone(visitor, photo, world):
    files.remove(1, actor=world["lin"], at=world.now)

    assert fetch(visitor("lin"), photo[0]).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/files/1/x.jpg",
        "/files/1/..%2f..%2fkeys",
        "/files/99",
        "/files/99999999999",
        "/files/1/small/x",
        "/files/x",
    ],
)
def test_other_addresses_are_not_found(path, visitor, photo):
    assert fetch(visitor("lin"), path).status_code == 404
