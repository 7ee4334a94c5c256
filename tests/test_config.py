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
    ("name", "value", "told"),
    [
        ("MODE", "play", "be 'production', 'demo' or 'test'"),
        ("LOCALE", "fr", "be 'zh_CN' or 'en'"),
        ("LOG_SERVER", "yes", "be '0' or '1'"),
        ("PROXY_HOPS", "many", "be a whole number, 0 or more, in digits alone"),
        ("PROXY_HOPS", "-1", "be a whole number, 0 or more, in digits alone"),
        ("MAX_UPLOAD_BYTES", "20MB", "be a whole number, 0 or more, in digits alone"),
        ("BASE_URL", "ftp:x", "begin with https:// or http://, such as https://projects.example.cn"),
        (
            "OCDS_PREFIX",
            "ocds-1",
            "be ocds- and six small letters or digits, as the Open Contracting Partnership gives them out",
        ),
        ("DATA_LICENSE", "CC BY", "be a web address, such as https://creativecommons.org/licenses/by/4.0/"),
        ("BASE_URL", "projects.cn", "begin with https:// or http://, such as https://projects.example.cn"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_with_its_limit(production, name, value, told):
    with pytest.raises(ConfigurationError) as refused:
        Settings.load(production | {f"MICROPROJECTS_{name}": value})

    assert str(refused.value) == (
        f"MICROPROJECTS_{name} is '{value}', but it must {told}. See docs/settings.md."
    )


@pytest.mark.parametrize(
    "url", ["console:", "file:/var/sms.txt", "https://me:pw@sms.example.cn/send?v=1", "http://127.0.0.1:9/"]
)
def test_messages_go_to_the_terminal_a_file_or_a_gateway(production, url):
    assert Settings.load(production | {"MICROPROJECTS_SMS_URL": url}).sms_url == url


@pytest.mark.parametrize(
    "url",
    ["smtp://x", "file:sms.txt", "https://", "http://me:geheim@sms.example.cn/", "https://geheim x.cn/"],
)
def test_a_way_by_which_no_message_may_go_is_refused_without_its_password(production, url):
    with pytest.raises(
        ConfigurationError, match=r"^MICROPROJECTS_SMS_URL cannot be used, but it must "
    ) as no:
        Settings.load(production | {"MICROPROJECTS_SMS_URL": url})

    assert "geheim" not in str(no.value)


def test_messages_are_off_in_production_and_on_the_terminal_elsewhere(production, tmp_path):
    demo = {"MICROPROJECTS_MODE": "demo", "MICROPROJECTS_DATA_DIR": str(tmp_path)}

    assert [Settings.load(given).sms_url for given in (production, demo)] == ["", "console:"]


@pytest.mark.parametrize("mode", ["production", "demo"])
@pytest.mark.parametrize(
    "address",
    [
        "http:", "https://", "https://*.example.cn", "https://a b.cn", "https://lin@example.cn",
        "http://0.0.0.0:8000", "http://[::]:8000", "https://[", "https://x.cn:99999", "https://x.cn/?a=1",
    ],
)  # fmt: skip
def test_an_address_that_no_visitor_can_open_is_refused_before_the_hosts(production, mode, address):
    with pytest.raises(ConfigurationError, match=r"^MICROPROJECTS_BASE_URL is .*, but it must "):
        Settings.load(production | {"MICROPROJECTS_MODE": mode, "MICROPROJECTS_BASE_URL": address})


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "http://127.0.0.1:9000"), ("::", "http://[::1]:9000"), ("::1", "http://[::1]:9000")],
)
def test_a_demo_that_listens_everywhere_has_an_address_that_can_be_opened(tmp_path, host, address):
    settings = Settings.load({"MICROPROJECTS_MODE": "demo", "MICROPROJECTS_DATA_DIR": str(tmp_path)})

    assert settings.serving(host, 9000).base_url == address


def test_a_postgresql_address_gets_our_driver(production):
    settings = Settings.load(production | {"MICROPROJECTS_DATABASE_URL": "postgresql://lin@db/projects"})

    assert settings.database_url == "postgresql+psycopg://lin@db/projects"


def test_secrets_do_not_show_when_settings_are_printed(production):
    assert SECRET not in repr(Settings.load(production))


def test_the_log_is_called_by_the_host_unless_it_has_a_name_of_its_own(production):
    named = {"MICROPROJECTS_LOG_ORIGIN": "pb.example.org/c/7"}

    assert Settings.load(production).log_origin == "projects.example.cn/journal"
    assert Settings.load(production | named).log_origin == "pb.example.org/c/7"


@pytest.mark.parametrize("name", ["a b", "a+b", "a\nb", "a\tb"])
def test_a_name_that_cannot_stand_in_a_note_is_refused(production, name):
    with pytest.raises(ConfigurationError, match=r"LOG_ORIGIN is .*without spaces"):
        Settings.load(production | {"MICROPROJECTS_LOG_ORIGIN": name})


@pytest.mark.parametrize(
    "url", ["https://t.example.cn/{z}/{x}/{y}.png", "http://127.0.0.1:8080/w?T=img&x={x}&y={y}&l={z}"]
)
def test_tiles_are_asked_by_a_pattern(production, url):
    assert Settings.load(production | {"MICROPROJECTS_TILE_URL": url}).tile_url == url


@pytest.mark.parametrize(
    "url",
    [
        "https://t.example.cn/{z}/{x}.png",
        "https://t.example.cn/{z}/{x}/{y}/{y}.png",
        "https://{s}.example.cn/{z}/{x}/{y}.png",
        "https://{z}.cn/{x}/{y}.png",
        "https://me:pw@t.example.cn/{z}/{x}/{y}.png",
        "https://t.example.cn; script-src *//{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        'https://t.example.cn/{z}/{x}/{y}.png"onload=',
        "data:image/png,{z}{x}{y}",
        "/tiles/{z}/{x}/{y}.png",
    ],
)
def test_what_is_no_pattern_of_tiles_never_reaches_a_policy(production, url):
    with pytest.raises(ConfigurationError, match="MICROPROJECTS_TILE_URL"):
        Settings.load(production | {"MICROPROJECTS_TILE_URL": url})
