"""The read API, asked anything that its document allows and much that it does not: never a failure, always as documented."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from microprojects.web.data.openapi import PREFIX, document
from tests.web import walking

MISSING = "schemathesis is missing, so the read API was not fuzzed: install requirements-test.txt"
EXAMPLES = 4
site = walking.site


@pytest.fixture(scope="module")
def schemathesis():
    """The program that asks."""
    return pytest.importorskip("schemathesis", reason=MISSING)


def checks(schemathesis) -> list:
    """What is looked at in every answer."""
    ours = schemathesis.specs.openapi.checks
    return [
        schemathesis.checks.not_a_server_error,
        ours.status_code_conformance,
        ours.content_type_conformance,
        ours.response_headers_conformance,
        ours.response_schema_conformance,
        ours.negative_data_rejection,
    ]


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_fails_and_every_answer_is_as_documented(schemathesis, site, mode):
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", site.app)
    asked, seen = [], Counter()
    for result in schema.get_all_operations():
        operation = result.ok()
        asked.append(operation.path)

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
        def fuzz(case):
            answer = case.call_and_validate(
                headers={"Accept-Encoding": "identity"}, checks=checks(schemathesis)
            )
            seen[answer.status_code] += 1

        if (
            mode == "positive" or operation.path != f"{PREFIX}/"
        ):  # nothing can be wrong where nothing is asked
            fuzz()

    assert asked == list(document("https://license.example/")["paths"])
    assert seen[200 if mode == "positive" else 400] > EXAMPLES
