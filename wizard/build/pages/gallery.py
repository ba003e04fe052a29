"""The gallery: every kind of screen in every state, each on a page that nobody is led to, made by the wizard itself."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from wizard.build.pages.playing import Event, Example, picked, play, pressed, reason
from wizard.converse.record import fingerprint
from wizard.converse.switch import runner_up
from wizard.decide.answers import check
from wizard.door.packed import rules_in_force
from wizard.explain.kept import named_for
from wizard.explain.reading import Reading
from wizard.write import audit
from wizard.write.prose import split

PACKAGE_JSON: Final = """{
  "dependencies": {
    "next": "16.0.1",
    "drizzle-orm": "0.45.4",
    "@neondatabase/serverless": "1.0.2"
  }
}
"""

HAND_WRITTEN: Final = """# Our data

## Database

We have run PostgreSQL on Neon since 2024.

## ORM / Database Client

Drizzle, because the team thinks in SQL.
"""

#: What the project of :data:`SHOP` lists: all that its document decides.
KEEPS_TO_IT: Final = "fastapi\nsqlalchemy~=2.0\npsycopg[binary]~=3.2\nredis\n"

START: Final = "persistence=yes&existing_database=none&language=python&framework=fastapi&existing_client=none"
SHOP: Final = f"{START}&runtime=server&data=relational,key-value&scale=millions&hosting=managed&budget=modest"
SUMMARY: Final = json.dumps({"fragment": f"{SHOP}&at=review"})
MONGODB: Final = "persistence=yes&existing_database=mongodb&existing_stance=decided&language=python&framework=fastapi"
KEPT: Final = f"{MONGODB}&existing_client=beanie"
BREAKS: Final = f"{MONGODB}&existing_client=prisma-python"


def _written(opened: str, *events: Event) -> str:
    """The Markdown of the document that these answers give."""
    response = play(Example(id="", title="", opened=f"{opened}&at=review", events=(*events, pressed("confirm"))))
    return str(response["document"]["markdown"])


def _older() -> str:
    """A document as an older guide might have written it, with a section edited by hand."""
    neon = changed(_written(SHOP), (r"^\*\*PostgreSQL on [\w ]+\*\*$", "**PostgreSQL on Neon**"))
    return changed(
        _as_recorded(neon, "Database"),
        (r"\*\*We plan for:\*\*", "**We planned for:**"),
        (r'(?<=^guide = ")\d{4}', "2025"),
        (r'(?<=^pick = \["postgresql", )"[\w-]+"', '"neon"'),  # whatever a company's rules pick now
        ("This project keeps", "As agreed in March, this project keeps"),
    )


def changed(text: str, *changes: tuple[str, str]) -> str:
    """`text` with every match of each pattern replaced. Raises ValueError for a pattern that matches nothing."""
    for pattern, new in changes:
        text, found = re.subn(pattern, new, text, flags=re.MULTILINE)
        if not found:
            raise ValueError(f"the document no longer has {pattern!r}: an example of the gallery changes it")
    return text


def _as_recorded(text: str, heading: str = audit.HEADING) -> str:
    """The same, with the fingerprint of a section as it stands: as if the guide had written it so."""
    new = fingerprint(split(text.partition("<!--")[0]).sections[heading])
    return changed(text, (f'^("?){heading}\\1 = .*', rf'\g<1>{heading}\1 = "{new}"'))


def _line(text: str) -> Event:
    return pressed("express", {"line": [text]})


def _beginnings() -> Sequence[Example]:
    """How an interview begins, and how it does not."""
    return (
        Example(id="starting", title="While Python is loading", state="starting"),
        Example(id="failed", title="Python could not start", state="failed"),
        Example(id="unanswered", title="Python did not answer", state="unanswered"),
        Example(id="first", title="The first question"),
        Example(
            id="express", title="The first question after a line that names nothing", events=(_line("Hasura, please"),)
        ),
        Example(id="resumed", title="Back after a while", stored=json.dumps({"fragment": f"{START}&at=runtime"})),
        Example(id="cleared", title="After starting again", opened=f"{SHOP}&at=review", events=(pressed("restart"),)),
    )


def _questions() -> Sequence[Example]:
    """Questions, in the forms that they take."""
    guided = pressed("pace-guided")
    note = {"note": ["We moved here from MySQL last year, and the team knows PostgreSQL."]}
    return (
        Example(id="list", title="A question with a long list", opened="persistence=yes&at=existing_database"),
        Example(id="one", title="A question with one answer", opened=f"{START}&at=runtime"),
        Example(id="several", title="A question with several answers", opened=f"{START}&at=data"),
        Example(id="guided", title="A question at the guided pace", opened=f"{START}&at=runtime", events=(guided,)),
        Example(
            id="guided-after-doubt",
            title="Guided, because the person hesitated",
            opened=f"{START}&runtime=unsure&at=data",
            events=(pressed("continue", {"data": ["unsure"]}),),
        ),
        Example(
            id="answered",
            title="An answer seen again",
            opened=f"{START}&at=runtime",
            events=(pressed("continue", {"runtime": ["edge"], **note}), pressed("back")),
        ),
        Example(id="from-link", title="An answer from a link", opened=f"{START}&at=framework"),
        Example(
            id="ignored",
            title="A link with parts that nobody knows",
            opened="persistence=yes&colour=red&scale=tens&language=go",
        ),
        Example(
            id="other-interview",
            title="A link that begins another interview",
            opened="language=go&persistence=yes",
            stored=json.dumps({"fragment": f"{SHOP}&at=review&review=yes"}),
        ),
        Example(
            id="changed",
            title="After an answer that changed the stack",
            opened=f"{START}&at=data",
            events=(pressed("continue", {"data": ["documents"]}),),
        ),
        Example(
            id="settled",
            title="The answers settle the database",
            opened=f"{KEPT}&runtime=server&platform=any&data=documents&scale=millions&at=hosting",
            events=(guided,),
        ),
    )


def _mistakes() -> Sequence[Example]:
    """What a person may do that does not go through, or has consequences."""
    return (
        Example(
            id="nothing-chosen",
            title="Error: nothing chosen",
            opened=f"{START}&at=runtime",
            events=(pressed("continue"),),
        ),
        Example(
            id="nothing-chosen-list",
            title="Error: nothing chosen from a list",
            opened="persistence=yes&at=existing_database",
            events=(pressed("continue"),),
        ),
        Example(
            id="contradiction",
            title="Error: answers that exclude each other",
            opened=f"{START}&at=compliance",
            events=(pressed("continue", {"compliance": ["none", "encryption"]}),),
        ),
        Example(
            id="long-note",
            title="Error: a note that is too long",
            opened=f"{START}&at=runtime",
            events=(pressed("continue", {"runtime": ["edge"], "note": ["Very long. " * 60]}),),
        ),
        Example(
            id="no-longer-applies",
            title="Answers that no longer apply",
            opened=f"{START}&at=language",
            events=(pressed("continue", {"language": ["go"]}),),
        ),
        Example(
            id="changing",
            title="Changing one answer",
            opened=f"{SHOP}&at=review",
            events=(pressed("change", question="scale"),),
        ),
    )


def _files() -> Sequence[Example]:
    """What files that were picked say."""
    return (
        Example(
            id="found", title="What project files say", events=(picked(package_json=PACKAGE_JSON, notes_yaml="a: 1"),)
        ),
        Example(
            id="found-instead",
            title="Files that contradict an answer",
            opened="persistence=yes&language=go",
            events=(picked(package_json=PACKAGE_JSON),),
        ),
        Example(id="found-nothing", title="Files that say nothing", events=(picked(notes_txt="Buy milk."),)),
        Example(id="found-words", title="A document without answers", events=(picked(data__stack_md=HAND_WRITTEN),)),
        Example(
            id="opened", title="A document opened again, as it was", events=(picked(data__stack_md=_written(SHOP)),)
        ),
        Example(
            id="opened-changed",
            title="A document opened again, with changes",
            opened=f"{KEPT}&at=review",
            events=(picked(data__stack_md=_as_recorded(_older())),),
        ),
        Example(
            id="checked",
            title="A document whose project differs from it",
            events=(
                picked(
                    data__stack_md=_written(SHOP),
                    requirements_txt=f"{KEEPS_TO_IT}pymongo\npeewee\n",
                    compose_yaml="services:\n  db:\n    image: postgres:13\n",
                ),
            ),
        ),
        Example(
            id="checked-agrees",
            title="A document whose project keeps to it",
            events=(picked(data__stack_md=_written(SHOP), requirements_txt=KEEPS_TO_IT),),
        ),
        Example(
            id="found-checked",
            title="A document without answers, whose project differs from it",
            events=(picked(data__stack_md=HAND_WRITTEN, requirements_txt="fastapi\npymongo\n"),),
        ),
    )


def _conflicts() -> Sequence[Example]:
    """What does not fit, and what it costs."""
    return (
        Example(
            id="conflict",
            title="Something does not fit",
            opened=f"{MONGODB}&at=existing_client",
            events=(pressed("continue", {"existing_client": ["prisma-python"]}),),
        ),
        Example(
            id="conflict-leaning",
            title="A leaning that the data speak against",
            opened="existing_database=mongodb&existing_stance=leaning&language=go&existing_client=mongo-go&at=data",
            events=(pressed("continue", {"data": ["relational"]}),),
        ),
        Example(
            id="conflict-undecided",
            title="Error: nothing decided about what does not fit",
            opened=f"{BREAKS}&at=conflict",
            events=(pressed("continue"),),
        ),
        Example(id="weigh", title="Trade-offs of what is kept", opened=f"{KEPT}&at=weigh"),
    )


def _summaries() -> Sequence[Example]:
    """The summary."""
    guided, seen = pressed("pace-guided"), pressed("review")
    return (
        Example(id="review", title="The summary", stored=SUMMARY, events=(seen,)),
        Example(
            id="review-guided",
            title="The summary at the guided pace, in the person's own nouns",
            stored=json.dumps({**json.loads(SUMMARY), "record": {"notes": {"things": "orders, customers"}}}),
            events=(guided,),
        ),
        Example(
            id="review-link",
            title="The summary of a link that filled in some answers",
            opened=f"{START}&runtime=server",
            events=(pressed("finish", {"platform": ["any"]}),),
        ),
        Example(
            id="review-kept",
            title="The summary of what was kept against advice",
            opened=f"{BREAKS}&at=conflict",
            events=(
                pressed("continue", {"conflict": ["keep"], **reason(BREAKS, "We move to Beanie in May.")}),
                pressed("finish"),
            ),
        ),
        Example(
            id="review-unsure",
            title="The summary after many doubts",
            stored=json.dumps(
                {"fragment": "persistence=unsure&language=other&runtime=unsure&data=unsure&scale=unsure&at=review"}
            ),
            events=(seen,),
        ),
        Example(
            id="review-none",
            title="No database needed",
            stored=json.dumps({"fragment": "persistence=no&at=review"}),
            events=(seen,),
        ),
    )


def _seen(stored: str) -> tuple[Event, ...]:
    """The press on the button of the runner-up, whatever a company's rules make that; nothing where there is none."""
    answers = play(Example(id="", title="", stored=stored))["answers"]
    reading = Reading(book=rules_in_force(), answers=check(rules_in_force().catalogue, answers))
    other = runner_up(reading)
    return (pressed("see", question=named_for(reading, other.store)),) if other else ()


def _other_summaries() -> Sequence[Example]:
    """The summary of somebody else, of another stack, and while it is adjusted."""
    return (
        Example(id="review-shared", title="The summary that somebody else has shared", opened=f"{SHOP}&at=review"),
        Example(id="review-other", title="The summary with the runner-up", stored=SUMMARY, events=_seen(SUMMARY)),
        Example(
            id="review-express",
            title="The summary after a line",
            events=(_line("Moving from MySQL to Postgres on Neon, Drizzle, Hasura, Next.js on Vercel"),),
        ),
        Example(
            id="review-adjusting",
            title="Changing one answer in the summary",
            stored=SUMMARY,
            events=(pressed("adjust", question="scale"),),
        ),
        Example(
            id="review-adjusted",
            title="The summary after a change that moved the pick",
            stored=SUMMARY,
            events=(pressed("adjusted", {"budget": ["free"]}, question="budget"),),
        ),
    )


def _documents() -> Sequence[Example]:
    """The document, in its forms."""
    edited = {"prose:Overview": ["Agreed on 3 March:\n\n- one **database**\n- `sqlalchemy` everywhere"]}
    return (
        Example(id="document", title="The document", opened=f"{SHOP}&at=review", events=(pressed("confirm"),)),
        Example(
            id="document-edited",
            title="The document, edited",
            opened=f"{SHOP}&at=review",
            events=(pressed("confirm"), pressed("save", edited)),
        ),
        Example(
            id="document-escaped",
            title="The document, with marks that were escaped",
            opened=f"{SHOP}&at=review",
            events=(pressed("confirm"), pressed("save", {"prose:Overview": ["## Costs\n\n<b>bold</b>"]})),
        ),
        Example(
            id="document-adr",
            title="The document as a decision record",
            opened=f"{KEPT}&at=review",
            events=(pressed("confirm"), pressed("form-adr")),
        ),
        Example(
            id="document-none",
            title="The document when no database is needed",
            opened="persistence=no&at=review",
            events=(pressed("confirm"),),
        ),
    )


@cache
def examples() -> tuple[Example, ...]:
    """Every kind of screen, in every state that a person can meet."""
    groups = (_beginnings, _questions, _mistakes, _files, _conflicts, _summaries, _other_summaries, _documents)
    return tuple(example for group in groups for example in group())


def screen(id_: str) -> str:
    """The HTML of one example. Raises KeyError."""
    return str(play({example.id: example for example in examples()}[id_])["html"])


def _deeper(html: str) -> str:
    """A screen whose links lead from a page of the gallery, which is a folder further down than the wizard's."""
    return html.replace('href="../', 'href="../../')


def pages() -> dict[str, str]:
    """Path below `docs/` -> Markdown of each page: the list, and a page for each example."""
    listed = "\n".join(f"- [{example.title}]({example.id}.md)" for example in examples())
    head = "search:\n  exclude: true\nhide:\n  - navigation\n  - toc\n  - footer\n"
    index = f"---\ntitle: Gallery\n{head}---\n\n# Every screen of the wizard\n\n{listed}\n"
    return {"gallery/index.md": index} | {
        f"gallery/{example.id}.md": f"---\ntitle: {json.dumps(example.title)}\ntemplate: gallery.html\n"
        f"screen: {json.dumps(_deeper(screen(example.id)), ensure_ascii=False)}\nstate: {example.state}\n{head}---\n"
        for example in examples()
    }
