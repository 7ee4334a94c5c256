"""The rules for templates, read off the templates themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.test_architecture import GETTEXT, none

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
WEB = ROOT / "microprojects" / "web"
COUNTERS = ("public", "auth", "my", "council", "office", "data")
# Ideographs, and the punctuation that only Chinese has: an English page shows neither.
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff5e]")
LATIN = re.compile(r"[A-Za-z]{3,}")
# A block may hold an attribute, or the names of classes.
ATTRIBUTE = re.compile(r"[a-z-]+=\"|^[\s_a-z0-9-]*$")
# The one form without a token, and why: web/preferences.py tells.
NO_TOKEN = "preferences.choose"
# The list of parts for whoever writes a page; a page may also take in the files behind it.
INDEX = "macros/components.html"
NAME = r"[a-z0-9_/]+\.html"
# Scripts that no browser runs: a block of data, written by `tojson`, which no word can leave.
DATA_BLOCKS = frozenset({"application/json", "application/ld+json"})
ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"])
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Pow)
# Where the text itself is not a sentence: code, codes, names of things.
AS_IT_IS = frozenset({"script", "style", "code", "title"})


def names() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@cache
def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def parsed(name: str) -> nodes.Template:
    return ENVIRONMENT.parse(source(name))


def markup(name: str) -> str:
    """A template as HTML, with a word in the place of every expression."""
    bare = re.sub(r"\{#.*?#\}", "", source(name), flags=re.DOTALL)
    bare = re.sub(r"\{%.*?%\}", "", bare, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", "_", bare, flags=re.DOTALL)


class Reader(HTMLParser):
    """Collects the tags, and the texts between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None], int]] = []
        self.texts: list[tuple[str, int]] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), self.getpos()[0]))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in AS_IT_IS:
            self.texts.append((data, self.getpos()[0]))


def untranslated(node: nodes.Node) -> Iterator[nodes.Node]:
    """The texts below a node that no gettext call translates; `{% trans %}` is one."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT:
        return
    if isinstance(node, nodes.TemplateData) or (
        isinstance(node, nodes.Const) and isinstance(node.value, str)
    ):
        yield node
    for child in node.iter_child_nodes():
        yield from untranslated(child)


def text_of(node: nodes.Node) -> str:
    return str(node.data if isinstance(node, nodes.TemplateData) else node.value)


def rendered() -> set[str]:
    """Every template that the web floor names; a name without a folder is of its counter."""
    found = set()
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(NAME, node.value)
            ):
                counter = TEMPLATES / path.parent.relative_to(WEB)
                nearby = [] if "/" in node.value else list(counter.glob(f"*/{node.value}"))
                found |= {each.relative_to(TEMPLATES).as_posix() for each in nearby} or {node.value}
    return found


def taken_in() -> set[str]:
    """Every template that another one extends, includes or imports."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    return {
        node.template.value
        for name in names()
        for node in parsed(name).find_all(kinds)
        if isinstance(node.template, nodes.Const)
    }


def test_every_template_is_rendered_or_taken_in_by_something():
    none(set(names()) - rendered() - taken_in() - {INDEX})


def test_every_template_that_is_named_is_there():
    none((rendered() | taken_in()) - set(names()))


def test_no_name_of_a_template_is_put_together():
    """So that whoever looks for the uses of a template finds them."""
    found = [
        f"{path.relative_to(WEB)}:{node.lineno}"
        for path in WEB.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr) and ast.unparse(node).rstrip("'\"").endswith(".html")
    ]

    none(found)


@pytest.mark.parametrize("counter", COUNTERS)
def test_the_templates_of_a_counter_mirror_its_views(counter):
    folders = (path for path in (TEMPLATES / counter).glob("*") if path.is_dir())

    none(
        f"templates/{counter}/{folder.name}/ has no web/{counter}/{folder.name}.py"
        for folder in folders
        if not (WEB / counter / f"{folder.name}.py").exists()
    )


def test_there_are_templates_for_counters_only():
    others = {"macros", "errors"}

    assert {path.name for path in TEMPLATES.iterdir() if path.is_dir()} <= {*COUNTERS, *others}


def test_no_template_calls_a_text_safe():
    none(
        f"{name}:{node.lineno}"
        for name in names()
        for node in parsed(name).find_all(
            (nodes.Filter, nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)
        )
        if not isinstance(node, nodes.Filter) or node.name in {"safe", "forceescape"}
    )


def test_no_script_and_no_style_stand_inside_a_page():
    none(
        f"{name}:{line} <{tag} {key}>"
        for name in names()
        for tag, attributes, line in Reader(markup(name)).tags
        for key in (attributes or {"": ""})
        if (tag == "script" and "src" not in attributes and attributes.get("type") not in DATA_BLOCKS)
        or tag == "style"
        or key == "style"
        or re.fullmatch(r"on[a-z]+", key)
        or (attributes.get(key) or "").lower().lstrip().startswith("javascript:")
    )


def test_no_template_gives_a_field_a_script_or_a_style():
    none(
        f"{name}:{node.lineno} {node.key}"
        for name in names()
        for node in parsed(name).find_all(nodes.Keyword)
        if re.fullmatch(r"style|on(click|change|submit|input|load|focus|blur|key\w+|mouse\w+)", node.key)
    )


def test_every_form_that_posts_carries_its_token():
    forms = re.compile(r"<form\b(?P<attributes>[^>]*)>(?P<inside>.*?)</form>", re.DOTALL | re.IGNORECASE)
    none(
        f"{name}: <form{found['attributes'][:60]}>"
        for name in names()
        for found in forms.finditer(source(name))
        if re.search(r"method\s*=\s*[\"']?post", found["attributes"], re.IGNORECASE)
        and NO_TOKEN not in found["attributes"]
        and not re.search(r"csrf\(\)|csrf_token|hidden_tag\(\)", found["inside"])
    )


def test_every_chinese_text_of_a_template_can_be_translated():
    none(
        f"{name}:{node.lineno} {CHINESE.search(text_of(node)).group()!r} in {text_of(node).strip()[:50]!r}"
        for name in names()
        for node in untranslated(parsed(name))
        if CHINESE.search(text_of(node))
    )


def test_no_english_sentence_stands_in_a_template():
    """Chinese is the source language; a word of Latin letters between tags was forgotten, or belongs in a variable."""
    none(
        f"{name}:{line} {text.strip()[:60]!r}"
        for name in names()
        for text, line in Reader(markup(name)).texts
        if LATIN.search(text) and not ATTRIBUTE.search(text)
    )


def test_no_template_calculates():
    none(
        f"{name}:{node.lineno} {type(node).__name__}"
        for name in names()
        for node in parsed(name).find_all(ARITHMETIC)
        if not isinstance(node.left, nodes.List) and not isinstance(node.right, nodes.List)
    )


def test_no_text_to_translate_is_put_together_in_a_template():
    none(
        f"{name}:{node.lineno}"
        for name in names()
        for node in parsed(name).find_all(nodes.Call)
        if isinstance(node.node, nodes.Name)
        and node.node.name in {"_", "gettext", "ngettext"}
        and any(isinstance(each, nodes.Concat | nodes.Add) for each in node.args)
    )


def test_only_our_own_gettext_is_given_what_stands_in_a_variable():
    """The others take it for HTML; see `told` in web/language.py."""
    none(
        f"{name}:{node.lineno} {node.node.name}"
        for name in names()
        for node in parsed(name).find_all(nodes.Call)
        if isinstance(node.node, nodes.Name)
        and node.node.name in GETTEXT - {"_"}
        and not isinstance(node.args[0], nodes.Const)
    )
