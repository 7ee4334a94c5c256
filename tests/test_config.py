"""The settings: what production refuses, what the demo keeps, what a child process gets."""

from __future__ import annotations

import stat

import pytest

from microprojects import keys
from microprojects.config import ConfigurationError, Mode, Settings

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def production(tmp_path):
    """Variables with which production may start."""
    return {
        "MICROPROJECTS_DATA_DIR": str(tmp_path),
        "MICROPROJECTS_SECRET_KEY": SECRET,
        "MICROPROJECTS_BASE_URL": "https://projects.example.cn/",
    }


def test_production_starts_with_a_secret_and_a_name(production, tmp_path):
    settings = Settings.load(production)

    assert (settings.mode, settings.base_url, settings.trusted_hosts, settings.secure_cookies) == (
        Mode.PRODUCTION,
        "https://projects.example.cn",
        ("projects.example.cn",),
        True,
    )
    assert settings.database_url == f"sqlite:///{tmp_path / 'microprojects.sqlite3'}"


@pytest.mark.parametrize("secret", ["", "short", "x" * 31])
def test_production_refuses_a_missing_or_short_secret(production, secret):
    with pytest.raises(ConfigurationError, match="SECRET_KEY is missing or shorter than 32"):
        Settings.load(production | {"MICROPROJECTS_SECRET_KEY": secret})


@pytest.mark.parametrize("hosts", ["*", "projects.example.cn,*.cn", "."])
def test_production_refuses_a_wildcard_host(production, hosts):
    with pytest.raises(ConfigurationError, match="TRUSTED_HOSTS must name the hosts"):
        Settings.load(production | {"MICROPROJECTS_TRUSTED_HOSTS": hosts})


@pytest.mark.parametrize("mode", ["production", "demo"])
def test_a_key_that_others_can_read_stops_the_start_and_names_the_cure(production, tmp_path, mode):
    keys.keep(tmp_path / "keys", "journal")
    path = tmp_path / "keys" / "journal.key"
    path.chmod(0o644)

    with pytest.raises(ConfigurationError, match=f"chmod go-rwx {path}"):
        Settings.load(production | {"MICROPROJECTS_MODE": mode})


def test_a_key_folder_that_others_can_enter_stops_the_start(production, tmp_path):
    (tmp_path / "keys").mkdir(mode=0o755)

    with pytest.raises(ConfigurationError, match="chmod go-rwx"):
        Settings.load(production)


def test_the_demo_makes_its_secret_once_and_keeps_it_private(tmp_path):
    variables = {"MICROPROJECTS_MODE": "demo", "MICROPROJECTS_DATA_DIR": str(tmp_path)}

    first, second = Settings.load(variables), Settings.load(variables)

    kept = tmp_path / "keys" / "secret.key"
    assert first.secret_key == second.secret_key == kept.read_bytes().hex()
    assert (stat.S_IMODE(kept.stat().st_mode), stat.S_IMODE(kept.parent.stat().st_mode)) == (0o600, 0o700)


def test_a_child_process_gets_the_same_settings(production):
    settings = Settings.load(production, proxy_hops=1, log_server=True)

    assert Settings.load(settings.environment()) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [("MODE", "play"), ("PROXY_HOPS", "many"), ("PROXY_HOPS", "-1"), ("MAX_UPLOAD_BYTES", "20MB")],
)
def test_a_value_that_cannot_be_read_is_named(production, name, value):
    with pytest.raises(ConfigurationError, match=f"MICROPROJECTS_{name} is '{value}'"):
        Settings.load(production | {f"MICROPROJECTS_{name}": value})


def test_a_postgresql_address_gets_our_driver(production):
    settings = Settings.load(production | {"MICROPROJECTS_DATABASE_URL": "postgresql://lin@db/projects"})

    assert settings.database_url == "postgresql+psycopg://lin@db/projects"


def test_secrets_do_not_show_when_settings_are_printed(production):
    assert SECRET not in repr(Settings.load(production))
