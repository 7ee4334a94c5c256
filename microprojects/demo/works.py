"""From the approval to the closed file, deed by deed: each station yields the moment of its next deed, then does it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from microprojects.demo.crew import Crew, Hand
from microprojects.demo.life import DAY, HOUR, Way
from microprojects.demo.pictures import scene
from microprojects.demo.single_payments import only
from microprojects.demo.stories import Story
from microprojects.domain.funds import Donor
from microprojects.domain.inspections import Item, PanelMember
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor, Role
from microprojects.domain.procurement_modes import rule
from microprojects.domain.workdays import local_day
from microprojects.services import (
    contracts,
    delivery,
    evaluations,
    files,
    funds,
    inspections,
    payments,
    procurements,
    settlements,
    signatures,
)
from microprojects.services import disclosures as posting
from microprojects.store import disclosures, projects
from microprojects.store.contracts import Contract
from microprojects.store.db import db


def raise_money(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Record the social money that came in."""
    if story.social:
        yield hand.on(hand.at + HOUR)
        funds.record_social(
            number,
            amount_fen=story.social_fen,
            donor=Donor(),
            document=f"收据 {number}",
            actor=crew.finance,
            at=hand.at,
        )


def procure(crew: Crew, story: Story, number: str, hand: Hand, *, suppliers: tuple[int, ...]) -> Way:
    """Ask three suppliers for their price and choose the cheapest."""
    yield hand.on(hand.at + 2 * DAY)
    mode = rule(story.type, story.total_fen)
    procurements.start(number, mode=mode.value, actor=crew.officer, at=hand.at)
    prices = (Fen(story.total_fen * 96 // 100), Fen(story.total_fen * 98 // 100), story.total_fen)
    for supplier, price in zip(suppliers, prices, strict=False):
        yield hand.on(hand.at + DAY)
        procurements.add_quote(number, supplier_id=supplier, amount_fen=price, actor=crew.officer, at=hand.at)


def sign(crew: Crew, story: Story, number: str, hand: Hand, *, supplier: int) -> Way:
    """Choose the supplier, sign the contract and publish it."""
    yield hand.on(hand.at + DAY)
    procurements.choose(number, supplier_id=supplier, actor=crew.officer, at=hand.at)
    amount = Fen(story.total_fen * 96 // 100)
    social = min(story.social_fen, amount)
    yield hand.on(hand.at + DAY)
    day = local_day(hand.at)
    contracts.sign(
        number,
        contract_number=f"RS-{number}",
        amount_fen=amount,
        fiscal_fen=Fen(amount - social),
        social_fen=social,
        signed_on=day,
        starts_on=day + 2 * DAY,
        ends_on=day + (200 if story.type == "services" else 40) * DAY,
        public_text=f"甲方榕树街道办事处，乙方承做“{story.title}”，按进度付款，质量不合格的重做。",
        actor=crew.officer,
        at=hand.at,
    )


PICTURES = {
    "board_photo": ("board", "贴在社区公告栏的项目公开"),
    "notice_board_photo": ("board", "现场公示牌，写明金额、工期和电话"),
    "photo_before": ("before", "施工前，同一位置"),
    "photo_after": ("after", "完工后，同一位置"),
}


def show(number: str, purpose: str, *, actor: Actor, eyes: Actor, at: datetime) -> int:
    """Attach a picture of the place, which a second person looks at."""
    moment, caption = PICTURES[purpose]
    shown = files.attach(
        number,
        purpose=purpose,
        upload=scene(number, moment),
        name=f"{purpose}.jpg",
        caption=caption,
        actor=actor,
        at=at,
    )
    files.look(shown, shows=True, is_clear=True, actor=eyes, at=at)
    return shown


def hang_on_the_board(number: str, *, actor: Actor, eyes: Actor, at: datetime) -> None:
    """Hang the decision on the community's paper board, with a picture of it."""
    photo = show(number, "board_photo", actor=actor, eyes=eyes, at=at)
    project = projects.by_number(db.session(), number)
    decision = disclosures.latest(db.session(), project.id, "decision")
    if decision is not None:
        posting.record_board_post(decision.id, place="社区公告栏", photo=photo, actor=actor, at=at)


def give_back(crew: Crew, number: str, hand: Hand) -> Way:
    """Write down that the supplier gave back all that was paid."""
    yield hand.on(hand.at + 5 * DAY)
    project = projects.by_number(db.session(), number)
    paid = db.session.scalar(select(Contract.paid_fen).where(Contract.project_id == project.id)) or Fen(0)
    payments.refund(
        number,
        amount_fen=paid,
        document=f"退款 {number}",
        cause="ended",
        payment_id=only(number),
        reason="只围了挡，没有装灯，开工款全部退回",
        actor=crew.finance,
        at=hand.at,
    )


def start(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Hand in what a start needs, and start."""
    yield hand.on(hand.at + DAY)
    texts = {"start_report": "人员、材料到场，今日开工。"}
    if story.type == "works":
        texts["safety_plan"] = "已签安全责任书，围挡和警示标志到位，买了意外险。"
    for purpose, text in texts.items():
        files.attach_text(number, purpose=purpose, text=text, actor=crew.officer, at=hand.at)
    for purpose in ("photo_before", "notice_board_photo"):
        show(number, purpose, actor=crew.officer, eyes=crew.clerk, at=hand.at)
    yield hand.on(hand.at + HOUR)
    contracts.start_work(number, actor=crew.officer, at=hand.at)


def progress(crew: Crew, number: str, percent: int, text: str, hand: Hand) -> Way:
    """Report progress."""
    yield hand.on(hand.at + 6 * DAY)
    delivery.report_progress(number, percent=percent, text=text, actor=crew.contractor, at=hand.at)


def pay(crew: Crew, number: str, tranche: tuple[int, Fen, Fen, Fen, str], hand: Hand) -> Way:
    """Enter one instalment (position, amount, fiscal part, social part, words) and let another approve it."""
    position, amount, fiscal, social, words = tranche
    yield hand.on(hand.at + DAY)
    payment = payments.enter(
        number,
        amount_fen=amount,
        fiscal_fen=fiscal,
        social_fen=social,
        invoice=f"{number.replace('-', '')}{position:02}",
        purpose=words,
        tranche_position=position,
        actor=crew.finance,
        at=hand.at,
    )
    yield hand.on(hand.at + 2 * HOUR)
    payments.approve(
        payment,
        voucher=f"记-{number}-{position}",
        paid_on=local_day(hand.at),
        actor=crew.second_finance,
        at=hand.at,
    )


def complete(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Hand in what completion needs, and report it."""
    yield hand.on(hand.at + 4 * DAY)
    texts = {
        "completion_report": f"按合同全部完成：{story.content}",
        "as_built_list": "、".join(f"{label} {quantity}" for label, quantity, _share in story.lines),
    }
    for purpose, text in texts.items():
        files.attach_text(number, purpose=purpose, text=text, actor=crew.officer, at=hand.at)
    show(number, "photo_after", actor=crew.officer, eyes=crew.clerk, at=hand.at)
    yield hand.on(hand.at + HOUR)
    delivery.complete(number, actor=crew.contractor, at=hand.at)


def inspect(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Let the panel look, and pass it."""
    yield hand.on(hand.at + 3 * DAY)
    proposer_id = projects.by_number(db.session(), number).proposer_id
    panel = [
        PanelMember(Role.STREET_OFFICER, crew.officer.person_id),
        PanelMember(Role.COMMUNITY_STAFF, crew.clerk.person_id),
        PanelMember(Role.SUPERVISOR, crew.supervisor.person_id),
        PanelMember(Role.EXPERT, crew.expert.person_id),
        PanelMember(Role.RESIDENT, proposer_id),
        next(PanelMember(Role.RESIDENT, r.person_id) for r in crew.residents if r.person_id != proposer_id),
    ]
    inspections.record_inspection(
        number,
        held_on=local_day(hand.at),
        panel=panel,
        items=[Item(label, quantity) for label, quantity, _share in story.lines],
        residents_opinion="好用，做得细，就是盼着早点有。",
        conclusion="各项合格，同意验收。",
        actor=crew.officer,
        at=hand.at,
    )
    yield hand.on(hand.at + HOUR)
    inspections.pass_inspection(number, actor=crew.officer, at=hand.at)


def account(crew: Crew, story: Story, number: str, hand: Hand, *, amount: Fen, retention: Fen) -> Way:
    """Record the final account."""
    yield hand.on(hand.at + 2 * DAY)
    works = story.type == "works"
    settlements.record_settlement(
        number,
        amount_fen=amount,
        retention_fen=retention,
        retention_until=local_day(hand.at) + 365 * DAY if retention else None,
        review_by="明湖正信造价咨询事务所" if works else "",
        review_conclusion="工程量属实，单价与合同一致，审定数与送审数相同。" if works else "",
        delivered=story.result,
        lessons="提前贴出施工时间，邻居更配合。",
        actor=crew.finance,
        at=hand.at,
    )


def settle(crew: Crew, number: str, hand: Hand) -> Way:
    """Publish the result of a project whose account is paid."""
    yield hand.on(hand.at + HOUR)
    settlements.settle(number, actor=crew.finance, at=hand.at)


def evaluate(crew: Crew, number: str, window_ends: datetime, hand: Hand) -> Way:
    """Open the evaluation after the result's notice."""
    yield hand.on(window_ends + 9 * HOUR)
    evaluations.open_evaluation(number, actor=crew.clerk, at=hand.at)


def answer(crew: Crew, number: str, count: int, hand: Hand, *, skip: int) -> Way:
    """Let residents answer the survey, most of them satisfied; every fifth on paper, typed by the clerk."""
    for n, resident in enumerate(crew.neighbours(count, skip=skip)):
        grade = 5 if n % 3 else 4
        if n % 11 == 10:
            grade = 2
        quality, openness = max(3, grade), 4 + n % 2
        yield hand.on(hand.at + timedelta(minutes=53))
        if n % 5 == 4:
            evaluations.enter_paper_answer(
                number,
                person_id=resident.person_id or 0,
                overall=grade,
                useful=5,
                quality=quality,
                openness=openness,
                actor=crew.clerk,
                at=hand.at,
            )
        else:
            evaluations.answer_survey(
                number,
                overall=grade,
                useful=5,
                quality=quality,
                openness=openness,
                actor=resident,
                at=hand.at,
            )


def close(
    crew: Crew, number: str, survey_closes: datetime, hand: Hand, *, items: Mapping[str, str], few: bool
) -> Way:
    """Tick what the archive still lacks, or waive it for its reason, let the supervisor sign, and close."""
    yield hand.on(survey_closes + 10 * HOUR)
    for item, reason in items.items():
        evaluations.tick_archive(
            number, item=item, waived=bool(reason), reason=reason, actor=crew.clerk, at=hand.at
        )
    yield hand.on(hand.at + HOUR)
    reason = "受益的人多，答的人少；已在活动日设点，网格员也上门问过。" if few else ""
    signatures.sign_evaluation(number, sample_reason=reason, actor=crew.supervisor, at=hand.at)
    yield hand.on(hand.at + HOUR)
    evaluations.close(number, actor=crew.clerk, at=hand.at)
