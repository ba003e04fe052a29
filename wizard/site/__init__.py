"""What the build does: plain functions that make pages and assets. Nothing here is shipped to the browser."""

import json


def first_screen() -> str:
    """HTML of the first question, made by the code that makes it in the browser."""
    from wizard import api  # noqa: PLC0415, so that serving or finding a browser does not load the engine

    request = {"answers": {}, "event": {"type": "open", "fragment": "", "stored": ""}}
    html: str = json.loads(api.handle(json.dumps(request)))["html"]
    return html


from wizard.api import first_screen

__all__ = ["first_screen"]
