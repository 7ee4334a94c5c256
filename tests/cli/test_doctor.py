"""`doctor`: one line a subject, exit 1 when one is not well."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

SUBJECTS = ("configuration", "keys", "addresses", "data", "disk", "clock", "database", "schema", "journal")
PRODUCTION = {
    "MICROPROJECTS_MODE": "production",
    "MICROPROJECTS_SECRET_KEY": "0123456789abcdef" * 2,
    "MICROPROJECTS_BASE_URL": "https://projects.example.cn",
    "MICROPROJECTS_PROXY_HOPS": "1",
}


def subjects(result):
    return {finding["subject"]: finding["well"] for finding in json.loads(result.stdout)}


def test_a_current_site_is_well(run):
    run("upgrade")

    result = run("doctor", "--json")

    assert (result.exit_code, subjects(result)) == (
        0,
        dict.fromkeys(SUBJECTS, True),
    )


def test_a_person_reads_one_line_a_subject(run):
    run("upgrade")

    lines = run("doctor").stdout.splitlines()

    assert [line.split()[:2] for line in lines] == [["ok", subject] for subject in SUBJECTS]


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


def test_a_missing_field_key_is_told_among_the_keys_with_a_cure_that_works(run, variables):
    missing = run("doctor", "--json", **PRODUCTION)
    told = {finding["subject"]: finding["sentence"] for finding in json.loads(missing.stdout)}

    subprocess.run(["/bin/sh", "-c", told["keys"].partition("make it with: ")[2]], check=True)
    cured = run("upgrade", **PRODUCTION), run("doctor", "--json", **PRODUCTION)

    assert (missing.exit_code, subjects(missing)) == (
        1,
        {"configuration": True, "keys": False, "addresses": True},
    )
    assert (cured[0].exit_code, cured[1].exit_code) == (0, 0)


def test_data_that_others_can_open_is_told_with_a_cure_that_works(run, variables):
    run("upgrade")
    folder = Path(variables["MICROPROJECTS_DATA_DIR"])
    folder.chmod(0o755)
    (folder / "microprojects.sqlite3").chmod(0o640)

    opened = run("doctor", "--json")
    told = {finding["subject"]: finding["sentence"] for finding in json.loads(opened.stdout)}["data"]
    subprocess.run(["/bin/sh", "-c", told[told.index("chmod ") :]], check=True)

    assert (opened.exit_code, run("doctor").exit_code) == (1, 0)


def test_a_damaged_database_is_told_under_its_name(run, variables):
    run("upgrade")
    Path(variables["MICROPROJECTS_DATA_DIR"], "microprojects.sqlite3").write_bytes(b"no database " * 200)

    result = run("doctor", "--json")

    assert (result.exit_code, subjects(result)["database"]) == (1, False)
