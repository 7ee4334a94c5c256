"""The language of an answer: the one the visitor chose, else the site's; Chinese is the source language."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import cache, cached_property, lru_cache
from pathlib import Path

from babel import Locale, support
from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale, gettext
from markupsafe import Markup
from wtforms.i18n import messages_path

from microprojects.domain.errors import Refusal
from microprojects.web import catalogues

LANGUAGES = {"zh_CN": "中文", "en": "English"}
COOKIE = "lang"
TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"

babel = Babel()


def init_app(app: Flask) -> None:
    """Let Flask-Babel ask us for the language of each answer, and give templates the words about it."""
    spare = app.extensions["settings"].data_dir / "translations"
    folders = catalogues.compile_all(TRANSLATIONS, spare)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, folders))
    babel.init_app(app, locale_selector=lambda: _locale(chosen() or app.config["BABEL_DEFAULT_LOCALE"]))
    app.add_template_global(told, "_")
    app.add_template_global(html_lang, "html_lang")
    app.add_template_global(other_language, "other_language")
    app.add_template_global(gap, "gap")


def chosen() -> str | None:
    """Return the language the visitor chose, None when they have not.

    What the browser prefers is not asked: on a shared computer it says nothing
    about the person in front of it, and a printed page must not depend on it.
    """
    language = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return language if language in LANGUAGES else None


@cache
def _locale(name: str) -> Locale:
    """Return a language as Babel knows it; to find it by its name takes long, and each answer asks."""
    return Locale.parse(name)


@cache
def _form_words(locale: str) -> support.NullTranslations:
    return support.Translations.load(messages_path(), [locale], domain="wtforms")


class FormWords:
    """WTForms' own words in the language of the answer; Flask-WTF would read their file anew in every request."""

    @cached_property
    def _words(self) -> support.NullTranslations:
        return _form_words(str(get_locale()))

    def gettext(self, message: str) -> str:
        """Translate a message."""
        return str(self._words.ugettext(message))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Translate a message about a number of things."""
        return str(self._words.ungettext(singular, plural, n))


def is_english() -> bool:
    """Return whether the answer is being written in English."""
    locale = get_locale()
    return locale is not None and locale.language == "en"


def html_lang() -> str:
    """Return the value of the `lang` attribute; for Chinese it also selects the right shapes of characters."""
    return "en" if is_english() else "zh-Hans"


def gap() -> str:
    """Return what stands between two sentences or words that are joined: a space in English, nothing in Chinese."""
    return " " if is_english() else ""


def joined(sentences: Iterable[str]) -> str:
    """Join sentences that were translated one by one."""
    return gap().join(each.strip() for each in sentences if each)


def other_language() -> tuple[str, str, str]:
    """Return code, name and `lang` attribute of the language that the visitor can change to."""
    return ("zh_CN", LANGUAGES["zh_CN"], "zh-Hans") if is_english() else ("en", LANGUAGES["en"], "en")


def told(message: str, **words: object) -> Markup:
    """Return a message in the visitor's language for a page, escaped with its words.

    Jinja's own `_` takes every message for HTML, also one that stands in a variable
    and came from the database. Here only words that are HTML already stay so. A text
    that is shown as it is, with a per cent sign of its own, is no message to fill in.
    """
    escaped = _escaped(str(get_locale()), message)
    try:
        return escaped % words
    except (KeyError, TypeError, ValueError):
        if words:
            raise
        return escaped


@lru_cache(maxsize=8192)
def _escaped(_locale: str, message: str) -> Markup:
    """Return a message in the language of this answer, which is that of the locale; most pages ask the same ones."""
    return Markup.escape(gettext(message))


def sentence(refusal: Refusal) -> str:
    """Return a refusal's sentence in the visitor's language, its facts filled in and translated too."""
    return translated(refusal.message, refusal.facts)


def translated(message: str, facts: dict[str, object]) -> str:
    """Translate a marked message of another floor, with its facts."""
    spoken = {name: _word(value) for name, value in facts.items()}
    return str(gettext(message, **spoken))


def _word(value: object) -> object:
    """Translate one fact where it is a word of ours: a state, a role, a marked text."""
    if isinstance(value, Enum) and hasattr(value, "label"):
        return gettext(value.label)
    if isinstance(value, str) and value:
        return gettext(str(value))
    return value
