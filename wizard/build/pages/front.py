"""What the start page shows of the rest: a result, worked out when the site is built, and what it all rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from html import escape
from typing import Final

from wizard.agent.telling import costs_to_say, reasons, runner_up
from wizard.catalogue.model import Catalogue, Cost, Fact
from wizard.converse import link
from wizard.decide.answers import Answers, check
from wizard.explain.reading import Reading, reading_of
from wizard.explain.words import day_in_words

#: A small shop: answers as somebody gives them, in the order of the questions.
EXAMPLE: Final[Answers] = {
    "persistence": "yes",
    "language": "typescript",
    "framework": "nextjs",
    "runtime": "serverless",
    "platform": "vercel",
    "existing_database": "none",
    "data": ("relational",),
    "scale": "thousands",
    "budget": "free",
    "query_style": "sql",
}

#: The same in the words of the person who gave them.
ASKED: Final = "A small shop with Next.js on Vercel. Thousands of orders, nothing to spend, and we like to write SQL."


def result(catalogue: Catalogue, root: str) -> str:
    """The example's result as a figure. `root` leads from the page to the site's root."""
    reading = reading_of(catalogue, check(catalogue, EXAMPLE))
    rows = "\n".join(f"<dt>{title}</dt>\n<dd>{escape(text)}</dd>" for title, text in _rows(reading))
    opened = f"{root}/wizard/#{link.write(reading.answers, 'review')}"
    return (
        f'<figure class="ds-result">\n<figcaption>“{escape(ASKED)}”</figcaption>\n'
        f"<p><strong>{escape(_named(reading))}</strong></p>\n<dl>\n{rows}\n</dl>\n"
        f'<p><a href="{opened}">Open this result</a></p>\n</figure>\n'
    )


def _named(reading: Reading) -> str:
    return reading.pick.name + (f", with {reading.client.name}" if reading.client else "")


def _rows(reading: Reading) -> Iterator[tuple[str, str]]:
    """What the wizard says first: why, a trade-off, and what came second."""
    yield "Why", reasons(reading)[0].text
    yield from (("Trade-off", item.text) for item in costs_to_say(reading)[-1:])
    if second := runner_up(reading):
        yield "Runner-up", f"{second[0]}. {second[1]}"


def facts(catalogue: Catalogue, root: str) -> str:
    """How many facts there are, how many of them were read on their source, and the day on which we last looked."""
    told = [fact for fact in _facts(catalogue) if fact.printable]
    checked = sum(fact.confidence == "verified" for fact in told)
    last = day_in_words(date.fromisoformat(max(fact.source.checked for fact in told)))
    of_which = f'<a href="{root}/guide/compare/#provenance">read on the page that each one cites</a>'
    return f"{len(told):,} facts, {checked:,} of them {of_which}. Last looked at: {last}.\n"


def _facts(catalogue: Catalogue) -> Iterator[Fact]:
    for group in catalogue.products.values():
        for item in group.values():
            yield from item.facts.values()
            yield item.upkeep
            costs: tuple[Cost, ...] = (*item.trade_offs, *getattr(item, "operations", ()))
            yield from (cost.fact for cost in costs)
            yield from getattr(item, "speaks", {}).values()


PARTS: Final[Mapping[str, Callable[[Catalogue, str], str]]] = {"front-result": result, "front-facts": facts}
