"""What may be ticked in the archive: only what neither the record proves nor a deed of its own has to do."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from microprojects.domain.contracts import ContractTextMissing, text_due_on
from microprojects.domain.settlements import ARCHIVE_ITEMS, AlreadyInArchive
from microprojects.store import archive
from microprojects.store.contracts import Contract
from microprojects.store.projects import Project


def require_open(session: Session, project: Project, item: str) -> None:
    """Let a line of the archive be ticked or waived by hand.

    Raises:
        AlreadyInArchive: the line was ticked, or the record itself proves it.
        ContractTextMissing: it is the contract, whose text must be public.
    """
    if item in archive.settled(session, project):
        raise AlreadyInArchive(item=ARCHIVE_ITEMS[item])
    if item == "contract":
        query = select(Contract.publish_by).where(Contract.project_id == project.id)
        publish_by = session.scalar(query.where(Contract.published_at.is_(None)))
        if publish_by is not None:
            raise ContractTextMissing(day=text_due_on(publish_by))
