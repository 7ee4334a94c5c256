"""The rules of the house that no linter checks, read off the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from microprojects.domain.actions import Action
from microprojects.domain.lifecycle import LIFECYCLE
from microprojects.domain.permission_table import TABLE

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "microprojects"
SPINE = "services/_deed.py"
FLOORS = ("domain", "store", "services", "web", "cli", "demo")

# The other things that have a state of their own, which is not the lifecycle's: how they are called where it is set.
OWN_STATES = frozenset({"change", "gathering", "meeting", "item", "payment", "poll"})
# The few who may say that a text is safe HTML, and why.
TRUSTED_HTML = {
    "web/language.py": "what `_` gives a page is escaped there, message and words",
    "web/money_shown.py": "sentences with an amount set in bold; every other part is escaped",
    "web/charts.py": "Plotly's own data, as JSON in an attribute",
    "web/qr_codes.py": "a drawing made of numbers alone",
}
# Chinese texts of the web floor that are shown as they are in every language.
NOT_TRANSLATED = {
    "web/agents.py": "browsers have names, and a device is named by them",
    "web/language.py": "a language is named in itself",
    "web/typesetting.py": "minutes are written in Chinese, and their lines are told apart by how they begin",
}

# What has to be one file, however long, and why.
ONE_FILE = {"verify.py": "it is downloaded and run by itself, by people who have nothing else of ours"}
LINES, LINES_OF_TESTS, LINES_OF_A_FUNCTION = 300, 400, 40
CHINESE = re.compile(r"[\u3400-\u9fff]")
GETTEXT = frozenset(
    {"_", "_l", "_n", "N_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "pgettext"}
)
# A new project, or a change of many: both would go round the spine.
SETS_MANY = re.compile(r"Project\(|(sa\.)?(update|insert)\(Project\).*\.values\(", re.DOTALL)
NO_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "common", "manager", "misc", "data", "info", "process"}
)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def house() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def place(path: Path) -> str:
    """How a file is called in a complaint: by its path in the house."""
    return (
        path.relative_to(HOUSE).as_posix()
        if path.is_relative_to(HOUSE)
        else path.relative_to(ROOT).as_posix()
    )


def at(path: Path, node: ast.AST) -> str:
    return f"{place(path)}:{getattr(node, 'lineno', 0)}"


def none(found: Iterable[str]) -> None:
    """Complain of everything that was found, a line for each."""
    complaints = sorted(found)
    assert complaints == [], "\n" + "\n".join(complaints)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def assigned(node: ast.AST) -> Iterator[ast.Attribute]:
    """The attributes that a statement sets, also inside a tuple."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    for target in targets if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) else ():
        yield from (part for part in ast.walk(target) if isinstance(part, ast.Attribute))


def called(node: ast.Call) -> str:
    """The last name of what is called: `step` for LIFECYCLE.step(...)."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def imported(node: ast.AST) -> Iterator[str]:
    """What an import statement brings in, as dotted names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def names_read(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def is_glued(sql: ast.expr) -> bool:
    """Whether a query is anything but a literal, a constant, or one of two such."""
    if isinstance(sql, ast.IfExp):
        return is_glued(sql.body) or is_glued(sql.orelse)
    return not (isinstance(sql, ast.Constant) or (isinstance(sql, ast.Name) and sql.id.isupper()))


def test_only_the_spine_assigns_the_state_of_a_project():
    found = [
        f"{at(path, node)} sets {ast.unparse(target)}"
        for path in house()
        if place(path) != SPINE
        for node in ast.walk(parsed(path))
        for target in assigned(node)
        if target.attr == "state" and ast.unparse(target.value).split(".")[-1] not in OWN_STATES
    ]

    none(found)


def test_nobody_sets_a_state_by_its_name_in_a_text():
    found = [
        f"{at(path, node)} {ast.unparse(node)[:80]}"
        for path in house()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and (
            (called(node) == "setattr" and "state" in ast.unparse(node))
            or (
                SETS_MANY.match(ast.unparse(node))
                and {"state", "stage"} & {word.arg for word in node.keywords}
            )
        )
    ]

    none(found)


def test_only_the_spine_steps_the_lifecycle():
    found = [
        at(path, node)
        for path in house()
        if place(path) != SPINE
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "LIFECYCLE.step"
    ]

    none(found)


def test_a_deed_does_not_call_another_door_s_deeds():
    """A large door may hand on the deeds of its other files (`import x as x`), without using them itself."""
    none(
        f"{at(path, node)} uses {alias.name} of {node.module}"
        for path in (HOUSE / "services").rglob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if re.match(r"microprojects\.services\.[^_]", f"{node.module}.{alias.name}")
        and not (alias.asname == alias.name and alias.name not in names_read(parsed(path)))
    )


def test_nothing_of_ours_is_imported_inside_a_function():
    found = [
        f"{at(path, node)} in {function.name}"
        for path in house()
        for function in functions(parsed(path))
        for node in ast.walk(function)
        if any(name.split(".")[0] == "microprojects" for name in imported(node))
        or (isinstance(node, ast.ImportFrom) and node.level)
    ]

    none(found)


@pytest.mark.parametrize("folder", ["microprojects", "tests", "migrations/versions", "benchmarks"])
def test_every_file_says_in_one_sentence_what_it_is(folder):
    wrong = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        first = (ast.get_docstring(parsed(path)) or "").split("\n\n")[0].replace("\n", " ")
        if not first.endswith(".") or re.search(r"[.?!] [A-Z]", first):
            wrong.append(f"{place(path)}: {first!r}")

    none(wrong)


@pytest.mark.parametrize(("folder", "most"), [("microprojects", LINES), ("tests", LINES_OF_TESTS)])
def test_files_stay_short(folder, most):
    lengths = {place(path): len(path.read_text().splitlines()) for path in (ROOT / folder).rglob("*.py")}

    none(
        f"{name} has {lines} lines"
        for name, lines in lengths.items()
        if lines > most and name not in ONE_FILE
    )


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long a function is, its docstring apart: what it may refuse is told, not done."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function):
        lines -= (function.body[0].end_lineno or 0) - function.body[0].lineno + 1
    return lines


def test_functions_stay_short():
    none(
        f"{at(path, function)} {function.name} has {lines} lines"
        for path in house()
        for function in functions(parsed(path))
        if (lines := lines_of(function)) > LINES_OF_A_FUNCTION
    )


def test_no_file_has_a_name_that_says_nothing():
    none(place(path) for path in house() if path.stem.strip("_") in NO_NAMES)


@cache
def acts_named_in(*folders: str) -> frozenset[str]:
    """The names of all acts that the code of some floors writes down: Action.X."""
    return frozenset(
        node.attr
        for folder in folders
        for path in (HOUSE / folder).rglob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"Action", "A"}
    )


def test_every_row_of_the_lifecycle_has_its_deed():
    wanted = {row.action.name for row in LIFECYCLE.rows}

    none(wanted - acts_named_in("services"))


def test_every_line_of_the_permission_table_is_asked_somewhere():
    none({action.name for action in TABLE} - acts_named_in("services", "web"))


def test_every_act_has_its_line_in_the_permission_table():
    assert set(Action) == set(TABLE)


def test_every_deed_is_told_who_acts_and_when():
    """The system's own deeds, run by a timer, are told only when; what is made anew from the record, not even that."""
    wrong = [
        f"{at(path, node)} {node.name}"
        for path in (HOUSE / "services").glob("*.py")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not path.stem.startswith("_")
        and node.name != "rebuild"
        if "at" not in {argument.arg for argument in node.args.kwonlyargs}
    ]

    none(wrong)


def test_nobody_else_calls_a_text_safe_html():
    found = {
        place(path)
        for path in house()
        for node in ast.walk(parsed(path))
        if any(name in {"markupsafe.Markup", "flask.Markup"} for name in imported(node))
    }

    none(found - set(TRUSTED_HTML))


def test_no_sql_is_glued_together():
    """`text()` with anything but a plain literal is how a search box becomes a query."""
    found = [
        f"{at(path, node)} {ast.unparse(node)[:80]}"
        for path in house()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and called(node) in {"text", "exec_driver_sql", "literal_column"}
        and is_glued(node.args[0])
    ]

    none(found)


def outside_gettext(node: ast.AST) -> Iterator[ast.Constant]:
    """The Chinese texts below a node that no gettext call translates; docstrings are not shown to anybody."""
    if isinstance(node, ast.Call) and called(node) in GETTEXT:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from outside_gettext(child)


def test_every_chinese_text_of_the_web_floor_can_be_translated():
    found = [
        f"{at(path, node)} {node.value!r}"
        for path in (HOUSE / "web").rglob("*.py")
        if place(path) not in NOT_TRANSLATED
        for node in outside_gettext(parsed(path))
    ]

    none(found)


def test_no_text_to_translate_is_put_together_before_it_is_translated():
    """`_(f"...")` and `_("..." + x)` find nothing in the catalogue."""
    found = [
        f"{at(path, node)} {ast.unparse(node)[:80]}"
        for path in house()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and called(node) in GETTEXT
        and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args)
    ]

    none(found)


def test_every_sentence_of_a_refusal_can_be_translated():
    found = [
        f"{at(path, statement)} {kind.name}"
        for path in house()
        for kind in ast.walk(parsed(path))
        if isinstance(kind, ast.ClassDef)
        for statement in kind.body
        if isinstance(statement, ast.Assign)
        and ast.unparse(statement.targets[0]) == "message"
        and isinstance(statement.value, ast.Constant)
    ]

    none(found)


def test_nothing_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|[Nn]ot implemented|NotImplementedError")
    files = [p for folder in ("microprojects", "templates") for p in (ROOT / folder).rglob("*.*")]
    found = [
        f"{place(path)}:{number}"
        for path in files
        if path.suffix in {".py", ".html"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marks.search(line)
    ]

    none(found)


def test_every_form_is_a_form_of_the_house():
    none(
        f"{at(path, node)} {node.name}"
        for path in house()
        if place(path) != "web/forms/house.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "FlaskForm" for base in node.bases)
    )
