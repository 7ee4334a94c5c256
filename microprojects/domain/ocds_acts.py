"""One public act on the money of a project as the part of an OCDS release that it changes.

A release is made of the facts that the act wrote in the journal, of the days of a contract
and of a payment, and of nothing else: no free text, no person. So it stays as it is.

Source: Open Contracting Data Standard 1.1.5, its schema and codelists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from microprojects.domain.actions import Action
from microprojects.domain.money import Fen
from microprojects.domain.ocds_processes import Event, Instalment, Life, Part, day, moment, money, place
from microprojects.domain.procurement_modes import Mode
from microprojects.domain.tranches import Milestone, plan

# How open each way of buying is; a pool and the central list take those who were let in before.
METHODS: dict[str, str] = {
    Mode.DIRECT: "direct",
    Mode.INQUIRY: "limited",
    Mode.NEGOTIATION: "limited",
    Mode.SMALL_WORKS: "limited",
    Mode.CONTRACTOR_POOL: "selective",
    Mode.CENTRAL: "selective",
    Mode.TENDER: "open",
}


def _fen(event: Event, name: str = "amount_fen") -> int:
    return int(event.facts.get(name) or 0)


def _planned(life: Life, event: Event) -> tuple[str, Part]:
    fiscal, social = _fen(event, "fiscal_fen"), _fen(event, "social_fen")
    process = life.process
    split: list[Part] = [
        {
            "id": "fiscal",
            "description": "财政资金",
            "amount": money(fiscal),
            "sourceParty": place(process.district),
        }
    ]
    if social:
        split.append({"id": "social", "description": "自筹", "amount": money(social)})
    budget = {
        "id": f"{process.number}-budget",
        "project": process.title,
        "projectID": process.number,
        "amount": money(fiscal + social),
        "budgetBreakdown": split,
    }
    return "planning", {"planning": {"budget": budget, **life.papers()}}


def _tendered(life: Life, event: Event) -> tuple[str, Part]:
    life.attempts += 1
    life.tender, life.award = f"{life.process.number}-tender-{life.attempts}", ""
    mode = str(event.facts.get("mode", ""))
    tender = {
        "id": life.tender,
        "title": life.process.title,
        "status": "active",
        "procuringEntity": place(life.process.street),
        "procurementMethod": METHODS.get(mode),
        "procurementMethodDetails": Mode(mode).label if mode in METHODS else mode,
        "mainProcurementCategory": life.process.type,
        "numberOfTenderers": None,
        **life.papers(),
    }
    return "tender" if life.attempts == 1 else "tenderUpdate", {"tender": tender}


def _failed(life: Life, event: Event) -> tuple[str, Part]:
    tender = {"id": life.tender, "status": "unsuccessful", "numberOfTenderers": event.facts.get("quotes", 0)}
    gone = _gone(life, "unsuccessful")
    return "tenderUpdate", {"tender": {**tender, **life.papers()}, **gone}


def _gone(life: Life, status: str) -> Part:
    """Return the award that does not stand any more, if there was one."""
    if not life.award:
        return {}
    return {"awards": [{"id": life.award, "status": status}]}


def _awarded(life: Life, event: Event) -> tuple[str, Part]:
    before = _gone(life, "cancelled").get("awards", [])
    life.award = f"{life.process.number}-award-{event.seq}"
    award = {
        "id": life.award,
        "title": life.process.title,
        "status": "pending",
        "date": moment(event.at),
        "value": money(_fen(event)),
        "suppliers": [life.supplier(str(event.facts.get("supplier", "")))],
        **life.papers(),
    }
    tender = {"id": life.tender, "numberOfTenderers": event.facts.get("quotes", 0)}
    return "awardUpdate" if before else "award", {"tender": tender, "awards": [*before, award]}


def _signed(life: Life, event: Event) -> tuple[str, Part]:
    facts, terms = event.facts, life.process.terms
    life.contract, life.amended = str(facts.get("contract", "")), life.release
    more: Part = {
        "title": life.process.title,
        "status": "active",
        "value": money(_fen(event)),
        "dateSigned": day(date.fromisoformat(str(facts["signed_on"]))),
        **life.papers(),
    }
    if terms is not None:
        more["period"] = {"startDate": day(terms.starts_on), "endDate": day(terms.ends_on)}
        more["milestones"] = [_instalment(each) for each in terms.instalments if not each.later]
    award = {"id": life.award, "status": "active"}
    return "contract", {
        "tender": {"id": life.tender, "status": "complete"},
        "awards": [award],
        **life.of_contract(**more),
    }


def _instalment(each: Instalment) -> Part:
    waits = Milestone(each.evidence).label
    return {
        "id": f"instalment-{each.position}",
        "title": waits,
        "type": "financing",
        "description": f"第 {each.position} 期，{each.fen // 100}.{each.fen % 100:02} 元",
        "status": "scheduled",
    }


def _changed(life: Life, event: Event) -> tuple[str, Part]:
    """Tell of a change that was agreed to: the contract as it is now, and in the amendment what it was.

    An amendment names the release after which it came and the one that brings it; what was, is in that one.
    """
    facts, terms = event.facts, life.process.terms
    was, now = _fen(event, "was_fen"), _fen(event, "now_fen")
    amendment = {
        "id": f"{life.contract}-change-{facts.get('change', event.seq)}",
        "date": moment(event.at),
        "rationale": _rationale(event),
        "description": f"合同金额由 {_yuan(was)} 元改为 {_yuan(now)} 元，完工日期 {facts.get('ends_on', '')}",
        "amendsReleaseID": life.amended,
        "releaseID": life.release,
    }
    life.amended = life.release
    more: Part = {"value": money(now), "amendments": [amendment], **life.papers()}
    if facts.get("ends_on"):
        more["period"] = {"endDate": day(date.fromisoformat(str(facts["ends_on"])))}
    laid_out = [each for each in terms.instalments if not each.later and each.percent] if terms else []
    if laid_out and now != was:
        shares = plan(Fen(now), [each.percent for each in laid_out])
        more["milestones"] = [
            _instalment(replace(each, fen=fen)) for each, fen in zip(laid_out, shares, strict=True)
        ]
    return "contractAmendment", life.of_contract(**more)


def _rationale(event: Event) -> str:
    """Return in coded words why a contract is another one: what changes, and who agreed to it."""
    facts = event.facts
    parts = [
        (_fen(event) > 0, "增加金额"),
        (_fen(event) < 0, "减少金额"),
        (int(facts.get("days") or 0) != 0, "调整工期"),
        (bool(facts.get("scope_changes")), "内容有变化"),
    ]
    by = {"officer": "街道经办", "leader": "街道领导", "council": "议事会"}.get(str(facts.get("decides")), "")
    return f"{'、'.join(words for holds, words in parts if holds)}，{by}同意"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _published(life: Life, _event: Event) -> tuple[str, Part]:
    return "contractUpdate", life.of_contract(**life.papers())


def _milestone(event: Event, kind: str, title: str, name: str, *, met: bool = True) -> Part:
    return {
        "id": f"{name}-{event.seq}",
        "title": title,
        "type": kind,
        "status": "met" if met else "notMet",
        ("dateMet" if met else "dateModified"): moment(event.at),
    }


def _happened(
    kind: str, title: str, name: str, *, met: bool = True
) -> Callable[[Life, Event], tuple[str, Part]]:
    """Return how an act becomes a milestone of the implementation."""

    def told(life: Life, event: Event) -> tuple[str, Part]:
        known = title % {"percent": event.facts.get("percent", "")}
        found = [_milestone(event, kind, known, name, met=met)]
        return _tag(life), life.implementing(milestones=found)

    return told


def _tag(life: Life) -> str:
    """Return the tag of what is told of the implementation: the first time, and later."""
    tag, life.began = ("implementationUpdate" if life.began else "implementation"), True
    return tag


def _paid(life: Life, event: Event) -> tuple[str, Part]:
    number = int(event.facts["payment"])
    on = life.process.paid_on.get(number)
    transaction = {
        "id": f"payment-{number}",
        "date": day(on) if on else moment(event.at),
        "value": money(_fen(event)),
        "payer": place(life.process.street),
        "payee": life.supplier(str(event.facts.get("payee", ""))),
    }
    return _tag(life), life.implementing(transactions=[transaction])


def _came_back(life: Life, event: Event) -> tuple[str, Part]:
    """Tell of money that came back as a transaction below zero, so that the sum is what was paid."""
    on = str(event.facts.get("came_on") or "")
    transaction = {
        "id": f"refund-{event.seq}",
        "date": day(date.fromisoformat(on)) if on else moment(event.at),
        "value": money(-_fen(event)),
        "payer": place(life.process.street),
    }
    if event.facts.get("payer"):
        transaction["payee"] = life.supplier(str(event.facts["payer"]))
    return _tag(life), life.implementing(transactions=[transaction])


def _settled(life: Life, event: Event) -> tuple[str, Part]:
    tag, found = _tag(life), _milestone(event, "assessment", "结算审定", "settlement")
    fen = _fen(event)
    part = life.implementing(milestones=[{**found, "description": f"结算 {fen // 100}.{fen % 100:02} 元"}])
    terms = life.process.terms
    kept = [_instalment(each) for each in terms.instalments if each.later] if terms else []
    if kept:
        part["contracts"][0]["milestones"] = kept
    return tag, part


def _closed(life: Life, _event: Event) -> tuple[str, Part]:
    return "contractTermination", life.of_contract(status="terminated", **life.papers())


def _stopped(life: Life, event: Event) -> tuple[str, Part]:
    if life.contract:
        return _closed(life, event)
    tender = {"id": life.tender or f"{life.process.number}-tender-1", "status": "cancelled", **life.papers()}
    return "tenderCancellation", {"tender": tender, **_gone(life, "cancelled")}


TOLD: dict[Action, Callable[[Life, Event], tuple[str, Part]]] = {
    Action.PROJECT_APPROVE: _planned,
    Action.PROJECT_FAST_TRACK: _planned,
    Action.PROJECT_START_PROCUREMENT: _tendered,
    Action.PROJECT_FAIL_TENDER: _failed,
    Action.QUOTE_CHOOSE: _awarded,
    Action.PROJECT_SIGN_CONTRACT: _signed,
    Action.CONTRACT_PUBLISH: _published,
    Action.CHANGE_AGREE: _changed,
    Action.CHANGE_AGREE_LARGE: _changed,
    Action.CHANGE_ENACT: _changed,
    Action.WORK_SUSPEND: _happened("delivery", "暂停施工", "suspension", met=False),
    Action.WORK_RESUME: _happened("delivery", "恢复施工", "resumption"),
    Action.PROJECT_START: _happened("delivery", "开工", "start"),
    Action.PROGRESS_REPORT: _happened("delivery", "进度 %(percent)s%%", "progress"),
    Action.PROJECT_COMPLETE: _happened("delivery", "完工", "completion"),
    Action.PROJECT_FAIL_INSPECTION: _happened("assessment", "验收不合格，整改", "inspection", met=False),
    Action.PROJECT_REINSPECT: _happened("delivery", "整改完，再验收", "mending"),
    Action.PROJECT_PASS_INSPECTION: _happened("assessment", "验收合格", "inspection"),
    Action.PAYMENT_APPROVE: _paid,
    Action.REFUND_RECORD: _came_back,
    Action.PROJECT_SETTLE: _settled,
    Action.PROJECT_CLOSE: _closed,
    Action.PROJECT_CANCEL: _stopped,
    Action.PROJECT_STOP_UNRATIFIED: _stopped,
}
VERBS = frozenset(action.value for action in TOLD)
