"""The counter of community, street, finance, supervisors and district."""

from flask import Blueprint

from microprojects.web.office import (
    accounts,
    approvals,
    comments,
    consultations,
    declines,
    desk,
    disclosures,
    funds,
    intake,
    objections,
    parameters,
    plans,
    residents,
    screening,
)

blueprints: tuple[Blueprint, ...] = (
    accounts.bp,
    approvals.bp,
    comments.bp,
    consultations.bp,
    declines.bp,
    desk.bp,
    disclosures.bp,
    funds.bp,
    intake.bp,
    objections.bp,
    parameters.bp,
    plans.bp,
    residents.bp,
    screening.bp,
)
