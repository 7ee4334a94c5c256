"""What every answer tells the browser."""

import gzip

import pytest

POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'"
)


@pytest.mark.parametrize("path", ["/components", "/nowhere", "/healthz", "/assets/0/css/theme.css"])
def test_every_answer_is_guarded(visitor, path):
    headers = visitor.get(path).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_transport_security_is_asked_for_only_over_tls(visitor):
    plain = visitor.get("/components")
    secure = visitor.get("/components", base_url="https://localhost")

    assert plain.headers.get("Strict-Transport-Security") is None
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_public_page_is_asked_about_again_and_not_sent_twice(visitor):
    first = visitor.get("/components")

    again = visitor.get("/components", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.headers["Cache-Control"], first.headers["ETag"][:2]) == ("no-cache", "W/")
    assert (again.status_code, again.data) == (304, b"")


def test_the_version_for_elders_is_another_page(visitor):
    tag = visitor.get("/components").headers["ETag"]
    visitor.set_cookie("elder", "1")

    again = visitor.get("/components", headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in again.headers["Vary"].split(",")}


def test_a_public_page_sets_no_cookie(visitor):
    assert "Set-Cookie" not in visitor.get("/components").headers


def test_a_page_with_a_form_belongs_to_its_visitor(visitor):
    response = visitor.get("/forms")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_a_page_that_shows_a_message_belongs_to_its_visitor(visitor):
    with visitor.session_transaction() as session:
        session["_flashes"] = [("message", "已存好")]

    response = visitor.get("/components")

    assert "已存好" in response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_long_page_is_packed_for_those_who_can_read_it(visitor):
    plain = visitor.get("/components")

    packed = visitor.get("/components", headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 3 < len(plain.data)


def test_the_packed_length_of_a_personal_page_tells_nothing(visitor):
    lengths = {len(visitor.get("/forms", headers={"Accept-Encoding": "gzip"}).data) for _ in range(30)}

    assert len(lengths) > 5


def test_a_short_answer_is_not_packed(visitor):
    assert "Content-Encoding" not in visitor.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers
