"""The counter of whoever takes the data home."""

from flask import Blueprint

from microprojects.web.data import api, tables

blueprints: tuple[Blueprint, ...] = (
    api.bp,
    tables.bp,
)
