"""How values of the catalogue read on the site's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

FAMILY_NAMES: Final[Mapping[str, str]] = {
    "postgresql": "PostgreSQL", "cockroachdb": "CockroachDB", "mysql": "MySQL, MariaDB", "vitess": "PlanetScale Vitess",
    "sqlite": "SQLite", "turso": "Turso", "d1": "Cloudflare D1", "mongodb": "MongoDB", "redis": "Redis, Valkey",
    "dynamodb": "DynamoDB", "firestore": "Firestore", "influxdb": "InfluxDB 3",
}  # fmt: skip

PLATFORM_NAMES: Final[Mapping[str, str]] = {
    "aws": "AWS", "google-cloud": "Google Cloud", "azure": "Azure", "cloudflare": "Cloudflare", "independent": "no cloud",
}  # fmt: skip


def listed(parts: Sequence[str], last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    return ", ".join(parts[:-1]) + (f" {last} " if len(parts) > 1 else "") + parts[-1]
