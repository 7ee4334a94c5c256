"""The counter of whoever takes the data home."""

from flask import Blueprint

from microprojects.web.data import api, catalogues, ocds, tables

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    catalogues.bp,
    ocds.bp,
    tables.bp,
)
