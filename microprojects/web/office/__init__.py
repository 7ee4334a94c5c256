"""The counter of community, street, finance, supervisors and district."""

from flask import Blueprint

from microprojects.web.office import (
    accounts,
    comments,
    consultations,
    declines,
    desk,
    intake,
    plans,
    residents,
    screening,
)

blueprints: tuple[Blueprint, ...] = (
    accounts.bp,
    comments.bp,
    consultations.bp,
    declines.bp,
    desk.bp,
    intake.bp,
    plans.bp,
    residents.bp,
    screening.bp,
)
