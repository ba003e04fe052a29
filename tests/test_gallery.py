"""The gallery's examples show what their titles say. What the screens look like is tested in a browser."""

from __future__ import annotations

import pytest

from wizard.build.pages.gallery import changed


def test_each_match_is_changed() -> None:
    assert changed('guide = "2027-01-02"\nold, old', (r'(?<=^guide = ")\d{4}', "2025"), ("old", "new")) == (
        'guide = "2025-01-02"\nnew, new'
    )


def test_a_change_that_finds_nothing_is_an_error_that_names_it() -> None:
    """Else the page with a document of last year would show one of today, and say nothing."""
    with pytest.raises(ValueError, match="Revisit when"):
        changed("**Look at it again when:**", ("Revisit when", "Look again when"))
