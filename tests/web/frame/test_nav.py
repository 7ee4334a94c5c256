"""What stands around every page."""

import pytest

from microprojects.app import create_app
from microprojects.web import nav
from tests.benches import settings_for


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


def test_a_site_bears_the_name_it_was_given(tmp_path):
    app = create_app(settings_for(tmp_path, site_name="榕树街道民生微实事"))

    assert "<strong>榕树街道民生微实事</strong>" in app.test_client().get("/nowhere").get_data(as_text=True)


@pytest.mark.parametrize(("name", "counter"), [("chen", "我的"), ("liu", "议事会"), ("zhao", "办事")])
def test_the_head_names_the_counter_where_ones_work_waits(visitor, name, counter):
    page = visitor(name).get("/nowhere").get_data(as_text=True)

    assert f">{counter}</a>" in page
    assert ">退出登录</button>" in page


def test_the_staff_head_says_who_one_is_and_in_which_role(visitor):
    page = visitor("zhao").get("/office/residents").get_data(as_text=True)

    assert "赵敏（社区经办）" in page
