"""Style sheets and scripts at addresses that name their content."""

import gzip
import re

import pytest

from microprojects.web.assets import asset_url

NAMES = [
    "css/theme.css", "css/chart.css", "img/icons.svg", "img/mark.svg",
    "js/autosave.js", "js/charts.js", "js/speak.js", "vendor/bootstrap.min.css", "vendor/plotly.min.js",
]  # fmt: skip


@pytest.fixture
def url(guide):
    def of(name):
        with guide.test_request_context("/"):
            return asset_url(name)

    return of


@pytest.mark.parametrize("name", NAMES)
def test_an_asset_may_be_kept_for_good(passerby, url, name):
    response = passerby.get(url(name))

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", NAMES)
def test_the_packed_form_holds_the_same_bytes(passerby, url, name):
    plain = passerby.get(url(name))

    packed = passerby.get(url(name), headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_plain_and_packed_have_different_tags(passerby, url):
    plain = passerby.get(url("css/theme.css"))

    packed = passerby.get(url("css/theme.css"), headers={"Accept-Encoding": "gzip"})

    assert plain.get_etag() != packed.get_etag()


def test_a_browser_that_has_the_asset_gets_no_body(passerby, url):
    tag = passerby.get(url("css/theme.css")).headers["ETag"]

    again = passerby.get(url("css/theme.css"), headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


def test_an_address_of_older_content_leads_to_the_present_one(passerby, url):
    response = passerby.get("/assets/0000000000000000/css/theme.css")

    assert (response.status_code, response.location) == (302, url("css/theme.css"))


@pytest.mark.parametrize(
    "path", ["css/none.css", "../pyproject.toml", "..%2Fpyproject.toml", "vendor/none.js", "css", "%00"]
)
def test_nothing_outside_the_shelf_is_sent(passerby, path):
    assert passerby.get(f"/assets/0/{path}").status_code == (400 if path == "%00" else 404)


def test_the_pictures_on_pages_are_all_in_the_sprite(guide, passerby, url):
    sprite = passerby.get(url("img/icons.svg")).get_data(as_text=True)
    drawn = set(re.findall(r"#(i-[a-z]+|mark)\"", passerby.get("/components").get_data(as_text=True)))

    assert drawn <= set(re.findall(r'symbol id="([a-z-]+)"', sprite))
