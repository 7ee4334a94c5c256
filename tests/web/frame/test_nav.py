"""What stands around every page."""

import pytest

from microprojects.web import nav


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", "首页"),
        ("/c/lizhi/", "首页"),
        ("/projects", "项目"),
        ("/projects/LZ-2026-014", "项目"),
        ("/disclosures/7", "公开"),
        ("/money", "资金"),
        ("/projectsx", None),
        ("/auth/sign-in", None),
    ],
)
def test_the_navigation_marks_where_one_is(guide, path, here):
    with guide.test_request_context(path):
        marked = [way.label for way in nav.main_nav() if way.here]

    assert marked == ([here] if here else [])


def test_the_public_is_offered_to_sign_in(passerby):
    page = passerby.get("/components").get_data(as_text=True)

    assert '<a class="login" href="/auth/sign-in">登录</a>' in page
    assert "退出登录" not in page


def test_the_demo_says_that_it_is_one(passerby):
    assert "本页为演示，地名、人名、单位、金额均为虚构。" in passerby.get("/components").get_data(
        as_text=True
    )


def test_the_office_navigation_shows_the_public_no_door_that_is_closed(guide):
    with guide.test_request_context("/office/"):
        paths = [way.path for way in nav.office_nav()]

    assert "/office/" not in paths
