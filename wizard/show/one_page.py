"""What stands on the summary's page itself: as much as can be read at one go. The rest is folded below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from wizard.converse.clients_in_words import code_in_words
from wizard.converse.record import Record
from wizard.converse.state import TYPED
from wizard.explain.reading import Reading
from wizard.show.decided import certainty_sentence
from wizard.write.forms import form_of

if TYPE_CHECKING:
    from wizard.show.review import ReviewView

#: In words, the page's own headings and buttons (`_FRAME`) included.
ROOM: Final = 250
_FRAME: Final = 88

#: What goes first where there is too much: (the list, how many of it stay).
_GOING: Final = (
    ("changes", 2),
    ("costs", 1),
    ("changes", 1),
    ("objections", 2),
    ("changes", 0),
    ("reasons", 2),
    ("objections", 1),
)


def on_one_page(view: ReviewView) -> ReviewView:
    """The summary with as much as there is room for: of the reasons the first and the last stay longest. What stands
    on the page is not folded below it once more."""
    for name, left in _GOING:
        if _words(view) <= ROOM:
            break
        kept = getattr(view, name)
        fewer: dict[str, Any] = {name: (kept[0], kept[-1]) if name == "reasons" and len(kept) > left else kept[:left]}
        view = replace(view, **fewer)
    return replace(
        view,
        every_reason=tuple(text for text in view.every_reason if text not in view.reasons),
        trade_offs=tuple(item for item in view.trade_offs if item not in view.costs),
        would_change=tuple(text for text in view.would_change if text not in view.changes),
    )


def _words(view: ReviewView) -> int:
    """Those of the page; what is not a list of `_GOING` stands there whatever there is room for."""
    other = view.runner_up or view.seen
    texts = [view.sentence, view.certainty, view.database, view.client, view.hosted, view.not_in_link]
    texts += [*view.first, *view.notices, *view.kept.values(), *view.reasons, *view.changes]
    texts += [view.gloss.get("client", ""), *(f"In your words: {text}" for text in view.own_short)]
    texts += [*(f"{label} {name}" for label, name in view.beside), *(what for what, *_ in view.first_minutes)]
    texts += [other.name, other.name, other.why_not] if other else []
    texts += [*(f"{item.text} source" for item in view.objections), *(f"{item.text} source" for item in view.costs)]
    return _FRAME + sum(len(text.split()) for text in texts)


def named_it_all(reading: Reading, record: Record) -> bool:
    """Whether a line named the engine, who runs it and the client, so that nobody has to be told why."""
    if record.origins.get("existing_database") != TYPED or not reading.decision.forced or reading.anywhere:
        return False
    place = reading.answers["existing_database"] in reading.catalogue.services
    client: object = reading.existing_client if reading.client else code_in_words(reading, record)
    if reading.client and reading.answers.get("framework") in reading.client.frameworks:
        client = reading.client  # a framework's own
    return bool(client) and (place or reading.pick.service.kind != "managed")


def as_express(view: ReviewView, reading: Reading, record: Record) -> ReviewView:
    """The summary for whoever named it all: objections, or else one price, stand on the page; the rest is folded."""
    costs = () if view.objections else view.costs[:1]
    return replace(
        view,
        express=True,
        filename="" if view.adjusting else form_of(record).filename,
        certainty="" if view.certainty == certainty_sentence(reading) else view.certainty,
        own_short=view.own,
        reasons=(*view.every_reason, *view.beside_why),
        every_reason=(),
        beside_why=(),
        costs=costs,
        trade_offs=tuple(item for item in view.trade_offs if item not in costs),
    )
