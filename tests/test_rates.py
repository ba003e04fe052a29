"""So many records in a time, and what that makes in two years."""

from __future__ import annotations

import pytest

from wizard.read.rates import rates


@pytest.mark.parametrize(
    ("line", "scale", "told"),
    [
        ("50k orders a day", "millions", "some 36 million"),
        ("50.000 orders/day", "millions", "some 36 million"),
        ("10-20k rows a week", "millions", "some 2.1 million"),
        ("2 million sensor readings per hour", "billions", "some 35 billion"),
        ("two million readings every hour", "billions", "some 35 billion"),
        ("5000 sensors every minute", "billions", "some 5.3 billion"),
        ("1.5m messages/d", "billions", "some 1.1 billion"),
        ("50 daily bookings", "thousands", "some 36,000"),
        ("50 bookings weekly", "thousands", "some 5,200"),
        ("several hundred scans a day", "thousands", "some 360,000"),
        ("one order a day", "hundreds", "some 730"),
        ("50k a day", "millions", "some 36 million"),
    ],
)
def test_a_rate_is_summed_over_two_years(line: str, scale: str, told: str) -> None:
    (rate,) = rates(line)
    assert (rate.scale, rate.sum) == (scale, f"{told} in two years")


@pytest.mark.parametrize(
    "line",
    [
        "1000 requests per second",
        "500 users a day",
        "8 hours a day",
        "5 euros a month",
        "300 GB a day",
        "3 releases a week",
        "5% a day",
        "2000 wind turbines",
        "two days a month",
    ],
)
def test_what_is_no_record_makes_no_sum(line: str) -> None:
    assert not [*rates(line)]
