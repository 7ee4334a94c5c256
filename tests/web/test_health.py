"""Whether the site lives and is ready, and whom it answers."""

from __future__ import annotations


def test_a_site_with_its_tables_and_private_keys_is_ready(client):
    alive, ready = client.get("/healthz"), client.get("/readyz")

    assert (alive.status_code, alive.text) == (200, "ok\n")
    assert (ready.status_code, ready.text) == (200, "ready\n")


def test_a_key_that_others_can_read_makes_the_site_unready(client, app):
    folder = app.extensions["settings"].key_dir
    folder.chmod(0o755)

    ready = client.get("/readyz")

    folder.chmod(0o700)
    assert (ready.status_code, ready.text) == (503, "a key can be read by others\n")


def test_a_name_that_is_not_the_sites_is_not_answered(client):
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400
