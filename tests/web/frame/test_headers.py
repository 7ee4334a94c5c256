"""What every answer tells the browser."""

import gzip

import pytest

POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'"
)


@pytest.mark.parametrize("path", ["/components", "/nowhere", "/healthz", "/assets/0/css/theme.css"])
def test_every_answer_is_guarded(passerby, path):
    headers = passerby.get(path).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_transport_security_is_asked_for_only_over_tls(passerby):
    plain = passerby.get("/components")
    secure = passerby.get("/components", base_url="https://localhost")

    assert plain.headers.get("Strict-Transport-Security") is None
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_public_page_is_asked_about_again_and_not_sent_twice(passerby):
    first = passerby.get("/components")

    again = passerby.get("/components", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.headers["Cache-Control"], first.headers["ETag"][:2]) == ("no-cache", "W/")
    assert (again.status_code, again.data) == (304, b"")


def test_the_version_for_elders_is_another_page(passerby):
    tag = passerby.get("/components").headers["ETag"]
    passerby.set_cookie("elder", "1")

    again = passerby.get("/components", headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in again.headers["Vary"].split(",")}


def test_a_public_page_sets_no_cookie(passerby):
    assert "Set-Cookie" not in passerby.get("/components").headers


def test_a_page_with_a_form_belongs_to_its_visitor(passerby):
    response = passerby.get("/forms")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_a_page_that_shows_a_message_belongs_to_its_visitor(passerby):
    with passerby.session_transaction() as session:
        session["_flashes"] = [("message", "已存好")]

    response = passerby.get("/components")

    assert "已存好" in response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_long_page_is_packed_for_those_who_can_read_it(passerby):
    plain = passerby.get("/components")

    packed = passerby.get("/components", headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 3 < len(plain.data)


def test_the_packed_length_of_a_personal_page_tells_nothing(passerby):
    lengths = {len(passerby.get("/forms", headers={"Accept-Encoding": "gzip"}).data) for _ in range(30)}

    assert len(lengths) > 5


def test_a_short_answer_is_not_packed(passerby):
    assert "Content-Encoding" not in passerby.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers
