"""The desk of accounts offers what its administrator may do, and only shows whoever serves elsewhere as well."""

from __future__ import annotations

import pytest

from microprojects.domain.people import Role
from microprojects.store import accounts
from tests.services.test_account_places import has_account, lives, serves


@pytest.fixture
def local(session, world, visitor):
    """The browser of Xu, who administers the accounts of one community in which Wu, a street leader, lives."""
    serves(world, "xu", Role.DISTRICT_ADMIN, "lizhi")
    lives(world, "wu", "lizhi")
    has_account(world, "wu")
    return visitor("xu")


def test_an_account_that_answers_to_others_too_is_shown_without_a_button(session, world, local):
    path = f"/office/accounts/{world.people['wu']}"

    page, asked = local.get(path), local.send(f"{path}/reset-second-factor")

    assert (page.status_code, "上一级管理员办理" in page.text, "取消动态验证码" in page.text) == (
        200,
        True,
        False,
    )
    assert asked.status_code == 403
    assert accounts.of_person(session, world.people["wu"]).totp_secret is not None


def test_the_account_of_a_neighbour_is_mended_at_the_same_desk(session, world, local):
    has_account(world, "lin")
    path = f"/office/accounts/{world.people['lin']}"
    assert "取消动态验证码" in local.get(path).text

    answer = local.send(f"{path}/reset-second-factor")

    assert (answer.status_code, accounts.of_person(session, world.people["lin"]).totp_secret) == (303, None)


def test_an_account_of_another_place_is_not_shown(world, local):
    has_account(world, "tang")

    assert local.get(f"/office/accounts/{world.people['tang']}").status_code == 403
