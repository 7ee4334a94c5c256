"""The pages of coming in, as different people see them."""

from __future__ import annotations

import pytest


def test_a_resident_signs_in_with_a_password_alone(client, sign_in):
    sign_in(client, "lin")

    page = client.get("/my/account")

    assert page.status_code == 200
    assert "林秀英" in page.text


def test_a_clerk_signs_in_with_password_and_code(client, sign_in):
    sign_in(client, "zhao")

    assert client.get("/office/residents").status_code == 200
