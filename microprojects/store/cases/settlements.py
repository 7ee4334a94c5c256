"""The facts of acceptance, the final account and the evaluation."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import select

from microprojects.domain.cases import InspectionFacts
from microprojects.domain.settlement_facts import SettlementFacts, SurveyFacts
from microprojects.domain.settlements import ARCHIVE_ITEMS
from microprojects.store import archive, audits
from microprojects.store.cases.contracts import ContractCase
from microprojects.store.delivery import Inspection, SupervisorNote
from microprojects.store.files import Attachment
from microprojects.store.settlements import Settlement, Survey, SurveyAnswer


class SettlementCase(ContractCase):
    """What stands on record about inspections, settlement, survey and archive."""

    @cached_property
    def _inspections(self) -> list[Inspection]:
        query = select(Inspection).where(Inspection.project_id == self._project.id).order_by(Inspection.id)
        return list(self._session.scalars(query))

    @property
    def inspection(self) -> InspectionFacts | None:
        """Return the latest inspection that has led nowhere yet."""
        pending = [i for i in self._inspections if i.outcome is None]
        if not pending:
            return None
        latest = pending[-1]
        roles = [seat["role"] for seat in latest.panel]
        return InspectionFacts(
            residents=roles.count("resident"),
            committee=roles.count("community_staff"),
            proposer_heard=bool(latest.proposer_absence) or any(seat["proposer"] for seat in latest.panel),
            supervisors=roles.count("supervisor"),
            street=roles.count("street_officer"),
            technical=roles.count("expert"),
            contractor_on_panel="contractor" in roles,
            failed_items=sum(1 for item in latest.items if not item["passed"]),
            items=len(latest.items),
            users_opinion=bool(latest.residents_opinion),
        )

    @property
    def rectify_rounds(self) -> int:
        """Return how many inspections led to a rectification."""
        return sum(1 for i in self._inspections if i.outcome == "failed")

    @cached_property
    def rectify_evidence(self) -> bool:
        """Return whether evidence was added since the latest failed inspection."""
        failed_ones = [i for i in self._inspections if i.outcome == "failed"]
        if not failed_ones:
            return False
        return (
            self._count(
                Attachment,
                Attachment.project_id == self._project.id,
                Attachment.purpose == "rectification",
                Attachment.removed_at.is_(None),
                Attachment.added_at >= failed_ones[-1].recorded_at,
            )
            > 0
        )

    @cached_property
    def settlement(self) -> SettlementFacts | None:
        """Return the final account."""
        found = self._session.scalar(select(Settlement).where(Settlement.project_id == self._project.id))
        if found is None:
            return None
        return SettlementFacts(
            amount_fen=found.amount_fen,
            paid_fen=self.paid_fen,
            retention_fen=found.retention_fen,
            review_done=bool(found.review_conclusion),
        )

    @cached_property
    def _survey(self) -> Survey | None:
        return self._session.scalar(select(Survey).where(Survey.project_id == self._project.id))

    @cached_property
    def survey(self) -> SurveyFacts | None:
        """Return the survey's sums."""
        survey = self._survey
        if survey is None:
            return None
        answers = self._count(SurveyAnswer, SurveyAnswer.survey_id == survey.id)
        satisfied = self._count(SurveyAnswer, SurveyAnswer.survey_id == survey.id, SurveyAnswer.overall >= 4)
        return SurveyFacts(survey.closes_at, answers, satisfied)

    @property
    def improvement_filed(self) -> bool:
        """Return whether an improvement plan was filed."""
        return self._survey is not None and bool(self._survey.improvement)

    @cached_property
    def noted_since_survey(self) -> bool:
        """Return whether a supervisor wrote a note after the survey had ended."""
        survey = self._survey
        if survey is None:
            return False
        mine, after = (
            SupervisorNote.project_id == self._project.id,
            SupervisorNote.written_at >= survey.closes_at,
        )
        return self._count(SupervisorNote, mine, after) > 0

    @property
    def evaluation_signed(self) -> bool:
        """Return whether a supervisor signed the evaluation and the archive."""
        return self._survey is not None and self._survey.signed_at is not None

    @property
    def small_sample_signed(self) -> bool:
        """Return whether a supervisor signed that few answers must do."""
        return self._survey is not None and bool(self._survey.sample_reason)

    @cached_property
    def archive_missing(self) -> tuple[str, ...]:
        """Return the labels of archive lines that nothing proves and nobody ticked or waived."""
        done = archive.settled(self._session, self._project)
        return tuple(label for item, label in ARCHIVE_ITEMS.items() if item not in done)

    @cached_property
    def audit_waits(self) -> bool:
        """Return whether the project was drawn for an audit that has no result yet."""
        return audits.waits(self._session, self._project.id)
