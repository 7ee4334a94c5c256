"""Personal data planted into every word that a deed is told, each tried on a copy of the house while a life goes on."""

from __future__ import annotations

import importlib
import inspect
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

from microprojects import services
from microprojects.app import create_app
from microprojects.domain.people import Actor
from microprojects.domain.sessions import Origin
from microprojects.domain.uploads import Media, sniff
from microprojects.store.db import db
from tests.benches import SqliteBench, settings_for
from tests.telling_files import PHONE, telling_files, tells

MOST_TIMES, MOST_FILES = 4, 40  # the same words are told in several states
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


def _planted(value: Any, path: str, kind: str) -> Iterator[tuple[str, Any]]:
    """A value with each of its words replaced in turn, and each of its files by every one that tells something."""
    if value is None and "str" in kind:
        value = ""
    for place, old, put in _leaves(value, path):
        if isinstance(old, str):
            yield from ((place, put(words)) for words in dict.fromkeys((PHONE, f"{old}，{PHONE}")))
        elif sniff(old):
            yield from ((place, put(file)) for media in Media for file in telling_files(media).values())
        else:
            yield from ((place, put(old.replace(cell, PHONE.encode()))) for cell in _cells(old))


def _cells(table: bytes) -> list[bytes]:
    """The Chinese words of a table, which is a file of text."""
    return [word.encode() for word in dict.fromkeys(re.findall("[\u4e00-\u9fff]{2,}", table.decode()))]


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any, Callable[[Any], Any]]]:
    """The places in a value where a word or a file stands, each with what puts another one there."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str | bytes):
        yield path, value, lambda new: new
        return
    for step, inner, put_back in _inside(value):
        for place, old, put in _leaves(inner, f"{path}{step}"):
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
    """Tries each deed once more with each of its words replaced, in a copy of the house, and notes what came of it."""

    bench: SqliteBench
    refused: dict[str, set[str]] = field(default_factory=dict)
    lies: dict[str, set[str]] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.folder: Path = self.bench.folder.with_name(f"{self.bench.folder.name}-planted")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.app = create_app(settings_for(self.folder))
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
        """Try a deed in the copy alone, once for each of its words."""
        deed = inspect.unwrap(deeds()[name])
        kinds = inspect.signature(deed).parameters
        for parameter, value in told.items():
            for place, planted in _planted(value, f"{name}.{parameter}", kinds[parameter].annotation):
                self._try(place, deed, told, parameter, planted)

    def _try(
        self, place: str, deed: Callable[..., Any], told: dict[str, Any], name: str, planted: Any
    ) -> None:
        """Do a deed in the copy, and note by what it was refused or in which columns the words lie now."""
        self.times[place] += 1
        if self.times[place] > (MOST_FILES if isinstance(planted, bytes) else MOST_TIMES):
            return
        self._copy()
        with self.app.app_context():
            try:
                deed(**{**told, name: planted})
            except Exception as no:  # a word that no form could send may be stopped by the database alone
                self.refused.setdefault(place, set()).add(getattr(no, "code", type(no).__name__))
            else:
                self.lies.setdefault(place, set()).update(self._found(), self._telling())
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

    def _telling(self) -> Iterator[str]:
        """What is told by the files that are in the copy alone."""
        there, here = self.folder / "files", self.bench.folder / "files"
        for path in there.rglob("*"):
            if path.is_file() and not (here / path.relative_to(there)).exists():
                yield from (f"a file: {told}" for told in tells(path.read_bytes()))
                path.unlink()

    def _found(self) -> Iterator[str]:
        """The columns of the copy in which planted words lie open."""
        with closing(sqlite3.connect(self.file)) as copy:
            for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                columns = [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")')]
                if columns:
                    asked = ", ".join(f"max(instr(\"{name}\", '{PHONE}'))" for name in columns)
                    (found,) = copy.execute(f'SELECT {asked} FROM "{table}"').fetchall()
                    yield from (f"{table}.{name}" for name, at in zip(columns, found, strict=True) if at)
