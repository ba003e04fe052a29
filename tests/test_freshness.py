"""What has aged is named, with its place."""

from datetime import date, timedelta

from wizard.build.tools.freshness import STALE_AFTER, facts, stale, unknown_upkeep
from wizard.catalogue.load import build, load, read_raw


def test_a_source_is_named_the_day_after_it_goes_stale() -> None:
    catalogue = load()
    oldest = min(date.fromisoformat(source.checked) for source in catalogue.sources.values())
    assert stale(catalogue, oldest + STALE_AFTER) == []
    lines = stale(catalogue, oldest + STALE_AFTER + timedelta(days=1))
    assert lines
    assert all("181 days ago" in line for line in lines)


def test_a_product_without_an_upkeep_check_is_named() -> None:
    raw = read_raw()
    raw["databases/sqlite.toml"]["upkeep"]["is"] = "unknown"
    assert "databases/sqlite.toml: upkeep: unknown" in unknown_upkeep(build(raw))


def test_every_fact_has_a_source_that_somebody_looked_at() -> None:
    for where, fact in facts(load()):
        assert fact.source.checked >= "2026-11-22", where
