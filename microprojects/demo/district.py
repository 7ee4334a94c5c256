"""The large district: every row of it written at once, from lives that went through the deeds."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microprojects.demo import district_names as names
from microprojects.demo import district_plan as plan
from microprojects.demo import maps
from microprojects.demo.cast import name_of
from microprojects.demo.casting_forms import Forms, Maker, Token
from microprojects.demo.casts import Cast
from microprojects.demo.district_plan import Life
from microprojects.demo.founding import FIRMS
from microprojects.demo.mould_rows import Mould, Rows, tables
from microprojects.demo.moulds import PLACE, Moulds, allocated
from microprojects.demo.writing import Pen
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.searches import sought
from microprojects.store import journal, pairs
from microprojects.store.areas import Area
from microprojects.store.db import db, transaction
from microprojects.store.journal import JournalHead
from microprojects.store.people import Person
from microprojects.store.similar import weights_of

_COMMUNITY_WORDS = ("荔枝", "木棉", "凤凰", "榕荫")
_SPARE = 10  # per cent that a community has beyond what it needed
_ROUND = 1_000_000  # fen
_ENTRY_BITS, _CAST_BITS = 9, 22


class NotEmpty(Refusal):
    """There is something already; a generated district would mix with it."""

    code = "not-empty"
    message = N_("数据库里已经有数据，生成的地区不能混进去。请换一个空的数据库。")


@dataclass
class Told:
    """What was made, for whoever asked: how many of what, and the money in fen."""

    communities: int = 0
    projects: int = 0
    entries: int = 0
    fiscal_fen: int = 0
    social_fen: int = 0
    states: Counter[str] = field(default_factory=Counter)


@dataclass
class _Work:
    """Everything that is cast, in the order in which it is numbered."""

    upper: list[Cast]
    places: list[Cast]
    projects: list[tuple[Cast, Life, Mould]]

    def all(self) -> list[Cast]:
        return [*self.upper, *self.places, *(cast for cast, _life, _mould in self.projects)]


def insist_on_empty(session: Session) -> None:
    """Go on only in a database without areas and people.

    Raises:
        NotEmpty: it has some.
    """
    if session.scalar(select(func.count(Area.id))) or session.scalar(select(func.count(Person.id))):
        raise NotEmpty


def write(moulds: Moulds, *, communities: int, projects: int, seed: int, say: Callable[[str], None]) -> Told:
    """Write the district into the empty database of the app, all of it or nothing.

    Raises:
        NotEmpty: the database has data.
    """
    zone = "+00:00" if db.engine.dialect.name == "postgresql" else ""
    with transaction() as session:
        insist_on_empty(session)
        work = _planned(moulds, communities, projects, Random(seed), zone)
        told = Told(communities=communities, projects=projects)
        pen = Pen(session)
        say(f"  the record of {projects} projects")
        told.entries = _write_record(session, pen, work)
        say("  their rows")
        _gather_counts(pen, moulds, work)
        _write_rows(pen, work)
        pen.finish()
        pairs.count(session)
    session = db.session()
    maps.draw(journal.get(session, told.entries).at, places=False)
    told.entries = journal.head(session).seq
    session.rollback()
    for _cast, _life, mould in work.projects:
        told.states[mould.end] += 1
        if any(mould.spent):
            told.fiscal_fen += mould.fiscal_fen
            told.social_fen += mould.social_fen
    return told


def _planned(moulds: Moulds, communities: int, projects: int, draw: Random, zone: str) -> _Work:
    """Decide what there is, and give every row its number."""
    maker = Maker(_words(moulds), zone)
    following: dict[str, int] = {}
    district = Cast(maker.forms(moulds.district), _district_words())
    district.take(following)
    streets = _streets(maker.forms(moulds.street), moulds.street, district, communities, draw)
    begins = [_begins(mould.rows) for mould in moulds.lives]
    drawn = plan.lives(
        moulds.lives, begins, communities=communities, years=len(moulds.years), count=projects, draw=draw
    )
    places = _places(maker.forms(moulds.community), moulds, streets, communities, drawn, draw)
    for each in (*streets, *places):
        each.take(following)
    made = []
    forms = [_life_forms(moulds, mould, zone) for mould in moulds.lives]
    numbers: Counter[tuple[int, int]] = Counter()
    for life in drawn:
        mould, year = moulds.lives[life.mould], moulds.years[-1] - life.years
        numbers[life.community, year] += 1
        words = _life_words(places[life.community], mould, year, numbers[life.community, year], draw)
        cast = Cast(forms[life.mould], words, places[life.community], days=life.days, years=life.years)
        cast.take(following)
        made.append((cast, life, mould))
    return _Work([district, *streets], places, made)


def _begins(rows: Rows) -> date:
    return date.fromisoformat(rows["journal_entries"][0][1][:10])


def _words(moulds: Moulds) -> list[tuple[str, Token]]:
    """Return the words of the small district that are different in the large one."""
    plain = ["明湖", "minghu", "MH", "榕树", "rongshu", "RS", PLACE.slug, PLACE.code, *_COMMUNITY_WORDS]
    plain += [firm for firm, _code in FIRMS]
    plain += [str(int(allocated(n)) // part) for n in range(len(moulds.years)) for part in (1, 2)]
    plain += [row[1] for rows in (moulds.street, moulds.community) for row in rows["people"]]
    return [(word, ("word", word)) for word in plain]


def _life_forms(moulds: Moulds, mould: Mould, zone: str) -> Forms:
    own = (*_spellings(mould.number), mould.title, mould.place, f"〔{moulds.years[-1]}〕")
    return Maker([*_words(moulds), *((word, ("word", word)) for word in own)], zone).forms(mould.rows)


def _district_words() -> dict[str, str]:
    slug, code, name = names.DISTRICT
    firms = {firm: name[:2] + firm[2:] for firm, _code in FIRMS}
    return {"明湖": name[:2], "minghu": slug, "MH": code, **firms}


def _renamed(rows: Rows, draw: Random) -> dict[str, str]:
    """Give people other given names; the surname stays, as it stands masked in texts."""
    return {row[1]: row[1][0] + name_of(draw.randint(0, 4000))[1:] for row in rows["people"]}


def _streets(forms: Forms, rows: Rows, district: Cast, communities: int, draw: Random) -> list[Cast]:
    count = min(10, max(1, communities // 9))
    return [
        Cast(forms, {"rongshu": slug, "RS": code, "榕树": name, **_renamed(rows, draw)}, district)
        for slug, code, name in names.streets(count)
    ]


def _places(
    forms: Forms, moulds: Moulds, streets: list[Cast], count: int, drawn: list[Life], draw: Random
) -> list[Cast]:
    """Return the communities, each with the money that its projects need and a tenth more."""
    needed: Counter[tuple[int, int]] = Counter()
    for life in drawn:
        needed[life.community, life.years] += sum(moulds.lives[life.mould].spent)
    made = []
    for n, (slug, code, name) in enumerate(names.communities(count, draw)):
        words = {PLACE.slug: slug, PLACE.code: code, **dict.fromkeys(_COMMUNITY_WORDS, name)}
        for nth in range(len(moulds.years)):
            spent = needed[n, len(moulds.years) - 1 - nth]
            given = -(-(spent * (100 + _SPARE) // 100) // _ROUND) * _ROUND + _ROUND
            words |= {
                str(int(allocated(nth)) // part): str(given // part) for part in (1, 2)
            }  # city and district
        words |= _renamed(moulds.community, draw)
        made.append(Cast(forms, words, streets[n % len(streets)]))
    return made


def _life_words(place: Cast, mould: Mould, year: int, nth: int, draw: Random) -> dict[str, str]:
    name, number = place.words[_COMMUNITY_WORDS[0]], f"{place.words[PLACE.code]}-{year}-{nth:03d}"
    return {
        **dict(zip(_spellings(mould.number), _spellings(number), strict=True)),
        mould.title: names.title(mould.story, name, draw),
        mould.place: names.place(name, draw),
        f"〔{_begins(mould.rows).year}〕": f"〔{year}〕",
    }


def _spellings(number: str) -> tuple[str, ...]:
    """Return a number as it stands in texts, invoices, and the keys by which papers are known twice."""
    bare = number.replace("-", "")
    return number, bare, number.lower(), bare.lower()


def _write_record(session: Session, pen: Pen, work: _Work) -> int:
    """Chain every line of every cast in the order of time, and return how many there are."""
    casts = work.all()
    order = sorted(_moments(casts))
    for cast in casts:
        cast.seqs = [0] * len(cast.forms.entries)
    before, seq = "0" * 64, 0
    for key in order:
        cast = casts[(key >> _ENTRY_BITS) & ((1 << _CAST_BITS) - 1)]
        n = key & ((1 << _ENTRY_BITS) - 1)
        entry, seq = cast.forms.entries[n], seq + 1
        cast.seqs[n] = seq
        body, before = cast.line(entry, seq, before)
        meeting = cast.id("meetings", entry.meeting) if entry.meeting else None
        at = cast.day(entry.at) + pen.zone
        row = (seq, at, entry.verb, cast.say(entry.subject), cast.say(entry.area), meeting, body, before)
        pen.add("journal_entries", row)
    pen.flush()
    head = session.get_one(JournalHead, 1)
    head.seq, head.hash = seq, before
    session.flush()
    return seq


def _moments(casts: list[Cast]) -> array[int]:
    """Return when each line was written, with the cast and the line, packed into one number each."""
    packed = array("q")
    for at, cast in enumerate(casts):
        for n, entry in enumerate(cast.forms.entries):
            moment = datetime.fromisoformat(entry.at).replace(tzinfo=UTC) - timedelta(days=cast.days)
            packed.append((int(moment.timestamp()) << (_CAST_BITS + _ENTRY_BITS)) | (at << _ENTRY_BITS) | n)
    return packed


def _write_rows(pen: Pen, work: _Work) -> None:
    """Write every other row; the first community alone brings what all share."""
    shared = set[str]()
    for cast in [*work.upper, *work.places]:
        for name, rows in cast.forms.rows.items():
            if name == "rulebooks":
                if name in shared:
                    continue
                shared.add(name)
            pen.add_all(name, map(cast.row, rows))
    pen.flush()
    places = {c.name: n for n, c in enumerate(next(t for t in tables() if t.name == "projects").columns)}
    for cast, _life, _mould in work.projects:
        for name, rows in cast.forms.rows.items():
            made: Iterator[tuple[object, ...]] = map(cast.row, rows)
            pen.add_all(name, _found_by(pen, made, places) if name == "projects" else made)
        pen.flush_if_full()
    pen.flush()


def _found_by(
    pen: Pen, rows: Iterator[tuple[object, ...]], places: dict[str, int]
) -> Iterator[tuple[object, ...]]:
    """Write by which words a project is found, and the pairs of them."""
    for row in rows:
        texts = [str(row[places[name]]) for name in ("title", "place", "summary")]
        values = list(row)
        values[places["search_words"]] = sought(*texts)
        for pair, weight in weights_of(*texts).items():
            pen.add("grams", (row[places["id"]], pair, weight, row[places["area_id"]]))
        yield tuple(values)


def _gather_counts(pen: Pen, moulds: Moulds, work: _Work) -> None:
    """Gather what is counted beside the acts: the pockets of the funds, and the last numbers given."""
    pockets: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    given: Counter[tuple[int, int]] = Counter()
    for _cast, life, mould in work.projects:
        given[life.community, life.years] += 1
        held = pockets[life.community, life.years]
        pockets[life.community, life.years] = [a + b for a, b in zip(held, mould.spent, strict=True)]
    for n, place in enumerate(work.places):
        for nth, (fund, series) in enumerate(
            zip(moulds.community["funds"], moulds.community["number_series"], strict=True)
        ):
            years = len(moulds.years) - 1 - nth
            area, year = place.id("areas", fund[1]), fund[2]
            money = (int(place.words[str(int(allocated(nth)))]), *pockets[n, years])
            pen.add("funds", (place.id("funds", fund[0]), area, year, *money, 0))  # nothing left a year
            pen.add("number_series", (place.id("number_series", series[0]), area, year, given[n, years]))
