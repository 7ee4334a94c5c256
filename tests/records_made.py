"""A whole public record made by hand: one poll with any rule and any ballots, as `bundle` would write it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from microprojects import verify
from microprojects.domain import journal, poll_specs
from microprojects.domain.ballots import BallotRule, BallotType, Choices
from microprojects.domain.canonical import canonical
from microprojects.domain.closed_boxes import closed_hash
from microprojects.domain.commit_batches import list_hash
from microprojects.domain.commitments import Opening
from microprojects.domain.money import Fen
from microprojects.domain.tally import spec_files
from microprojects.domain.tally.counting import count
from microprojects.domain.tally.elections import Candidate, election
from microprojects.domain.tally.outcomes import record
from microprojects.domain.tally.pabulib_writing import poll_of, write
from microprojects.domain.tally.poll_files import VoteType
from microprojects.domain.tally.specs import Spec
from microprojects.domain.tally.ties import lot_seed
from microprojects.store import bundles, log_keys

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
ROUND = "lizhi/2026-1"
DICE = "36142516234132566124"
KINDS = {BallotType.POINTS: VoteType.CUMULATIVE, BallotType.RANKING: VoteType.ORDINAL}
Files = dict[str, bytes]


@dataclass
class Made:
    """A record under construction: its journal, and the files of its one poll."""

    files: Files = field(default_factory=dict)
    lines: list[bytes] = field(default_factory=list)
    head: journal.Head = journal.GENESIS

    def tell(self, verb: str, subject: str = "poll/1", **facts: object) -> None:
        entry = journal.next_entry(
            self.head, at=AT + timedelta(hours=len(self.lines)), verb=verb, subject=subject,
            actor="system", area="minghu/rongshu/lizhi", facts=facts,
        )  # fmt: skip
        self.head = entry.head
        self.lines.append(entry.line)


def made(
    spec: Spec,
    ballot: BallotRule,
    votes: Sequence[Choices],
    *,
    gone: Sequence[Choices] = (),
    dice: str = DICE,
    secret: str = "",
    groups: Mapping[str, Sequence[str]] | None = None,
) -> Files:
    """Return the files of a record with one counted poll; `gone` are ballots that were replaced or taken back.

    With `secret` it is counted with a lot that nobody threw in public; `groups` are the categories of each project.
    """
    out = Made()
    document = poll_specs.document(
        ROUND, ballot, spec_files.document_of(spec), opens_at=AT, closes_at=AT + timedelta(days=7),
        challenge_days=3, rulebook="ab" * 32, categories=groups,
    )  # fmt: skip
    text, spec_hash = poll_specs.written(document)
    out.files["polls/1/spec.json"] = text.encode()
    disclosed = canonical({"headline": "修路灯", "version": 1})
    out.files["disclosures/1.json"] = disclosed
    out.tell("project.submit", "project/LZ-2026-001", sha256=hashlib.sha256(disclosed).hexdigest())
    out.tell("poll.prepare", options=len(ballot.costs))
    out.tell("poll.open", spec=spec_hash, roll="cd" * 32, voters=max(1000, len(votes)))
    cast = sorted((_opening(n, one, spec_hash) for n, one in enumerate(votes)), key=lambda o: o.commitment)
    others = [_opening(n, one, spec_hash) for n, one in enumerate(gone, start=len(cast))]
    _publish(out, [one.commitment for one in (*cast, *others)])
    commits, took_part = [one.commitment for one in cast], {"desk": 1, "online": len(cast) - 1}
    box = closed_hash(ROUND, spec_hash, commits, took_part)
    seed = lot_seed(bytes.fromhex(box), dice.encode()) if dice else ""
    out.tell("poll.close", took_part=len(cast), box=box)
    if dice:
        out.tell("poll.draw-lot", dice=dice, seed=seed)
    out.files["polls/1/ballots.jsonl"] = b"".join(_line(one) for one in cast)
    out.files["polls/1/closing.json"] = canonical(
        {"closed_hash": box, "dice": dice, "seed": seed, "took_part": took_part}
    )
    _count(
        out,
        replace(spec, seed=seed or secret),
        ballot,
        cast,
        {"spec_hash": spec_hash, "closed_hash": box, "seed": seed},
        groups or {},
    )
    out.tell("poll.certify", final=False)
    out.files["entries.jsonl"] = b"".join(line + b"\n" for line in out.lines)
    out.files["verify.py"] = bundles.checker()
    return listed(out.files)


def _opening(number: int, choices: Choices, spec: str) -> Opening:
    nonce = hashlib.sha256(str(number).encode()).digest()
    return Opening(choices=choices, nonce=nonce, poll=ROUND, spec=spec, word="K7Q2")


def _line(one: Opening) -> bytes:
    told = {"commitment": one.commitment, "opening": one.as_data(), "source": "online"}
    return canonical(told) + b"\n"


def _publish(out: Made, commits: Iterable[str]) -> None:
    """Publish the commitments in two batches with a day between."""
    ordered = sorted(commits, key=lambda commitment: commitment[::-1])
    middle, lines = (len(ordered) + 1) // 2, b""
    parts = [sorted(part) for part in (ordered[:middle], ordered[middle:]) if part]
    for batch, part in enumerate(parts, start=1):
        out.tell("poll.publish", batch=batch, commitments=len(part), list=list_hash(part))
        out.tell("poll.turnout", day=f"2026-11-2{batch}", took_part=len(part))
        lines += canonical({"batch": batch, "commitments": part}) + b"\n"
    out.files["polls/1/commitments.jsonl"] = lines


def _count(
    out: Made,
    spec: Spec,
    ballot: BallotRule,
    cast: Sequence[Opening],
    told: Mapping[str, str],
    groups: Mapping[str, Sequence[str]],
) -> None:
    candidates = [
        Candidate(code, cost, frozenset(groups.get(code, ()))) for code, cost in ballot.costs.items()
    ]
    vote = election(ballot.budget, candidates, (one.choices for one in cast))
    outcome = count(vote, spec)
    result = {**record(outcome), "needed": {}}
    result_hash = hashlib.sha256(canonical(result)).hexdigest()
    ballots_hash = hashlib.sha256("\n".join(one.commitment for one in cast).encode()).hexdigest()
    more = {"round": ROUND, "ballots_hash": ballots_hash, "result": result, "result_hash": result_hash}
    out.files["polls/1/result.json"] = canonical({**told, **more})
    chosen = ["1" if code in outcome.selected else "0" for code in ballot.costs]
    file = poll_of(
        vote, {"max_length": str(ballot.most)}, vote_type=KINDS.get(ballot.type, VoteType.APPROVAL),
        cells={"selected": chosen},
    )  # fmt: skip
    out.files["polls/1/vote.pb"] = "".join(write(file)).encode()
    out.tell("poll.count", ballots=len(cast), chosen=len(outcome.selected), result=result_hash)


def listed(files: Files, vouched: Callable[[bytes], str] | None = None) -> Files:
    """Return the files with a list of them that is right, as the owner of the site, who has its key, would forge one.

    With `vouched` somebody else signs the list.
    """
    ours = (bundles.MANIFEST, bundles.MANIFEST_NOTE)
    files = {path: data for path, data in sorted(files.items()) if path not in ours}
    rows = [
        {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in files.items()
    ]
    head = json.loads(files["entries.jsonl"].splitlines()[-1])["hash"]
    manifest = canonical({"v": 1, "head": head, "files": rows})
    if "log.vkey" not in files:
        return {**files, bundles.MANIFEST: manifest}
    note = (vouched or _vouched)(manifest)
    return {**files, bundles.MANIFEST: manifest, bundles.MANIFEST_NOTE: note.encode()}


def _vouched(manifest: bytes) -> str:
    return log_keys.keeper().vouched(verify.MANIFEST_FORM, hashlib.sha256(manifest).hexdigest())


def forged(files: Files, path: str, change: Callable[[Any], Any]) -> Files:
    """Return the files with the data of one changed, and with a list that agrees."""
    if not path.endswith(".jsonl"):
        return listed({**files, path: canonical(change(json.loads(files[path])))})
    rows = change([json.loads(line) for line in files[path].splitlines()])
    return listed({**files, path: b"".join(canonical(row) + b"\n" for row in rows)})


def retold(files: Files, verb: str, **facts: object) -> Files:
    """Return the files with the facts of an act changed, its chain made whole again, and a list that agrees."""
    out = Made()
    for line in files["entries.jsonl"].splitlines():
        entry = json.loads(line)
        changed = entry["facts"] | (facts if entry["verb"] == verb else {})
        out.tell(entry["verb"], entry["subject"], **changed)
    return listed({**files, "entries.jsonl": b"".join(line + b"\n" for line in out.lines)})


def put(files: Files, folder: Path) -> Path:
    """Write the files into a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def ballot_rule(type_: BallotType, costs: Mapping[str, int], budget: int, **more: int) -> BallotRule:
    """Return what a ballot may hold, at most three projects if nothing is said."""
    limits = {"least": 1, "most": 3, "points": 0} | more
    prices = {code: Fen(cost) for code, cost in costs.items()}
    return BallotRule(type=type_, budget=Fen(budget), costs=prices, **limits)
