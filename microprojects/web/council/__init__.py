"""The counter of members, chair and secretary."""

from flask import Blueprint

from microprojects.web.council import (
    councils,
    delegations,
    departures,
    dossiers,
    elections,
    floors,
    home,
    items,
    kept_minutes,
    leaves,
    live,
    meetings,
    minutes,
    observers,
    papers,
    recounts,
    registers,
    votes,
)

blueprints: tuple[Blueprint, ...] = (
    home.bp,
    councils.bp,
    registers.bp,
    dossiers.bp,
    elections.bp,
    meetings.bp,
    leaves.bp,
    items.bp,
    departures.bp,
    floors.bp,
    live.bp,
    votes.bp,
    papers.bp,
    minutes.bp,
    observers.bp,
    delegations.bp,
    kept_minutes.bp,
    recounts.bp,
)
