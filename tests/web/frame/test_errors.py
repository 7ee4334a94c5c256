"""A "no" or a failure as a page that helps."""

import logging
import re

import pytest
from flask import abort
from werkzeug.exceptions import TooManyRequests

from microprojects.domain.errors import BadValue, NotPermitted, Refusal, WrongMoment
from microprojects.domain.states import State
from microprojects.web.guard import anyone


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """An app whose routes say no or fail."""
    from microprojects.app import create_app
    from microprojects.config import Mode
    from tests.benches import settings_for

    app = create_app(settings_for(tmp_path_factory.mktemp("broken"), mode=Mode.DEMO))

    def raising(error):
        def view(**_):
            raise error

        return anyone(view)

    def stopping(status):
        return anyone(lambda: abort(status))

    errors = {
        "plain": Refusal(), "permit": NotPermitted(), "moment": WrongMoment(state=State.VOTING),
        "value": BadValue(field="金额", why="<b>不是数字</b>"), "bug": ZeroDivisionError("the secret is 42"),
        "fast": TooManyRequests(retry_after=60),
    }  # fmt: skip
    for name, error in errors.items():
        app.add_url_rule(f"/{name}", name, raising(error))
        app.add_url_rule(f"/api/v1/{name}", f"api-{name}", raising(error))
    for status in (400, 403, 405, 410, 413, 415, 418, 422, 503):
        app.add_url_rule(f"/status/{status}", f"status-{status}", stopping(status))
    app.add_url_rule("/send", "send", anyone(lambda: "sent"), methods=["POST"])
    return app


@pytest.fixture
def client(broken):
    return broken.test_client()


def test_a_refusal_is_a_page_with_its_sentence_and_status(client):
    response = client.get("/permit")

    assert response.status_code == 403
    assert "您现在的身份不能办这件事。" in response.get_data(as_text=True)


def test_a_refusal_names_a_state_in_the_language_of_the_visitor(client):
    client.set_cookie("lang", "en")

    page = client.get("/moment").get_data(as_text=True)

    assert "The state is now “Voting”" in page


def test_the_facts_of_a_refusal_are_escaped(client):
    page = client.get("/value").get_data(as_text=True)

    assert "&lt;b&gt;不是数字&lt;/b&gt;" in page


def test_a_refusal_leads_back_to_the_page_one_came_from(client):
    page = client.get("/plain", headers={"Referer": "http://localhost/healthz?x=1"}).get_data(as_text=True)

    assert 'href="/healthz?x=1"' in page


@pytest.mark.parametrize(
    "referrer", ["http://evil.example/healthz", "http://localhost/nowhere", "http://localhost/plain", ""]
)
def test_a_refusal_never_leads_elsewhere_nor_in_a_circle(client, referrer):
    page = client.get("/plain", headers={"Referer": referrer}).get_data(as_text=True)

    assert "返回上一页" not in page
    assert "回首页" in page


def test_a_program_gets_a_refusal_as_data(client):
    response = client.get("/api/v1/permit")

    assert response.mimetype == "application/problem+json"
    assert response.json == {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "detail": "您现在的身份不能办这件事。请找有权办理的人，或换账号登录。",
        "code": "not-permitted",
    }


def test_a_visitor_who_accepts_only_json_gets_json(client):
    response = client.get("/permit", headers={"Accept": "application/json"})

    assert response.json["error"] == "not-permitted"


def test_an_unknown_page_says_where_to_look(client):
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert "请从首页或项目列表里找。" in response.get_data(as_text=True)


@pytest.mark.parametrize("status", [400, 403, 410, 413, 415, 418, 422, 503])
def test_each_error_of_http_keeps_its_status_and_is_a_page(client, status):
    response = client.get(f"/status/{status}")

    assert response.status_code == status
    assert f'<p class="error-code num">{status}</p>' in response.get_data(as_text=True)


def test_a_wrong_method_names_the_right_one(client):
    response = client.get("/send")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


def test_too_many_requests_say_when_to_come_back(client):
    response = client.get("/fast")

    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_a_form_without_its_token_is_asked_for_again_and_repeats_nothing(client):
    response = client.post("/send", data={"why": "my secret"})

    assert response.status_code == 400
    assert "请再交一次" in response.get_data(as_text=True)
    assert "my secret" not in response.get_data(as_text=True)


def test_a_form_without_its_token_from_a_script_gets_json(client):
    response = client.post("/send", headers={"Accept": "application/json"})

    assert response.json["error"] == "form-expired"


def test_a_failure_shows_a_number_and_nothing_of_itself(client, caplog):
    with caplog.at_level(logging.ERROR):
        response = client.get("/bug")

    page = response.get_data(as_text=True)
    number = re.search(r'<code class="num">([0-9a-f]{8})</code>', page)[1]
    assert response.status_code == 500
    assert "secret" not in page
    assert f"request {number} failed: GET /bug" in caplog.messages


def test_a_failure_of_the_interface_is_data(client):
    response = client.get("/api/v1/bug")

    assert (response.status_code, response.json["code"]) == (500, "failed")


def test_a_host_that_is_not_ours_gets_one_plain_sentence(client):
    response = client.get("/", headers={"Host": "evil.example"})

    assert (response.status_code, response.mimetype) == (400, "text/plain")
