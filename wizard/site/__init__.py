"""What the build does: plain functions that make pages and assets. Nothing here is shipped to the browser."""

from typing import Any

from wizard.door.api import first_step, response


def first_response() -> dict[str, Any]:
    """What opening the wizard with nothing answered and nothing kept gives, for the page as it is built."""
    return response(first_step())
