"""What a visitor chose for this device."""

import pytest


def test_the_version_for_elders_is_kept_and_shown(passerby):
    response = passerby.post("/preferences", data={"elder": "1", "next": "/components?x=1"})

    page = passerby.get("/components").get_data(as_text=True)
    assert (response.status_code, response.location) == (303, "/components?x=1")
    assert '<html lang="zh-Hans" data-elder>' in page
    assert ">普通版</button>" in page


def test_the_choice_can_be_taken_back(passerby):
    passerby.post("/preferences", data={"elder": "1"})
    passerby.post("/preferences", data={"elder": "0"})

    assert "data-elder" not in passerby.get("/components").get_data(as_text=True)


def test_language_and_version_do_not_disturb_each_other(passerby):
    passerby.post("/preferences", data={"elder": "1"})
    passerby.post("/preferences", data={"lang": "en"})

    assert '<html lang="en" data-elder>' in passerby.get("/components").get_data(as_text=True)


@pytest.mark.parametrize(
    "page",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/nowhere",
        "",
        None,
    ],
)
def test_the_visitor_stays_on_this_site(passerby, page):
    response = passerby.post(
        "/preferences", data={"lang": "en", "next": page} if page is not None else {"lang": "en"}
    )

    assert (response.status_code, response.location) == (303, "/")


@pytest.mark.parametrize("choice", [{"lang": "fr"}, {"elder": "yes"}, {"lang": "x" * 10_000}, {}])
def test_what_is_not_offered_is_not_kept(passerby, choice):
    response = passerby.post("/preferences", data=choice)

    assert response.status_code == 303
    assert "Set-Cookie" not in response.headers


def test_the_cookie_is_out_of_reach_of_scripts(passerby):
    cookie = passerby.post("/preferences", data={"lang": "en"}).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
