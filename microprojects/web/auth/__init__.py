"""The counter of whoever comes in or goes out."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
