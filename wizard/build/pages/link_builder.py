"""The page "Link from your onboarding docs": every key and value of a link, examples, and a form that builds one.

Table and form come from the same questions that the wizard asks; what applies when goes along as data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from wizard.build.pages.conditions import as_json, in_keys
from wizard.build.pages.grid import Cell, Column, Grid, Row
from wizard.build.pages.words import plain
from wizard.catalogue.load import load
from wizard.catalogue.model import Catalogue, Condition, Option, Question
from wizard.converse import link
from wizard.decide.answers import ALONE, PACES, Answers
from wizard.explain.words import language_name

#: What the examples fill in, and the form shows at first.
EXAMPLE: Final[Answers] = {"language": "python", "framework": "django"}

#: Where an example can be pasted, and what to paste. `{link}` is the address, `{escaped}` has `&amp;` for `&`.
SNIPPETS: Final[Mapping[str, str]] = {
    "Markdown": "[Choose the data stack]({link})",
    "HTML": '<a href="{escaped}">Choose the data stack</a>',
    "Slack, in messages that a program sends": "<{escaped}|Choose the data stack>",
    "A README": (
        "## Data stack\n\n"
        "Our choice is in [standards/data-stack.md](standards/data-stack.md).\n"
        "To make or revisit it, open [the wizard with our answers filled in]({link})."
    ),
}

PACE_NAMES: Final[Mapping[str, str]] = {"brief": "Brief", "guided": "Guided"}


def keys() -> Grid:
    """Every key with what it takes, and when it is asked."""
    catalogue = load()
    rows = [_row(catalogue, question) for question in catalogue.questions.values()]
    pace = _cells("pace", "How much the wizard explains", "one", _codes(PACES), "Never asked: a switch on every screen")
    columns = ("Key", "What it is", "Takes", "Values", "Asked")
    return Grid(
        id="keys",
        kind="ds-keys",
        noun="keys",
        columns=tuple(Column(title=title) for title in columns),
        rows=(*rows, Row(id="keys-pace", name="pace", cells=pace)),
    )


def examples(wizard: str) -> str:
    """The example link as code blocks to copy. `wizard` is the address of the wizard's page."""
    address = f"{wizard}#{link.write(EXAMPLE)}"
    return "\n".join(
        f'\n### {title}\n\n<div data-snippet="" markdown="block">\n\n``` {{ .text .no-copy }}\n'
        f"{text.format(link=address, escaped=escape(address))}\n```\n\n</div>\n"
        for title, text in SNIPPETS.items()
    )


def form(root: str) -> str:
    """The form, in HTML, hidden until its script is there. `root` leads from the page to the site's root."""
    catalogue = load()
    fields = "".join(_field(question) for question in catalogue.questions.values())
    paces = "".join(f'<option value="{value}">{PACE_NAMES[value]}</option>' for value in PACES)
    return (
        f'\n<form class="ds-builder" aria-label="Build a link" data-link-builder data-wizard="{root}/wizard/" hidden>'
        f'<div class="ds-fields">{fields}{_select("pace", "Pace", paces)}</div>'
        '<div class="ds-built"><p><label class="ds-field"><span>Your link</span> '
        '<input class="ds-link" name="link" readonly></label></p>'
        '<p class="ds-actions"><button type="button" class="dsw-button" data-copy>Copy link</button> '
        '<a class="ds-open" data-open>Open in the wizard</a></p>'
        '<p class="ds-count" role="status" data-status></p></div></form>\n'
    )


def _row(catalogue: Catalogue, question: Question) -> Row:
    asked = f"When {_conditions(catalogue, question.when)}" if question.when else "Always"
    takes = "several, with commas" if question.several else "one"
    cells = _cells(question.key, plain(question.short), takes, _values(catalogue, question), asked)
    return Row(id=f"keys-{question.key}", name=question.key, cells=cells)


def _cells(key: str, *texts: str) -> tuple[Cell, ...]:
    return (Cell(text=f"`{key}`"), *(Cell(text=text) for text in texts))


def _values(catalogue: Catalogue, question: Question) -> str:
    """The values, apart by what they depend on; ids of the catalogue speak for themselves."""
    groups: dict[str, list[str]] = {}
    for option in question.options:
        needs = _conditions(catalogue, option.when)
        text = f"`{option.value}`" if option.group else f"`{option.value}` ({plain(option.label)})"
        groups.setdefault(needs, []).append(text)
    return ". ".join(
        f"When {needs}: {', '.join(texts)}" if needs else ", ".join(texts) for needs, texts in groups.items()
    )


def _conditions(catalogue: Catalogue, conditions: Mapping[str, Condition]) -> str:
    return " and ".join(in_keys(catalogue.questions[key], item) for key, item in conditions.items())


def _codes(values: Iterable[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _field(question: Question) -> str:
    chosen = EXAMPLE.get(question.key)
    if not question.several:
        groups: dict[str, str] = {}
        for option in question.options:
            group = language_name(option.group) if question.key == "existing_client" and option.group else option.group
            groups[group] = groups.get(group, "") + _option(option, selected=option.value == chosen)
        options = "".join(
            f'<optgroup label="{name}">{items}</optgroup>' if name else items for name, items in groups.items()
        )
        return _select(question.key, question.short, options, question.when)
    boxes = "".join(
        f'<label class="ds-switch"{_when(option.when)}>'
        f'<input type="checkbox" name="{question.key}" value="{option.value}"'
        f"{' data-alone' if option.value in ALONE else ''}> {escape(option.label)}</label>"
        for option in question.options
    )
    return (
        f'<fieldset class="ds-several" data-question="{question.key}"{_when(question.when)}>'
        f"<legend>{escape(question.short)}</legend>{boxes}"
        f'<p class="ds-error" id="error-{question.key}" role="alert"></p></fieldset>'
    )


def _select(key: str, title: str, options: str, conditions: Mapping[str, Condition] | None = None) -> str:
    return (
        f'<label class="ds-field" data-question="{key}"{_when(conditions or {})}><span>{escape(title)}</span> '
        f'<select name="{key}"><option value="">Not in the link</option>{options}</select></label>'
    )


def _option(option: Option, *, selected: bool) -> str:
    mark = " selected" if selected else ""
    return f'<option value="{option.value}"{_when(option.when)}{mark}>{escape(option.label)}</option>'


def _when(conditions: Mapping[str, Condition]) -> str:
    return f' data-when="{escape(json.dumps(as_json(conditions), separators=(",", ":")))}"' if conditions else ""
