"""Whom each line of a sheet means on the register: somebody new, somebody who is there already, or nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from microprojects.domain.electorate import Belonging
from microprojects.domain.roll_columns import Ambiguous, Column, SameTwice
from microprojects.domain.rolls import Entry, RowError, bare, place

KeyOf = Callable[[str], str]  # the fingerprint by which a phone number is found and not read


@dataclass(frozen=True)
class Known:
    """Somebody on the roll; `phone_key` is empty where no number is kept, `tie` None where no sheet named them."""

    person_id: int
    name: str
    phone_key: str = ""
    building: str = ""
    verified: bool = True
    tie: Belonging | None = None
    born: date | None = None


@dataclass(frozen=True)
class Difference:
    """One thing that changes. Of a date of birth nothing is told but whether there was one."""

    column: Column
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Change:
    """What a line changes of somebody on the roll; what it leaves empty stays as it is."""

    entry: Entry
    known: Known
    differences: tuple[Difference, ...]


@dataclass
class Plan:
    """What a sheet would do. `doubts` are lines about somebody new who has a namesake in the building."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[Entry] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    doubts: list[int] = field(default_factory=list)
    unverified: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


class Roll:
    """The people of one community, found by name and number or by name and building, each at one look."""

    def __init__(self, people: Iterable[Known], key_of: KeyOf) -> None:
        self._key_of = key_of
        self._by_phone: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._numbered: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._numberless: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._names: dict[str, bool] = {}  # whether some namesake has no number
        for known in people:
            name, where = bare(known.name), place(known.building)
            if known.phone_key:
                self._by_phone[name, known.phone_key].append(known)
            (self._numbered if known.phone_key else self._numberless)[name, where].append(known)
            self._names[name] = self._names.get(name, False) or not known.phone_key

    def match(self, entry: Entry) -> Known | None:
        """Return whom a line means, None for somebody new.

        The same name and number are the same person. Where either has no number, the same name
        in the same building is; where one of the two buildings is not written, nobody can tell.

        Raises:
            Ambiguous: there are several, or nobody can tell.
        """
        name, where = bare(entry.name), place(entry.building)
        strong = self._by_phone.get((name, self._key_of(entry.phone)), []) if entry.phone else []
        if strong:
            return _only(strong)
        weak = (self._numberless,) if entry.phone else (self._numberless, self._numbered)
        here = [found for group in weak if (found := group.get((name, where)))]
        if here:
            return _only(here[0]) if len(here) == 1 else _only([found[0] for found in here])
        is_anywhere = self._names.get(name, False) if entry.phone else name in self._names
        if (not where and is_anywhere) or any(group.get((name, "")) for group in weak):
            raise Ambiguous
        return None

    def has_namesake(self, entry: Entry) -> bool:
        """Return whether somebody of the name is in the building already, under another number."""
        return bool(entry.building) and bool(self._numbered.get((bare(entry.name), place(entry.building))))


class _Told:
    """The lines of the sheet so far, found as the people of the roll are."""

    def __init__(self) -> None:
        self._by_phone: dict[tuple[str, str], Entry] = {}
        self._numbered: dict[str, dict[str, Entry]] = defaultdict(dict)
        self._numberless: dict[str, dict[str, Entry]] = defaultdict(dict)

    def about_the_same(self, entry: Entry) -> Entry | None:
        """Return an earlier line about the same person, or one of which nobody can tell."""
        name, where = bare(entry.name), place(entry.building)
        if entry.phone and (name, entry.phone) in self._by_phone:
            return self._by_phone[name, entry.phone]
        weak = (self._numberless,) if entry.phone else (self._numberless, self._numbered)
        for group in weak:
            places = group.get(name, {})
            found = (
                places.get(where) or places.get("") or (None if where else next(iter(places.values()), None))
            )
            if found is not None:
                return found
        return None

    def has_namesake(self, entry: Entry) -> bool:
        """Return whether an earlier line has the name in the same building, under another number."""
        return bool(entry.building) and place(entry.building) in self._numbered.get(bare(entry.name), {})

    def add(self, entry: Entry) -> None:
        """Remember a line."""
        name, where = bare(entry.name), place(entry.building)
        if entry.phone:
            self._by_phone[name, entry.phone] = entry
        (self._numbered if entry.phone else self._numberless)[name].setdefault(where, entry)


def plan(entries: Sequence[Entry], people: Iterable[Known], *, key_of: KeyOf) -> Plan:
    """Return what the lines of a sheet would do to the roll; `key_of` gives the fingerprint of a number."""
    roll, made = Roll(people, key_of), Plan()
    meant: dict[int, int] = {}  # which line was about somebody on the roll
    kept, namesakes = _once(entries, made)
    for entry in kept:
        try:
            known = roll.match(entry)
        except Ambiguous as no:
            made.errors.append(RowError(entry.line, no))
            continue
        if known is None:
            made.new.append(entry)
            if roll.has_namesake(entry) or entry.line in namesakes:
                made.doubts.append(entry.line)
            continue
        if known.person_id in meant:
            made.errors.append(RowError(entry.line, SameTwice(other=meant[known.person_id])))
            continue
        meant[known.person_id] = entry.line
        _compare(entry, known, made)
    return made


def _only(found: Sequence[Known]) -> Known:
    if len(found) > 1:
        raise Ambiguous
    return found[0]


def _once(entries: Iterable[Entry], made: Plan) -> tuple[list[Entry], frozenset[int]]:
    """Return the lines that say something new, and which of them have a namesake in the building further up.

    One that contradicts an earlier line is an error.
    """
    kept, told, namesakes = list[Entry](), _Told(), set[int]()
    for entry in entries:
        other = told.about_the_same(entry)
        if other is None:
            kept.append(entry)
            if told.has_namesake(entry):
                namesakes.add(entry.line)
            told.add(entry)
        elif other.says == entry.says:
            made.repeated.append(entry.line)
        else:
            made.errors.append(RowError(entry.line, SameTwice(other=other.line)))
    return kept, frozenset(namesakes)


def _compare(entry: Entry, known: Known, made: Plan) -> None:
    found = tuple(_differences(entry, known))
    if found:
        made.changed.append(Change(entry, known, found))
    else:
        made.same.append(entry)
    if not known.verified:
        made.unverified.append(entry.line)


def _differences(entry: Entry, known: Known) -> Iterable[Difference]:
    if entry.phone and not known.phone_key:
        yield Difference(Column.PHONE, "", entry.phone)
    if entry.building and place(entry.building) != place(known.building):
        yield Difference(Column.BUILDING, known.building, entry.building)
    if entry.born and entry.born != known.born:
        yield Difference(Column.BORN, "kept" if known.born else "")
    tie = entry.tie or known.tie or Belonging.LIVE
    if tie is not known.tie:
        yield Difference(Column.TIE, known.tie.label if known.tie else "", tie.label)
