"""A vote that was held elsewhere and comes as a Pabulib file: by what rule it is counted again, and whether that agrees."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from microprojects.domain import poll_import_noes as noes
from microprojects.domain.ballots import BallotRule, BallotType
from microprojects.domain.commitments import Opening
from microprojects.domain.errors import N_, Refusal
from microprojects.domain.money import Fen
from microprojects.domain.poll_import_limits import MOST_POINTS, require_room
from microprojects.domain.privacy import PrivacyFinding, scan
from microprojects.domain.tally import pabulib, spec_files
from microprojects.domain.tally.counting import count
from microprojects.domain.tally.outcomes import Outcome
from microprojects.domain.tally.pabulib_noes import COUNTED_OTHERWISE, shown
from microprojects.domain.tally.poll_files import PollFile, VoteType
from microprojects.domain.tally.spec_files import SpecFile
from microprojects.domain.tally.specs import Rule, Spec

LONGEST_SEED = 64
LONGEST_TITLE = 200
RULE_SPEC, RULE_SEED = "rule_spec", "rule_seed"
"""What a file that was written here says beside what other programs know: the rule to the last comma, and the lot."""
COUNTING = ("rule", "eligibility", "caps", "quotas", "exclusive", "ties")
# What is kept of META: all of it is about the vote, nothing about who cast or typed it.
KEPT = (
    "country", "unit", "district", "subunit", "instance", "edition", "description", "rule", "date_begin",
    "date_end", "language", "min_length", "max_length", "min_sum_points", "max_sum_points", "min_points",
    "max_points", "min_project_score_threshold",
)  # fmt: skip
_RULES = {
    "greedy": Rule.GREEDY,
    "greedy-threshold": Rule.GREEDY,
    "greedy-no-skip": Rule.GREEDY_NO_SKIP,
    "equalshares": Rule.EQUAL_SHARES,
    "equalshares/add1": Rule.EQUAL_SHARES_ADD1,
    "equalshares/add1-comparison": Rule.EQUAL_SHARES_ADD1,
    "equal-shares": Rule.EQUAL_SHARES,
    "equal-shares-add1": Rule.EQUAL_SHARES_ADD1,
    "phragmen": Rule.PHRAGMEN,
}
_BALLOTS = {
    VoteType.APPROVAL: BallotType.APPROVAL,
    VoteType.CHOOSE_1: BallotType.APPROVAL,
    VoteType.ORDINAL: BallotType.RANKING,
    VoteType.CUMULATIVE: BallotType.POINTS,
    VoteType.SCORING: BallotType.POINTS,
}
_DAY = re.compile(r"(?:([0-9]{1,2})\.([0-9]{1,2})\.)?([0-9]{4})")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What whoever brings the file says beside it: rule and lot where the file does not say them, the year."""

    rule: Rule | None = None
    spec: bytes | None = None
    seed: str = ""
    year: int | None = None
    despite: bool = False  # bring it although it does not say of itself what its ballots say


@dataclass(frozen=True, kw_only=True)
class Look:
    """A file that was read and counted again, and all that keeps it out."""

    sha256: str
    reading: pabulib.Reading
    stated: SpecFile | None
    outcome: Outcome | None
    seed: str
    days: tuple[date, date] | None
    problems: tuple[Refusal, ...]

    @property
    def poll(self) -> PollFile:
        """Return the vote."""
        return self.reading.poll

    @property
    def claimed(self) -> tuple[str, ...] | None:
        """Return the winners that the file names, None where it names none."""
        return claimed(self.poll)

    @property
    def agrees(self) -> bool | None:
        """Return whether the count has the winners that the file names; None where either is missing."""
        if self.claimed is None or self.outcome is None:
            return None
        return set(self.claimed) == set(self.outcome.selected)

    @property
    def miscounted(self) -> int:
        """Return of how many projects the published votes are not those of the ballots."""
        told = (each.facts["count"] for each in self.reading.remarks if each.code == COUNTED_OTHERWISE)
        return max((int(str(count)) for count in told), default=0)


def look(data: bytes, asked: Asked) -> Look:
    """Read a file and count it again.

    Raises:
        PabulibRefusal, SpecRefusal, CannotKeep, SeedUnreadable: it cannot be read, counted or kept at all.
    """
    reading = pabulib.read(BytesIO(data))
    poll = reading.poll
    require_room(reading)
    problems: list[Refusal] = [*_private(poll)]
    stated = outcome = days = None
    seed = asked.seed or clean(poll.said(RULE_SEED)).strip()
    if len(seed) > LONGEST_SEED:
        raise noes.SeedTooLong(most=LONGEST_SEED)
    try:
        stated = rule_of(poll, asked)
        outcome = count(poll.election_of(stated.min_score), replace(stated.spec, seed=seed))
    except (noes.RuleUnknown, noes.LotWanted) as no:
        problems.append(no)
    except Refusal as no:
        if no.code != "lot-not-drawn":
            raise
        problems.append(noes.LotWanted(**no.facts))
    try:
        days = days_of(poll, asked.year)
    except noes.NoDays as no:
        problems.append(no)
    found = Look(
        sha256=hashlib.sha256(data).hexdigest(),
        reading=reading, stated=stated, outcome=outcome, seed=seed, days=days, problems=(),
    )  # fmt: skip
    return replace(found, problems=(*problems, *([] if asked.despite else _differences(found))))


def _private(poll: PollFile) -> Iterator[PrivacyFinding]:
    """Yield what the words that are to be shown tell of somebody;"""
    told = [(N_("名称"), title_of(poll)), *((N_("项目"), title) for title in titles(poll))]
    told += [(key, kept) for key, kept in kept_meta(poll).items() if not kept.isdecimal()]  # sums
    for label, words in told:
        if findings := scan(words):
            yield PrivacyFinding(field=label, findings=findings)


def _differences(found: Look) -> Iterator[Refusal]:
    """Tell where the file does not say of itself what its ballots say, with the line."""
    for remark in found.reading.remarks:
        if remark.code == COUNTED_OTHERWISE:
            yield noes.SumsDiffer(**remark.facts)
    if found.agrees is False and found.claimed is not None and found.outcome is not None:
        ours, theirs = set(found.outcome.selected), set(found.claimed)
        pairs = zip(found.reading.lines, found.poll.cast.candidates, strict=True)
        line, first = next((line, each.id) for line, each in pairs if each.id in ours ^ theirs)
        yield noes.WinnersDiffer(
            line=line, given=shown(first), only_file=len(theirs - ours), only_count=len(ours - theirs)
        )


def claimed(poll: PollFile) -> tuple[str, ...] | None:
    """Return the winners that a file names, None where it says nothing about any project."""
    return poll.published if any(cell.strip() for cell in poll.cells("selected")) else None


def rule_of(poll: PollFile, asked: Asked) -> SpecFile:
    """Return by what rule a file is counted: what was asked for, else what the file says.

    The rule that a city names is counted as cities do: purses grow by one whole unit, and what is left is kept.

    Raises:
        RuleUnknown: neither names a rule that is known here.
        SpecRefusal: a spec that was given cannot be used.
    """
    given = asked.spec or (b"" if asked.rule else poll.said(RULE_SPEC).encode())
    if given:
        return spec_files.read(_counting(spec_files.read(given, asked.rule)))
    label = poll.said("rule").strip().lower()
    rule = asked.rule or _RULES.get(label)
    if rule is None:
        raise noes.RuleUnknown(given=shown(label))
    spec = Spec(rule=rule, step=10**poll.scale if rule is Rule.EQUAL_SHARES_ADD1 else None)
    document = spec_files.document_of(spec)
    if rule in (Rule.GREEDY, Rule.GREEDY_NO_SKIP) and poll.threshold:
        document["eligibility"] |= {"min_score" if poll.vote_type.is_weighed else "min_votes": poll.threshold}
    return spec_files.read(spec_files.write(document))


def _counting(stated: SpecFile) -> bytes:
    """Return the parts of a document that are about counting; those about its own poll do not fit another."""
    kept = {key: stated.document[key] for key in COUNTING if key in stated.document}
    return spec_files.write({**spec_files.document_of(stated.spec), **kept})


def days_of(poll: PollFile, year: int | None) -> tuple[date, date]:
    """Return the first and the last day of a vote: as the file says, or a whole year where it says no more.

    Raises:
        NoDays: neither the file nor whoever brings it says a year, or the file ends before it begins.
    """
    if year is not None:
        return date(year, 1, 1), date(year, 12, 31)
    said = [poll.said(key).strip() or poll.said("instance").strip() for key in ("date_begin", "date_end")]
    found = [_DAY.fullmatch(text) for text in said]
    try:
        first, last = (
            date(int(each[3]), int(each[2] or (1, 12)[n]), int(each[1] or (1, 31)[n]))
            for n, each in enumerate(found)
            if each
        )
    except ValueError as error:
        raise noes.NoDays from error
    if last < first or not 2000 <= first.year <= last.year <= 2200:
        raise noes.NoDays
    return first, last


def title_of(poll: PollFile) -> str:
    """Return what a vote is called: what the file says of it, with its instance where that does not say it."""
    said = clean(poll.said("description")).strip() or clean(poll.said("unit")).strip()
    instance = clean(poll.said("instance")).strip()
    if instance and instance not in said and "/" not in instance:
        said = f"{said} {instance}".strip()
    said = said or "Pabulib"
    return said if len(said) <= LONGEST_TITLE else f"{said[: LONGEST_TITLE - 1]}…"


def titles(poll: PollFile) -> list[str]:
    """Return what each project is called, its code where the file does not say."""
    pairs = zip(poll.cells("name"), poll.cast.candidates, strict=True)
    return [clean(name).strip() or candidate.id for name, candidate in pairs]


def clean(text: str) -> str:
    """Return a text without what nobody sees, which a database may not keep."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def currency_of(poll: PollFile) -> str:
    """Return the currency that a file names, or nothing."""
    return clean(poll.said("currency")).strip()[:40]


def kept_meta(poll: PollFile) -> dict[str, str]:
    """Return what is kept of META."""
    return {key: clean(poll.said(key)).strip() for key in KEPT if poll.said(key).strip()}


def ballot_rule(poll: PollFile) -> BallotRule:
    """Return what a ballot could hold, as the file says; where it says nothing, any number of projects."""
    most = 1 if poll.vote_type is VoteType.CHOOSE_1 else _whole(poll, "max_length") or len(poll.rows)
    points = _whole(poll, "max_sum_points") or _whole(poll, "max_points") if poll.vote_type.has_points else 0
    return BallotRule(
        type=_BALLOTS[poll.vote_type],
        least=max(1, min(_whole(poll, "min_length"), most)),
        most=most,
        points=points,
        budget=Fen(poll.cast.budget),
        costs={each.id: Fen(each.cost) for each in poll.cast.candidates},
    )


def _whole(poll: PollFile, key: str) -> int:
    return min(int(poll.said(key).strip() or 0), MOST_POINTS)


def openings(found: Look, *, poll: str, spec: str) -> Iterator[Opening]:
    """Return what opens the commitment of each ballot, in the order of ballots and not as the file has them.

    What makes equal ballots differ is SHA-256 of the file's and a running number: anybody who has the file
    gets the same commitments, and no number of a voter is in them, which could be guessed back.
    """
    candidates, number = found.poll.cast.candidates, 0
    for ballot in found.poll.cast.ballots:
        choices = {candidates[place].id: score for place, score in ballot.scores}
        for _ in range(ballot.weight):
            number += 1
            nonce = hashlib.sha256(f"{found.sha256}/{number}".encode()).digest()
            yield Opening(choices=choices, nonce=nonce, poll=poll, spec=spec, word="")


def places(votes: Sequence[int], codes: Sequence[str], chosen: Sequence[str]) -> dict[str, int]:
    """Return the place of each project: the chosen in their order, then the rest by votes."""
    won = set(chosen)
    rest = sorted((n for n in range(len(codes)) if codes[n] not in won), key=lambda n: (-votes[n], n))
    return {code: place for place, code in enumerate([*chosen, *(codes[n] for n in rest)], start=1)}


def claimed_otherwise(named: Sequence[str] | None, chosen: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return which winners only a file names, and which only the count has; nothing where the file names none."""
    if named is None:
        return [], []
    return [code for code in named if code not in chosen], [code for code in chosen if code not in named]
