"""The forms in which the outcome can be written, and the whole file in the form that the record asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from wizard.catalogue.model import Catalogue
from wizard.converse.record import EMPTY, Record
from wizard.decide.answers import Answers
from wizard.write import adr
from wizard.write.blocks import Document
from wizard.write.comment import answers_comment, beside_answers
from wizard.write.data_stack import compose
from wizard.write.markdown import markdown

COMPOSE: Final[Mapping[str, Callable[[Catalogue, Answers, Record], Document]]] = {
    "guide": compose,
    "adr": adr.compose,
}


def write(catalogue: Catalogue, answers: Answers, record: Record = EMPTY) -> tuple[Document, str]:
    """(the document, the file's Markdown with the answers at its end)."""
    composed = COMPOSE[record.form](catalogue, answers, record)
    comment = answers_comment(answers, beside_answers(catalogue, answers, record, composed))
    return composed, markdown(composed, comment)
