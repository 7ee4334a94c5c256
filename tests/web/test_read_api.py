"""The read API: a page at a time, one row, answers that are kept, and a sentence for whatever cannot be answered."""

from __future__ import annotations

import pytest

from microprojects.domain.open_data.catalogue import NOUNS
from microprojects.web.data.openapi import PREFIX, document
from tests.consulting import statements
from tests.council import ready
from tests.lives import TODAY
from tests.web import walking

LICENSE = "https://creativecommons.org/licenses/by/4.0/"

site = walking.site


MISSING = "openapi-spec-validator is missing, so answers were not held against the document: install requirements-test.txt"


def shape(path: str):
    """What an answer must look like, by the document."""
    answers = document(LICENSE)["paths"][path]["get"]["responses"]
    schema = answers["200"]["content"]["application/json"]["schema"]
    jsonschema = pytest.importorskip("jsonschema", reason=MISSING)
    return jsonschema.Draft202012Validator({**schema, "components": document(LICENSE)["components"]})


def numbers(answer) -> list[str]:
    return [row["number"] for row in answer.json["data"]]


@pytest.fixture
def three(world):
    """Three projects."""
    for n in (1, 2, 3):
        ready(world, f"LZ-2026-00{n}")


def test_the_document_is_valid_openapi(client, world):
    sent = client.get(f"{PREFIX}/openapi.json")

    pytest.importorskip("openapi_spec_validator", reason=MISSING).validate(sent.json)
    assert sent.json["openapi"] == "3.1.0"
    assert sent.json == document(LICENSE)


def test_every_table_answers_as_the_document_says(site):
    client = site.browser("")
    empty = []
    for name, noun in NOUNS.items():
        listed = client.get(f"{PREFIX}/{name}?limit=200").json
        shape(f"{PREFIX}/{name}").validate(listed)
        empty += [name] if not listed["data"] else []
        for row in listed["data"][:3]:
            single = client.get(f"{PREFIX}/{name}/{row[noun.key.name]}").json
            shape(f"{PREFIX}/{name}/{{number}}").validate(single)
            assert single == {"data": row}
    shape(f"{PREFIX}/").validate(client.get(f"{PREFIX}/").json)
    assert (empty, site.lives.world.now < TODAY) == ([], True)


@pytest.mark.parametrize("name", list(NOUNS))
def test_no_answer_takes_more_than_twelve_statements(bench, site, name):
    client = site.browser("")
    number = client.get(f"{PREFIX}/{name}").json["data"][0][NOUNS[name].key.name]

    seen = []
    for path in (f"{PREFIX}/{name}?limit=1", f"{PREFIX}/{name}?limit=200", f"{PREFIX}/{name}/{number}"):
        with statements(bench.engine) as each:
            assert client.get(path).status_code == 200
        seen.append(len(each))

    assert len(set(seen)) == 1
    assert max(seen) <= 12


def test_the_next_page_goes_on_whatever_is_added_meanwhile(client, three, world):
    first = client.get(f"{PREFIX}/projects?limit=2&community=lizhi")
    ready(world, "LZ-2026-000")

    second = client.get(first.json["next"])

    assert (numbers(first), numbers(second)) == (
        ["LZ-2026-001", "LZ-2026-002"],
        ["LZ-2026-003", "LZ-2026-000"],
    )
    assert second.json["next"] is None
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    assert "community=lizhi" in first.json["next"]


def test_what_has_not_changed_is_not_sent_again(client, three, world):
    first = client.get(f"{PREFIX}/projects")
    asked = {"If-None-Match": first.headers["ETag"]}

    same = client.get(f"{PREFIX}/projects", headers=asked)
    ready(world, "LZ-2026-000")
    other = client.get(f"{PREFIX}/projects", headers=asked)

    assert (same.status_code, same.data, other.status_code) == (304, b"", 200)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert first.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "status", "code", "words"),
    [
        ("/projects?page=2", 400, "unknown-parameter", "limit, cursor, community, year, state"),
        ("/suppliers?year=2026", 400, "unknown-parameter", "limit, cursor"),
        ("/projects?limit=1000", 400, "not-between", "1 到 200"),
        ("/projects?state=draft", 400, "not-among", "approved"),
        ("/projects?cursor=zzz", 400, "no-cursor", "next"),
        ("/projects/LZ-2026-001?limit=1", 400, "no-parameters", "limit"),
        ("/projects/LZ-2026-999", 404, "not-found", "没有找到"),
        ("/meetings/x", 404, "not-found", "没有找到"),
        ("/meetings/99999999999999999999", 404, "not-found", "没有找到"),
        ("/people", 404, "no-table", "projects, disclosures"),
        ("/projects/a/b", 404, "not-found", "没有这一页"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_with_a_sentence(client, three, path, status, code, words):
    answer = client.get(f"{PREFIX}{path}")

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert words in answer.json["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/projects", "/projects/LZ-2026-001", "/openapi.json"])
def test_it_only_reads(client, three, method, path):
    answer = client.open(f"{PREFIX}{path}", method=method)

    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert "只能读" in answer.json["detail"]
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
