"""The counter of community, street, finance, supervisors and district."""

from flask import Blueprint

from microprojects.web.office import accounts, comments, consultations, desk, plans, residents

blueprints: tuple[Blueprint, ...] = (
    accounts.bp,
    comments.bp,
    consultations.bp,
    desk.bp,
    plans.bp,
    residents.bp,
)
