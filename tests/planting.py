"""Personal data planted into every word that a deed is told, each tried on a copy of the house while a life goes on."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import re
import shutil
import sqlite3
import typing
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from functools import wraps
from pathlib import Path
from types import UnionType
from typing import Any

import pytest
from sqlalchemy import event

from microprojects import services
from microprojects.app import create_app
from microprojects.domain.errors import Refusal
from microprojects.domain.people import Actor
from microprojects.domain.sessions import Origin
from microprojects.domain.uploads import Media, sniff
from microprojects.store.db import db
from tests.benches import SqliteBench, settings_for, trust_the_power
from tests.planted import NAME, WORDS
from tests.telling_files import PHONE, telling_files, tells

FILE, CELL = "file", "cell"
USUALLY, MOST = 2, {"mobile": 6, FILE: 40, CELL: 40}  # the same words are told in several states
# What is tried wherever words or files are told, also where nothing is looked through.
ALWAYS = frozenset({"mobile", "name", FILE, CELL})
ANYWAY = frozenset({"people.name"})  # the name that is planted is somebody's
Outcome = dict[str, dict[str, set[str]]]
# What the house itself says of who calls, and never what somebody typed as text.
_OURS = (Actor, Origin)


def deeds() -> dict[str, Callable[..., Any]]:
    """Every deed of the house by its name: `comments.write`."""
    found = {}
    for info in pkgutil.iter_modules(services.__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{services.__name__}.{info.name}")
        for name, deed in vars(module).items():
            ours = inspect.isfunction(deed) and deed.__module__ == module.__name__
            if ours and not name.startswith("_"):
                found[f"{info.name}.{name}"] = deed
    return found


def counters() -> set[str]:
    """Every place in which a deed is told words or handed a file: `files.attach.caption`, `.words.title`."""
    return {
        f"{name}.{parameter}{inside}"
        for name, deed in deeds().items()
        for parameter, kind in typing.get_type_hints(deed).items()
        if parameter not in ("return", "actor")
        for inside in _words_in(kind)
    }


def _words_in(kind: Any) -> Iterator[str]:
    """The places of words in a value of some kind."""
    base, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind in (str, bytes):
        yield ""
    elif base in (typing.Union, UnionType):
        yield from {inside: None for each in inner for inside in _words_in(each)}
    elif isinstance(base, type) and issubclass(base, Mapping):
        yield from (f"[]{inside}" for inside in _words_in(inner[1]))
    elif isinstance(base, type) and issubclass(base, Collection):
        yield from {f"[]{inside}": None for each in inner if each is not ... for inside in _words_in(each)}
    elif isinstance(kind, type) and is_dataclass(kind) and kind not in _OURS:
        told = typing.get_type_hints(kind)
        for each in fields(kind):
            yield from (f".{each.name}{inside}" for inside in _words_in(told[each.name]))


def _planted(value: Any, path: str, kind: str) -> Iterator[tuple[str, str, Any]]:
    """A value with each of its words replaced in turn, and each of its files by every one that tells something."""
    if value is None and "str" in kind:
        value = ""
    for place, old, put in leaves(value, path):
        if isinstance(old, str):
            yield place, "mobile", put(PHONE)
            yield from ((place, kind, put(f"{old}，{words}")) for kind, words in WORDS.items())
        elif sniff(old):
            files = (file for media in Media for file in telling_files(media).values())
            yield from ((place, FILE, put(file)) for file in files)
        else:
            yield from ((place, CELL, put(old.replace(cell, PHONE.encode()))) for cell in _cells(old))


def _cells(table: bytes) -> list[bytes]:
    """The Chinese words of a table, which is a file of text."""
    return [word.encode() for word in dict.fromkeys(re.findall("[\u4e00-\u9fff]{2,}", table.decode()))]


def leaves(value: Any, path: str) -> Iterator[tuple[str, Any, Callable[[Any], Any]]]:
    """The places in a value where a word or a file stands, each with what puts another one there."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str | bytes):
        yield path, value, lambda new: new
        return
    for step, inner, put_back in _inside(value):
        for place, old, put in leaves(inner, f"{path}{step}"):
            yield place, old, lambda new, put=put, put_back=put_back: put_back(put(new))


def _inside(value: Any) -> Iterator[tuple[str, Any, Callable[[Any], Any]]]:
    """What a value holds, each with its step in the path and with what makes the value anew around another one."""
    if isinstance(value, Mapping):
        yield from (("[]", inner, lambda new, key=key: {**value, key: new}) for key, inner in value.items())
    elif isinstance(value, Collection):
        listed = list(value)
        for n, inner in enumerate(listed):
            yield "[]", inner, lambda new, n=n: [*listed[:n], new, *listed[n + 1 :]]
    elif is_dataclass(value) and not isinstance(value, _OURS):
        for each in fields(value):
            name = each.name
            yield f".{name}", getattr(value, name), lambda new, name=name: replace(value, **{name: new})


@dataclass
class Planter:
    """Tries each deed once more with each of its words replaced, in a copy of the house, and notes what came of it.

    Both by the place of the word, then by the kind of what was planted there.
    """

    bench: SqliteBench
    refused: Outcome = field(default_factory=dict)
    lies: Outcome = field(default_factory=dict)
    times: Counter[tuple[str, str]] = field(default_factory=Counter)
    is_copied: bool = False  # the copy is as the house is

    def __post_init__(self) -> None:
        self.folder: Path = self.bench.folder.with_name(f"{self.bench.folder.name}-planted")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.app = create_app(settings_for(self.folder))
        with self.app.app_context():
            event.listen(db.engine, "connect", trust_the_power)
        self.file = self.folder / self.bench.file.name

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Let every call of a deed be tried with planted words first."""
        for name, deed in deeds().items():
            module = importlib.import_module(deed.__module__)
            patch.setattr(module, deed.__name__, self._tried(name, deed))

    def _tried(self, name: str, deed: Callable[..., Any]) -> Callable[..., Any]:
        shape = inspect.signature(deed)

        @wraps(deed)
        def both(*args: Any, **given: Any) -> Any:
            told = shape.bind(*args, **given)
            told.apply_defaults()
            self.tell(name, told.arguments)
            return deed(*args, **given)

        return both

    def tell(self, name: str, told: dict[str, Any]) -> None:
        """Try a deed in the copy alone, once for each of its words and for each kind."""
        self.is_copied = False
        deed = inspect.unwrap(deeds()[name])
        kinds = inspect.signature(deed).parameters
        for parameter, value in told.items():
            tries = _planted(value, f"{name}.{parameter}", kinds[parameter].annotation)
            for place, kind, planted in tries:
                self.times[place, kind] += 1
                if self.times[place, kind] <= MOST.get(kind, USUALLY) and self._is_worth(place, kind):
                    self._try(place, kind, deed, {**told, parameter: planted})

    def _is_worth(self, place: str, kind: str) -> bool:
        """Return whether a kind tells more than the first does: only where words are looked through, others may be missed."""
        looked = "privacy-finding" in self.refused.get(place, {}).get("mobile", ())
        return looked or kind in ALWAYS

    def _try(self, place: str, kind: str, deed: Callable[..., Any], told: dict[str, Any]) -> None:
        """Do a deed in the copy, and note by what it was refused or in which columns the words lie now."""
        if not self.is_copied:
            self._copy()
        with self.app.app_context():
            try:
                deed(**told)
            except Exception as no:  # a word that no form could send may be stopped by the database alone
                code = getattr(no, "code", type(no).__name__)
                self.refused.setdefault(place, {}).setdefault(kind, set()).add(code)
                self.is_copied = isinstance(no, Refusal)
            else:
                lies = {*self._found(WORDS.get(kind, PHONE)), *self._telling()}
                self.lies.setdefault(place, {}).setdefault(kind, set()).update(lies)
                self.is_copied = False
            finally:
                db.session.remove()

    def _copy(self) -> None:
        """Make the copy as the house is now."""
        db.session.rollback()
        for name in ("keys", "files"):
            if (self.bench.folder / name).is_dir():
                shutil.copytree(self.bench.folder / name, self.folder / name, dirs_exist_ok=True)
        with closing(sqlite3.connect(self.bench.file)) as here, closing(sqlite3.connect(self.file)) as there:
            here.backup(there)
        self.is_copied = True

    def _telling(self) -> Iterator[str]:
        """What is told by the files that are in the copy alone."""
        there, here = self.folder / "files", self.bench.folder / "files"
        for path in there.rglob("*"):
            if path.is_file() and not (here / path.relative_to(there)).exists():
                yield from (f"a file: {told}" for told in tells(path.read_bytes()))
                path.unlink()

    def _found(self, words: str) -> Iterator[str]:
        """The columns of the copy in which planted words lie open, also as JSON spells them."""
        ways = {"open": words, "spelled": json.dumps(words)[1:-1]}
        with closing(sqlite3.connect(self.file)) as copy:
            for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")')]
                if columns:
                    asked = ", ".join(
                        f'max(instr("{name}", :open) + instr("{name}", :spelled))' for name in columns
                    )
                    (found,) = copy.execute(f'SELECT {asked} FROM "{table}"', ways).fetchall()
                    lies = {f"{table}.{name}" for name, at in zip(columns, found, strict=True) if at}
                    yield from lies - (ANYWAY if words == NAME else set())
