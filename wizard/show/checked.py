"""What came of holding project files against their data-stack.md, as the screens of files show it."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.converse.record import Checked


def checked_view(checked: Checked | None) -> Mapping[str, object] | None:
    """What the screen says of a check, by the names that the template has for it; nothing where there was none."""
    if checked is None:
        return None
    differences = [item for item in checked.differences if not item.note]
    return {
        "title": "What no longer agrees" if differences else "Does the project keep to it?",
        "summary": _summary(checked, len(differences)),
        "differences": differences,
        "notes": [item for item in checked.differences if item.note],
    }


def told(checked: Checked | None) -> str:
    """The same for who cannot see the screen, in a few words."""
    return _summary(checked, sum(not item.note for item in checked.differences)) if checked else ""


def _summary(checked: Checked, count: int) -> str:
    if not checked.lines:
        return "Nothing in these files names a database, a client or a language, so there was nothing to compare."
    lines = "One line" if checked.lines == 1 else f"{checked.lines} lines"
    files = "one file" if checked.files == 1 else f"{checked.files} files"
    compared = f"{lines} of {files} {'was' if checked.lines == 1 else 'were'} compared"
    if not count:
        return f"The file and the project agree. {compared}, and none differs."
    return f"The file and the project differ in {'one thing' if count == 1 else f'{count} things'}. {compared}."
