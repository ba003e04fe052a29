"""The forms in which the outcome can be written, and the whole file in the form that the record asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from wizard import adr, document
from wizard.answers import Answers
from wizard.catalogue import Catalogue
from wizard.document import Document
from wizard.record import EMPTY, Record

COMPOSE: Final[Mapping[str, Callable[[Catalogue, Answers, Record], Document]]] = {
    "guide": document.compose,
    "adr": adr.compose,
}


def write(catalogue: Catalogue, answers: Answers, record: Record = EMPTY) -> tuple[Document, str]:
    """(the document, the file's Markdown with the answers at its end)."""
    composed = COMPOSE[record.form](catalogue, answers, record)
    comment = document.answers_comment(answers, document.beside_answers(catalogue, answers, record, composed))
    return composed, document.markdown(composed, comment)
