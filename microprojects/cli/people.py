"""`areas` and `accounts`: the first places and the first officers of a new site."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

import click
from sqlalchemy import select

from microprojects.cli import application
from microprojects.cli.trouble import CannotGoOn
from microprojects.clock import now
from microprojects.domain.people import SYSTEM, Role
from microprojects.domain.workdays import local_day
from microprojects.services import areas as area_deeds
from microprojects.services import grants
from microprojects.services.grants import Office
from microprojects.store import accounts as account_rows
from microprojects.store import people
from microprojects.store.accounts import Account
from microprojects.store.areas import Area
from microprojects.store.db import db
from microprojects.store.people import Person

PASSWORD_BYTES = 12
ROLES = [role.value for role in Role if role not in (Role.RESIDENT, Role.SYSTEM)]
ROLES_TOLD = f"ROLE is one of {', '.join(ROLES)}."
DAY = click.DateTime(formats=["%Y-%m-%d"])


class Term(TypedDict):
    """What the terminal tells of an office."""

    role: str
    area: str
    since: datetime | None
    until: datetime | None


@click.group()
def areas() -> None:
    """Districts, streets, communities and grids."""


@areas.command("add")
@click.argument("path")
@click.option("--name", required=True, help="Name as people say it, for example 荔枝社区.")
@click.option("--code", required=True, help="Letters that project numbers begin with, for example LZ.")
def add_area(path: str, name: str, code: str) -> None:
    """Add the area of PATH, such as minghu/rongshu/lizhi, from the district down."""
    with application.opened():
        area_deeds.add(path, name=name, code=code, actor=SYSTEM, at=now())
    click.echo(path)


@areas.command("count")
@click.argument("path")
@click.option("--adults", type=int, required=True, help="How many adults live there, by the last count.")
def count_area(path: str, adults: int) -> None:
    """Write down how many adults live in the area of PATH; a share of them may ask for a meeting."""
    with application.opened():
        area_deeds.count(path, adults=adults, actor=SYSTEM, at=now())
    click.echo(f"{path}  {adults}")


@areas.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_areas(as_json: bool) -> None:
    """List all areas."""
    with application.opened():
        found = db.session.scalars(select(Area).order_by(Area.path))
        rows = [
            {"path": area.path, "level": area.level, "name": area.name, "code": area.code} for area in found
        ]
    _print(rows, as_json=as_json)


@click.group()
def accounts() -> None:
    """The first officers of a site; later ones are made by them, on the site."""


def office(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what tells an office: role, area and term."""
    for option in (
        click.option("--until", type=DAY, help="Last day; open if not given."),
        click.option("--since", type=DAY, help="First day; today if not given."),
        click.argument("area"),
        click.argument("role", metavar="ROLE", type=click.Choice(ROLES)),
    ):
        function = option(function)
    return function


@accounts.command("create", epilog=ROLES_TOLD)
@click.argument("username")
@office
@click.option("--name", required=True, help="The person's full name.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def create_account(
    username: str, name: str, password_stdin: bool, as_json: bool, **term: Unpack[Term]
) -> None:
    """Give somebody new an account and a ROLE in the AREA of a path, such as minghu/rongshu.

    The password is made up and printed once, unless it is read from standard input.
    """
    password = _read_password() if password_stdin else secrets.token_urlsafe(PASSWORD_BYTES)
    with application.opened():
        grants.appoint(name, username, password, _office(term), actor=SYSTEM, at=now())
    made = {"username": username} | ({} if password_stdin else {"password": password})
    click.echo(json.dumps(made) if as_json else "  ".join(made.values()))


@accounts.command("grant", epilog=ROLES_TOLD)
@click.argument("username")
@office
def grant_role(username: str, **term: Unpack[Term]) -> None:
    """Give USERNAME one more ROLE in the AREA of a path, such as minghu/rongshu."""
    with application.opened():
        account = account_rows.named(db.session(), username)
        if account is None:
            raise CannotGoOn(f"There is no account {username!r}. See: microprojects accounts list")
        grants.grant_role(account.person_id, _office(term), actor=SYSTEM, at=now())
    click.echo(f"{username}  {term['role']}  {term['area']}")


@accounts.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_accounts(as_json: bool) -> None:
    """List all accounts with the roles that they hold today."""
    with application.opened():
        query = (
            select(Account, Person).join(Person, Person.id == Account.person_id).order_by(Account.username)
        )
        rows = [
            {"username": account.username, "name": person.name, "roles": _roles(person.id, local_day(now()))}
            for account, person in db.session.execute(query).all()
        ]
    _print(rows, as_json=as_json)


def _office(term: Term) -> Office:
    first = term["since"].date() if term["since"] else local_day(now())
    last = term["until"].date() if term["until"] else None
    return Office(role=Role(term["role"]), area=term["area"], since=first, until=last)


def _roles(person_id: int, today: date) -> list[str]:
    held = people.grants(db.session(), person_id)
    return [f"{grant.role.value}@{grant.area}" for grant in held if grant.covers(grant.area, today)]


def _read_password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CannotGoOn("Standard input holds no password. Write it there, in one line.")
    return password


def _print(rows: Sequence[Mapping[str, str | Sequence[str]]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        cells = (cell if isinstance(cell, str) else ", ".join(cell) for cell in row.values())
        click.echo("  ".join(cells).rstrip())
