"""The counter of whoever takes the data home."""

from flask import Blueprint

from microprojects.web.data import catalogues, ocds

blueprints: tuple[Blueprint, ...] = (catalogues.bp, ocds.bp)
