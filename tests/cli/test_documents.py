"""`documents`: the pages made from tables are what the tables say."""

from __future__ import annotations


def test_the_committed_pages_are_fresh(run):
    result = run("documents", "--check")

    assert (result.exit_code, result.stdout) == (0, "")
