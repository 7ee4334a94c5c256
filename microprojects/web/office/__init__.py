"""The counter of community, street, finance, supervisors and district."""

from flask import Blueprint

from microprojects.web.office import accounts, residents

blueprints: tuple[Blueprint, ...] = (accounts.bp, residents.bp)
