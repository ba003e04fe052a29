"""Answers at a file's end that are not those from which its text was written: what a person reads, and what machines
read, say different things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wizard.catalogue.model import Catalogue
from wizard.decide.answers import Answers, applies, several
from wizard.explain.words import label, listed
from wizard.read.decided import Contradiction, stated
from wizard.read.own import short
from wizard.write import audit
from wizard.write.comment import mark_of, pick_names, said
from wizard.write.unsaid import MARK


def answers_changed(
    catalogue: Catalogue, marks: str, answers: Answers, notes: Mapping[str, str]
) -> Iterator[Contradiction]:
    """A sentence for each answer, with its reason, that has none of the marks with which the file was written, or of
    which a mark is left. A file without marks, or an answer that is no option any more, says nothing."""
    then = {marks[at : at + MARK] for at in range(0, len(marks), MARK)}
    left = then - set(map(mark_of, said(answers, notes)))
    for key, question in catalogue.questions.items() if then else ():
        new = [label(catalogue, key, it) for it in several(answers.get(key, ())) if mark_of((key, it)) not in then]
        new += [short(it) for it in (notes.get(key),) if it and mark_of((key, it)) not in then]
        gone = [label(catalogue, key, it) for it in question.values if mark_of((key, it)) in left]
        gone = gone if applies(question, answers) else []  # it was left out as no answer to what is asked
        if new or gone:
            told = ((new, "left out"), (gone, "something else"))
            ends, text = (listed([f"“{it}”" for it in them] or [other]) for them, other in told)
            says = f"“{question.short}” is {ends} in the answers at its end, and its text was written for {text}"
            says += ": change the one or the other."
            yield Contradiction(heading=audit.HEADING, line="", says=says)


def pick_changed(catalogue: Catalogue, pick: Iterable[str], sections: Mapping[str, str]) -> Iterator[Contradiction]:
    """A sentence for each section that the guide wrote, as it stands, for other products than the pick that is noted at
    the file's end."""
    for heading, line, there in stated(catalogue, sections):
        for group in ("databases", "services", "clients"):
            mine = [id_ for id_ in pick if id_ in catalogue.products[group]]
            named = there & catalogue.products[group].keys()
            if mine and named and not named & {*mine}:
                told = pick_names(catalogue, mine)
                says = f"“{heading}” says “{short(line)}”, and the pick noted at its end is {told}"
                yield Contradiction(heading=heading, line=line, says=f"{says}: put back the one that was changed.")
                break
