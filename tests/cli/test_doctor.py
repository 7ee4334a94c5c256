"""`doctor`: one line a subject, exit 1 when one is not well."""

from __future__ import annotations

import json


def subjects(result):
    return {finding["subject"]: finding["well"] for finding in json.loads(result.stdout)}


def test_a_current_site_is_well(run):
    run("upgrade")

    result = run("doctor", "--json")

    assert (result.exit_code, subjects(result)) == (
        0,
        dict.fromkeys(["configuration", "keys", "addresses", "disk", "clock", "database", "schema"], True),
    )


def test_a_person_reads_one_line_a_subject(run):
    run("upgrade")

    lines = run("doctor").stdout.splitlines()

    assert [line.split()[:2] for line in lines] == [
        ["ok", subject]
        for subject in ("configuration", "keys", "addresses", "disk", "clock", "database", "schema")
    ]


def test_settings_that_refuse_a_start_are_the_only_finding(run):
    result = run("doctor", "--json", MICROPROJECTS_MODE="production")

    assert (result.exit_code, subjects(result)) == (1, {"configuration": False})


def test_a_site_behind_tls_that_believes_no_proxy_is_not_well(run):
    tls = {"MICROPROJECTS_BASE_URL": "https://example.org"}
    run("upgrade", **tls)

    alone, behind_one = (run("doctor", "--json", MICROPROJECTS_PROXY_HOPS=hops, **tls) for hops in ("0", "1"))

    assert (alone.exit_code, subjects(alone)["addresses"]) == (1, False)
    assert "MICROPROJECTS_PROXY_HOPS" in alone.stdout
    assert (behind_one.exit_code, subjects(behind_one)["addresses"]) == (0, True)
