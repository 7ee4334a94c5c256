"""Projects under way that many tests begin with, each lived once for each engine and then kept."""

from __future__ import annotations

from tests.benches import Bench
from tests.changing import Altered
from tests.living import lived_once
from tests.spending import Site
from tests.world import World
from tests.year_ending import treasurer


def begun(world: World, bench: Bench) -> Site:
    """Return a project whose work has begun: the first instalment of 15 000 yuan is due."""
    return lived_once(bench, world, "begun_site", lambda untouched: Site(untouched).buy().sign().start())


def altered(world: World, bench: Bench) -> Altered:
    """Return a project whose work is under way under a contract of fifty thousand yuan."""
    return lived_once(bench, world, "altered_site", lambda untouched: Altered(untouched).signed())


def partly_paid(world: World, bench: Bench) -> Site:
    """Return a project with 50,000 yuan, of which 48,000 are contracted and 10,000 paid."""
    return lived_once(bench, world, "partly_paid_site", _partly_paid)


def partly_paid_with_treasurer(world: World, bench: Bench) -> Site:
    """Return the same where Yan is the finance office of the district."""
    return lived_once(
        bench, world, "partly_paid_site_2", lambda untouched: _partly_paid(treasurer(untouched))
    )


def _partly_paid(world: World) -> Site:
    return Site(world).buy(48_000_00).sign(48_000_00).start().pay(10_000_00, 1).progress()
