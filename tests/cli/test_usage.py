"""Wrong use is one sentence on standard error and exit code 2."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nosuch",), "No such command 'nosuch'. See: microprojects --help"),
        (("--nosuch",), "No such option '--nosuch'. See: microprojects --help"),
        (("verify",), "Missing argument 'DIR|FILE'. See: microprojects verify --help"),
        (
            ("verify", "/nope"),
            "Invalid value for 'DIR|FILE': Path '/nope' does not exist. See: microprojects verify --help",
        ),
        (
            ("demo", "--data", "/etc/passwd"),
            "Invalid value for '--data': Directory '/etc/passwd' is a file. See: microprojects demo --help",
        ),
        (("accounts", "nosuch"), "No such command 'nosuch'. See: microprojects accounts --help"),
    ],
)
def test_wrong_use_is_one_sentence(run, words, told):
    result = run(*words)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"microprojects: {told}\n")


def test_a_role_that_is_none_is_one_sentence_that_lists_them(run):
    result = run("accounts", "create", "huang", "emperor", "minghu", "--name", "黄河")

    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(
        "microprojects: Invalid value for 'ROLE': 'emperor' is not one of 'unit', 'grid_worker', "
    )


@pytest.mark.parametrize("words", [(), ("accounts",), ("--help",), ("serve", "--help")])
def test_help_keeps_its_lines(run, words):
    result = run(*words)

    assert result.output.startswith(
        f"Usage: {' '.join(['microprojects', *words[:1]]).removesuffix(' --help')} ["
    )
