"""One project's way, deed by deed: each station yields the moment of its next deed, then does it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime, timedelta

from microprojects.demo.crew import Crew, Hand
from microprojects.demo.pictures import scene
from microprojects.demo.stories import Story
from microprojects.domain.inspections import Item, PanelMember
from microprojects.domain.money import Fen
from microprojects.domain.people import Actor, Role
from microprojects.domain.plans import CostWords, PlanWords
from microprojects.domain.procurement_modes import rule
from microprojects.domain.screening import QUESTIONS
from microprojects.domain.workdays import local_day
from microprojects.services import (
    approvals,
    consultations,
    contracts,
    delivery,
    evaluations,
    files,
    funds,
    inspections,
    payments,
    procurements,
    proposals,
    screening,
    secondings,
    settlements,
)

Way = Iterator[datetime]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def propose(crew: Crew, story: Story, proposer: Actor, hand: Hand) -> Generator[datetime, None, str]:
    """Write and submit the proposal; a walk-in's is written by the clerk. Return its number."""
    if story.walk_in:
        draft = proposals.start_draft(
            crew.slug, actor=crew.second_clerk, at=hand.at, proposer_id=proposer.person_id
        )
        writer = crew.second_clerk
    else:
        draft = proposals.start_draft(crew.slug, actor=proposer, at=hand.at)
        writer = proposer
    yield hand.on(hand.at + HOUR)
    proposals.save_draft(draft, words=story.words(), actor=writer, at=hand.at)
    yield hand.on(hand.at + HOUR)
    return proposals.submit(draft, consent=True, actor=writer, at=hand.at)


def accept(crew: Crew, number: str, hand: Hand) -> Way:
    """Screen and accept."""
    yield hand.on(hand.at + DAY)
    answers = {code: {"ok": True, "note": ""} for code in QUESTIONS}
    screening.screen(number, answers=answers, actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + HOUR)
    screening.accept(number, actor=crew.clerk, at=hand.at)


def decline(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Decline with four eyes."""
    yield hand.on(hand.at + 2 * DAY)
    screening.propose_decline(
        number, code=story.decline, reason=story.decline_reason, actor=crew.clerk, at=hand.at
    )
    yield hand.on(hand.at + 5 * HOUR)
    screening.confirm_decline(number, actor=crew.party, at=hand.at)


def second(crew: Crew, number: str, count: int, hand: Hand, *, proposer: Actor, skip: int) -> Way:
    """Let so many neighbours second it within a few days."""
    backers = [r for r in crew.neighbours(count + 1, skip=skip) if r.person_id != proposer.person_id][:count]
    for n, neighbour in enumerate(backers):
        yield hand.on(hand.at + (timedelta(minutes=37) if n else DAY))
        secondings.second(number, actor=neighbour, at=hand.at)


def promote(crew: Crew, number: str, hand: Hand) -> Way:
    """Take it to the next deliberation, the next morning."""
    yield hand.on(hand.morning())
    secondings.promote(number, actor=crew.clerk, at=hand.at)


OPINIONS = {
    "community": "居民反映集中，地点合适，居委会愿意配合组织和日常看护。",
    "party": "符合居民急需，建议优先安排，党员带头参与监督。",
    "street": "经现场查看，可以实施；单价按市场询价取中间值。",
}


def opinions(crew: Crew, number: str, hand: Hand, *, bodies: tuple[str, ...]) -> Way:
    """Let bodies give their opinion, one a day."""
    speakers = {"community": crew.clerk, "party": crew.party, "street": crew.officer}
    for body in bodies:
        yield hand.on(hand.at + DAY)
        consultations.give_opinion(
            number,
            body=body,
            conclusion="feasible",
            text=OPINIONS[body],
            actor=speakers[body],
            at=hand.at,
        )


def plan(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Write the plan with its cost lines."""
    yield hand.on(hand.at + 2 * HOUR)
    day = local_day(hand.at)
    words = PlanWords(
        place=story.place,
        content=story.content,
        expected_result=story.result,
        feasibility="现场可行，不占消防通道，不影响相邻住户采光和通行。",
        fiscal_fen=story.fiscal_fen,
        social_fen=story.social_fen,
        starts_on=day + 45 * DAY,
        ends_on=day + (300 if story.type == "services" else 110) * DAY,
        aftercare_owner=story.aftercare,
        responsible_unit="榕树街道公共服务办",
        lines=tuple(
            CostWords(label, amount, quantity, "三家询价取中间值")
            for (label, quantity, _share), amount in zip(story.lines, story.amounts, strict=True)
        ),
    )
    consultations.edit_plan(number, words=words, actor=crew.officer, at=hand.at)


def conclude(crew: Crew, number: str, hand: Hand) -> Way:
    """Sign the plan and conclude the consultation."""
    yield hand.on(hand.at + HOUR)
    consultations.sign_negative_list(number, actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + DAY)
    consultations.agree(number, actor=crew.party, at=hand.at)
    yield hand.on(hand.at + HOUR)
    consultations.conclude(number, actor=crew.officer, at=hand.at)


def approve(crew: Crew, number: str, window_ends: datetime, hand: Hand) -> Way:
    """File the resolution while it is on notice, and approve it after."""
    yield hand.on(hand.at + DAY)
    approvals.file_resolution(
        number, filing_number=f"榕街备〔{hand.at.year}〕{number}号", actor=crew.leader, at=hand.at
    )
    yield hand.on(window_ends + 9 * HOUR)
    approvals.approve(number, actor=crew.officer, at=hand.at)


def raise_money(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Record the social money that came in."""
    if story.social:
        yield hand.on(hand.at + HOUR)
        funds.record_social(
            number,
            amount_fen=story.social_fen,
            donor_label="爱心居民和共建单位",
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
    "notice_board_photo": ("board", "现场公示牌，写明金额、工期和电话"),
    "photo_before": ("before", "施工前，同一位置"),
    "photo_after": ("after", "完工后，同一位置"),
}


def show(number: str, purpose: str, *, actor: Actor, at: datetime) -> None:
    """Attach a picture of the place."""
    moment, caption = PICTURES[purpose]
    files.attach(
        number,
        purpose=purpose,
        upload=scene(number, moment),
        name=f"{purpose}.jpg",
        caption=caption,
        actor=actor,
        at=at,
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
        show(number, purpose, actor=crew.officer, at=hand.at)
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
    show(number, "photo_after", actor=crew.officer, at=hand.at)
    yield hand.on(hand.at + HOUR)
    delivery.complete(number, actor=crew.contractor, at=hand.at)


def inspect(crew: Crew, story: Story, number: str, hand: Hand) -> Way:
    """Let the panel look, and pass it."""
    yield hand.on(hand.at + 3 * DAY)
    panel = [
        PanelMember(Role.STREET_OFFICER, crew.officer.person_id),
        PanelMember(Role.SUPERVISOR, crew.supervisor.person_id),
        PanelMember(Role.EXPERT, crew.expert.person_id),
        *(PanelMember(Role.RESIDENT, resident.person_id) for resident in crew.residents[:2]),
    ]
    inspections.record_inspection(
        number,
        held_on=local_day(hand.at),
        panel=panel,
        items=[Item(label, quantity) for label, quantity, _share in story.lines],
        residents_opinion="好用，做得细，就是盼着早点有。",
        proposer_invited=True,
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
    """Let residents answer the survey, most of them satisfied."""
    for n, resident in enumerate(crew.neighbours(count, skip=skip)):
        grade = 5 if n % 3 else 4
        if n % 11 == 10:
            grade = 2
        yield hand.on(hand.at + timedelta(minutes=53))
        evaluations.answer_survey(
            number,
            overall=grade,
            useful=5,
            quality=max(3, grade),
            openness=4 + n % 2,
            comment="",
            actor=resident,
            at=hand.at,
        )


def close(crew: Crew, number: str, survey_closes: datetime, hand: Hand, *, items: tuple[str, ...]) -> Way:
    """Tick what the archive still lacks, and close."""
    yield hand.on(survey_closes + 10 * HOUR)
    for item in items:
        evaluations.tick_archive(number, item=item, actor=crew.clerk, at=hand.at)
    yield hand.on(hand.at + HOUR)
    evaluations.close(number, actor=crew.clerk, at=hand.at)
