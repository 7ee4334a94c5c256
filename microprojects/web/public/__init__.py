"""The counter of anyone."""

from flask import Blueprint

from microprojects.web.public import (
    comments,
    councils,
    disclosures,
    files,
    gatherings,
    health,
    home,
    journal,
    meetings,
    money,
    objections,
    projects,
    rules,
    scope,
    screens,
    secondings,
    surveys,
)

blueprints: tuple[Blueprint, ...] = (
    comments.bp,
    councils.bp,
    disclosures.bp,
    files.bp,
    gatherings.bp,
    health.bp,
    home.bp,
    journal.bp,
    meetings.bp,
    money.bp,
    objections.bp,
    projects.bp,
    rules.bp,
    scope.bp,
    screens.bp,
    secondings.bp,
    surveys.bp,
)
