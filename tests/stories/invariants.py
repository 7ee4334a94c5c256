"""What must hold at every moment (I1, I3, I4, I7), asked of the database another way than the rules ask it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from microprojects.store.contracts import Contract, Payment
from microprojects.store.disclosures import Disclosure
from microprojects.store.funds import Fund, LedgerEntry
from microprojects.store.meetings import AgendaItem
from microprojects.store.programmes import FrozenRulebook
from microprojects.store.settlements import Settlement
from microprojects.store.votes import Vote

BLACKED = "〔已隐去〕"
SHANGHAI = ZoneInfo("Asia/Shanghai")
BUYING = ("approved", "procuring")
BUILDING = ("contracted", "implementing", "inspecting", "rectifying", "settling")
TELLING = ("result_notice", "evaluating", "closed")
APPROVED = (*BUYING, *BUILDING, *TELLING)
ON_NOTICE = ("noticing", "objected")
# kind of line -> what it does to (allocated, reserved, committed, paid, left); social money is not the community's.
POCKETS: dict[str, tuple[int, int, int, int, int]] = {
    "allocate": (1, 0, 0, 0, 0), "adjust": (1, 0, 0, 0, 0), "carry_over": (1, 0, 0, 0, 0),
    "reserve": (0, 1, 0, 0, 0), "release": (0, -1, 0, 0, 0), "commit": (0, -1, 1, 0, 0),
    "uncommit": (0, 1, -1, 0, 0), "pay": (0, 0, -1, 1, 0), "return_unspent": (0, 0, -1, 0, 0),
    "pay_returned": (0, 0, 1, -1, 0), "refund": (0, 0, 0, -1, 0), "social_pledge": (0, 0, 0, 0, 0),
    "social_received": (0, 0, 0, 0, 0), "social_paid": (0, 0, 0, 0, 0), "retention_hold": (0, 0, 0, 0, 0),
    "retention_release": (0, 0, 0, 0, 0), "social_refund": (0, 0, 0, 0, 0), "social_returned": (0, 0, 0, 0, 0),
    "lapse": (0, 0, 0, 0, 1), "carry_out": (0, 0, 0, 0, 1),
}  # fmt: skip


# What every look asks, built once.
_VOTE = (
    "id", "project_id", "stage", "rule", "dossier_hash", "members_due", "present", "recused", "closed_at",
    "in_favour", "against", "abstain", "carried",
)  # fmt: skip
STANDING = (
    select(
        *(getattr(Vote, name) for name in _VOTE),
        AgendaItem.purpose,
        AgendaItem.dossier,
        AgendaItem.dossier_hash.label("item_hash"),
    )
    .join(AgendaItem, AgendaItem.id == Vote.item_id)
    .where(Vote.voided_at.is_(None))
    .order_by(Vote.id)
)
BOOKS = select(FrozenRulebook.id, FrozenRulebook.body)
DECISIONS = (
    select(Disclosure.project_id, Disclosure.body)
    .where(Disclosure.kind == "decision")
    .order_by(Disclosure.version)
)
_LINE = (LedgerEntry.fund_id, LedgerEntry.project_id, LedgerEntry.kind)
LEDGER = select(*_LINE, func.sum(LedgerEntry.amount_fen).label("fen")).group_by(*_LINE)
POSTED = select(*_LINE[1:], func.sum(LedgerEntry.amount_fen).label("fen")).group_by(*_LINE[1:])
FUNDS = select(
    Fund.id, Fund.allocated_fen, Fund.reserved_fen, Fund.committed_fen, Fund.paid_fen, Fund.left_fen
)
CONTRACTS = select(
    Contract.project_id, Contract.amount_fen, Contract.fiscal_fen, Contract.social_fen, Contract.paid_fen
)
PAID = (
    select(
        Payment.project_id,
        func.sum(Payment.amount_fen).label("amount"),
        func.sum(Payment.fiscal_fen).label("fiscal"),
        func.sum(Payment.social_fen).label("social"),
    )
    .where(Payment.state == "approved")
    .group_by(Payment.project_id)
)
ACCOUNTS = select(Settlement.project_id, Settlement.amount_fen)


def fingerprint(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of JSON data without floats whose keys are ASCII, in canonical form."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reaches(share: Mapping[str, Any], part: int, whole: int) -> bool:
    """Return whether part of whole is the share (以上), or more than it where it is strict (超过)."""
    left, right = part * int(share["den"]), whole * int(share["num"])
    return left > right if share["strict"] else left >= right


def require_carried(vote: Any, deliberation: Mapping[str, Any], parameters: Mapping[str, Any]) -> None:
    """Count one vote again by the rule recorded with it, and see that the rule is the deliberation's."""
    told = f"vote {vote.id}"
    quorum = deliberation["quorum"] or parameters["meeting.quorum"]
    assert all(vote.rule["quorum"][k] == quorum[k] for k in ("num", "den", "strict")), f"{told}: other quorum"
    bars = [deliberation["pass"] or parameters["meeting.pass"]]
    bars += [parameters["meeting.pass_special"]] if vote.rule["special"] else []
    assert vote.rule["pass"] in [{"base": "present", **bar} for bar in bars], f"{told}: another bar"
    assert vote.closed_at is not None, f"{told}: not closed"
    assert vote.carried, f"{told}: not carried"
    assert vote.present <= vote.members_due, f"{told}: more present than due"
    assert reaches(vote.rule["quorum"], vote.present, vote.members_due), f"{told}: below the quorum"
    base = vote.present if vote.rule["pass"]["base"] == "present" else vote.members_due
    assert reaches(vote.rule["pass"], vote.in_favour, base - vote.recused), f"{told}: below the bar"
    assert vote.in_favour > vote.against, f"{told}: not more for than against"
    cast = vote.in_favour + vote.against + vote.abstain
    assert cast == vote.present - vote.recused, f"{told}: {cast} votes of {vote.present - vote.recused}"


class Resolutions:
    """The votes that stand, with the dossiers that they were about."""

    def __init__(self, session: Session) -> None:
        self._standing = {(v.project_id, v.stage, v.purpose): v for v in session.execute(STANDING)}
        self.books: dict[int, Any] = {book.id: book.body for book in session.execute(BOOKS)}

    def last(self, project: Any, purpose: str = "decide") -> Any:
        """Return the latest standing vote of a project's last deliberation."""
        stages = self.books[project.rulebook_id]["scheme"]["deliberations"]
        return self._standing.get((project.id, len(stages), purpose))

    def require(self, project: Any, at: datetime) -> None:
        """I1: every deliberation that votes has carried, or an emergency is ratified or within its days."""
        assert project.rulebook_id is not None, f"I1 {project.number}: {project.state} without rules"
        book = self.books[project.rulebook_id]
        stages = book["scheme"]["deliberations"]
        if project.fast_track_at is not None:
            ratified = self.last(project, "ratify")
            if project.ratified_at is not None:
                assert ratified is not None, f"I1 {project.number}: ratified without a vote"
                require_carried(ratified, stages[-1], book["parameters"])
                return
            day = at.astimezone(SHANGHAI).date()
            assert day <= project.ratify_by, f"I1 {project.number}: {project.state} and not ratified in time"
            return
        for stage, deliberation in enumerate(stages, start=1):
            if deliberation["kind"] != "vote":
                continue
            vote = self._standing.get((project.id, stage, "decide"))
            assert vote is not None, f"I1 {project.number}: {project.state} without a vote at stage {stage}"
            require_carried(vote, deliberation, book["parameters"])

    def require_same_dossier(self, project: Any, shown: Any) -> None:
        """I7: what is published as decided is, by its fingerprint, what was voted on; so are the amounts."""
        vote = self.last(project)
        if vote is None:
            return  # an emergency: its ratification is checked where it is published
        told = f"I7 {project.number}"
        assert vote.item_hash == vote.dossier_hash, f"{told}: the item's dossier is another one"
        assert fingerprint(vote.dossier) == vote.dossier_hash, f"{told}: the dossier was changed"
        assert shown is not None, f"{told}: nothing published"
        assert shown["dossier_hash"] == vote.dossier_hash, f"{told}: another dossier published"
        self.require_same_words(told, vote.dossier, shown)
        money = vote.dossier["funds"]
        assert (shown["fiscal_fen"], shown["social_fen"]) == (money["fiscal"], money["social"]), (
            f"{told}: money"
        )
        if project.state in APPROVED:
            approved = (str(project.approved_fiscal_fen), str(project.approved_social_fen))
            assert approved == (money["fiscal"], money["social"]), (
                f"{told}: approved {approved}, voted {money}"
            )

    def require_same_words(self, told: str, dossier: Any, shown: Any) -> None:
        """I7: the words that were voted on are published as they were, or with a piece blacked out."""
        words, plan = dossier["words"], dossier["plan"] or {}
        voted = [(key, words[key]) for key in ("title", "type", "problem", "nature", "beneficiary_group")]
        voted += [(key, plan.get(key) or words[key]) for key in ("place", "content")]
        voted += [("lines", [line["label"] for line in dossier["cost"]])]
        for key, value in voted:
            said = [line["label"] for line in shown[key]] if key == "lines" else shown[key]
            assert said == value or BLACKED in str(said), f"{told}: {key} reads {said!r}, voted {value!r}"


def require_decisions(session: Session, projects: list[Any], at: datetime) -> None:
    """I1 and I7 for every project that is on notice or past it."""
    past = [p for p in projects if p.state in (*APPROVED, *ON_NOTICE)]
    if not past:
        return
    resolutions = Resolutions(session)
    shown = {row.project_id: row.body for row in session.execute(DECISIONS)}
    for project in past:
        resolutions.require(project, at)
        resolutions.require_same_dossier(project, shown.get(project.id))


def require_ledger(session: Session, projects: list[Any]) -> None:
    """I3: the ledger added up is the fund's row, nothing is promised twice, and each project holds its own."""
    by_fund: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    by_project: dict[int | None, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for line in session.execute(LEDGER):
        for pocket, sign in enumerate(POCKETS[line.kind]):
            by_fund[line.fund_id][pocket] += sign * int(line.fen)
            by_project[line.project_id][pocket] += sign * int(line.fen)
    for fund_id, *pockets in session.execute(FUNDS):
        added = by_fund[fund_id]
        assert added == pockets, f"I3 fund {fund_id}: the ledger says {added}, the row {pockets}"
        assert sum(pockets[1:]) <= pockets[0], f"I3 fund {fund_id}: {pockets} promises more than there is"
        assert min(pockets) >= 0, f"I3 fund {fund_id}: {pockets} below nothing"
    for project in projects:
        _, reserved, committed, paid, _ = by_project[project.id]
        told = f"I3 {project.number or project.id} {project.state}: holds {(reserved, committed, paid)}"
        assert min(reserved, committed, paid) >= 0, told
        wanted = project.approved_fiscal_fen if project.state in BUYING else 0
        assert reserved == wanted, told
        assert committed == 0 or project.state in (*BUILDING, *TELLING), told


def require_payments(session: Session, projects: list[Any]) -> None:
    """I4: approved payments, the contract and the approval contain each other, whole and by kind of money."""
    contracts = session.execute(CONTRACTS).all()
    if not contracts:
        return
    paid = {
        row.project_id: (int(row.amount), int(row.fiscal), int(row.social)) for row in session.execute(PAID)
    }
    posted: dict[tuple[int | None, str], int] = {
        (row.project_id, row.kind): int(row.fen) for row in session.execute(POSTED)
    }
    settled = {row.project_id: row.amount_fen for row in session.execute(ACCOUNTS)}
    by_id = {project.id: project for project in projects}
    for contract in contracts:
        project = by_id[contract.project_id]
        told = f"I4 {project.number} {project.state}"
        amount, fiscal, social = paid.get(project.id, (0, 0, 0))
        assert fiscal == posted.get((project.id, "pay"), 0), f"{told}: the ledger pays something else"
        assert social == posted.get((project.id, "social_paid"), 0), f"{told}: social money in the ledger"
        fiscal -= posted.get((project.id, "pay_returned"), 0) + posted.get((project.id, "refund"), 0)
        social -= posted.get((project.id, "social_refund"), 0)
        amount = fiscal + social
        approved = (project.approved_fiscal_fen, project.approved_social_fen)
        assert amount == contract.paid_fen, f"{told}: paid {amount}, the contract says {contract.paid_fen}"
        assert fiscal <= contract.fiscal_fen <= approved[0], (
            f"{told}: fiscal {fiscal}, {contract.fiscal_fen}, {approved}"
        )
        assert social <= contract.social_fen <= approved[1], (
            f"{told}: social {social}, {contract.social_fen}, {approved}"
        )
        assert contract.amount_fen == contract.fiscal_fen + contract.social_fen, (
            f"{told}: parts of the contract"
        )
        came = posted.get((project.id, "social_received"), 0)
        back = posted.get((project.id, "social_returned"), 0)
        assert social + back <= came, f"{told}: spent and gave back what did not come in"
        assert social + back == came or project.state != "cancelled", f"{told}: social money kept"
        if project.state in TELLING:
            assert amount <= settled[project.id] <= contract.amount_fen, (
                f"{told}: {amount}, settled {settled}"
            )
