"""What the build does: plain functions that make pages and assets. Nothing here is shipped to the browser."""

from wizard.door.api import first_step
from wizard.door.screens import shown


def first_screen() -> str:
    """The first question as HTML, for the page as it is built."""
    return shown(first_step()).html
