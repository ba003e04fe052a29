"""One function a kind of finding about time: versions, reasons to revisit, and what the guide says now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from wizard.check.case import Case, places
from wizard.check.finding import Finding, Sentence, finding
from wizard.check.lifetimes import Lifetime, ended, lifetimes
from wizard.check.lines import plain
from wizard.check.project import Name
from wizard.check.readers import data_in
from wizard.check.standard import Standard
from wizard.check.versions import ANY, Version, admits_another_major, admits_major, numbers
from wizard.converse.own_words import version_said
from wizard.converse.record import END_OF_LIFE, fingerprint
from wizard.decide.answers import several
from wizard.decide.what_if import NOTHING
from wizard.explain.words import day_in_words, listed
from wizard.read.reopening import Change
from wizard.write import audit, forms
from wizard.write.markdown import generated
from wizard.write.standard import FURTHER_RULES, HEADING
from wizard.write.start import client_version, own_packages
from wizard.write.unsaid import sentences, unsaid

#: So many lines of the guide's new text are quoted.
MOST_LINES: Final = 3


# --- versions ---------------------------------------------------------------------------------------------------------


def past_end_of_life(case: Case) -> Iterator[Finding]:
    """An engine in a release that gets no more fixes, and that nobody kept."""
    if not (_stays(case) or _waits(case)):
        yield from _ended(case, "past-end-of-life")


def kept_past_end_of_life(case: Case) -> Iterator[Finding]:
    """The same where the file says what the release waits for, and no day."""
    if why := _waits(case):
        yield from _ended(case, "kept-past-end-of-life", why=why)


def _ended(case: Case, kind: str, why: str = "") -> Iterator[Finding]:
    for name in case.stores:
        lifetime = lifetimes().get(name.id)
        version = numbers(name.version) if name.how == "image" else ()
        day = ended(lifetime, version, case.today) if lifetime and version else None
        if lifetime is None or day is None:
            continue
        release = ".".join(map(str, version[: 1 if name.id == "postgresql" and version[0] > 9 else 2]))
        yield finding(
            kind,
            _version_line(case.standard) or case.standard.of_the_store,
            places([name]),
            name=name.title,
            version=release,
            day=day_in_words(day),
            newer=lifetime.newer,
            why=why,
        )
    yield from _ended_by_rule(case, kind, why)


def _ended_by_rule(case: Case, kind: str, why: str) -> Iterator[Finding]:
    """The same where no image says it, and the rule that names the store was written so by hand."""
    rule, store = _store_rule(case.standard), case.standard.store
    if rule is None or store is None or rule.heading not in case.standard.record.prose:
        return
    lifetime, name = lifetimes().get(store.database.id), store.database.name
    version = numbers(version_said(name, rule.text))
    day = ended(lifetime, version, case.today) if lifetime and version else None
    if lifetime and day and not any(it.how == "image" and it.id == store.database.id for it in case.stores):
        release = ".".join(map(str, _release(lifetime, version)))
        yield finding(kind, rule, name=name, version=release, day=day_in_words(day), newer=lifetime.newer, why=why)


def _waits(case: Case) -> str:
    """What the file says a release past its end waits for, where it names no day."""
    why = case.standard.record.kept.get(END_OF_LIFE, "")
    return "" if _UNTIL.match(why) else why.rstrip(".")


_UNTIL: Final = re.compile(r"until (\d{4}-\d\d-\d\d)\b")


def _stays(case: Case) -> bool:
    """Whether the file says that the release stays until a day that has not passed."""
    found = _UNTIL.match(case.standard.record.kept.get(END_OF_LIFE, ""))
    return found is not None and case.today.isoformat() <= found[1]


def _version_line(standard: Standard) -> Sentence | None:
    """The line about versions, where the file has one."""
    return next((item for item in standard.sentences if item.text.startswith("Version:")), None)


def off_the_pinned_major(case: Case) -> Iterator[Finding]:
    """A package, or an engine, in another major version than the file has."""
    for name, pinned, sentence in _pinned(case):
        if not admits_major(name.version, numbers(pinned)):
            yield _off(case, name, sentence, f"{name.what} {pinned}", pinned.partition(".")[0])
    for name in case.stores:
        if name.how == "image" and name.version:
            found = _engine_pin(case.standard, name)
            there = numbers(name.version)
            if found and there and there[: len(found[1])] != found[1][: len(there)]:
                release = ".".join(map(str, found[1]))
                yield _off(case, name, found[0], f"{name.title} {release}", release)


def other_majors_admitted(case: Case) -> Iterator[Finding]:
    """Packages of which the project admits the file's major version, and others: one note for all of them."""
    wide = []
    for name, pinned, sentence in _pinned(case):
        there, wanted = name.version, numbers(pinned)
        if not name.aside and admits_major(there, wanted) and admits_another_major(there, wanted):
            version = "in any version" if there == ANY else there
            wide.append((name, sentence, f"{name.what.partition(':')[0]} {version} (the file has {pinned})"))
    if wide:
        ranges = listed(list(dict.fromkeys(told for _, _, told in wide)))
        yield finding("other-majors-admitted", wide[0][1], places(name for name, _, _ in wide), ranges=ranges)


def _pinned(case: Case) -> Iterator[tuple[Name, str, Sentence]]:
    """The packages that the project declares in some version, and the images without one, each with the version that
    the file has."""
    for name in case.project.names:
        if name.how == "image" and name.version == ANY and (found := _engine_pin(case.standard, name)):
            yield name, ".".join(map(str, found[1])), found[0]
        if name.kind in ("client", "store") and name.how == "package" and name.version:
            pinned, sentence = case.standard.pins.get(name.what.lower()) or _client_pin(case.standard, name)
            if numbers(pinned):
                yield name, pinned, sentence


def _client_pin(standard: Standard, name: Name) -> tuple[str, Sentence]:
    """The version of the stack's client that the person's own words give; an empty one where they give none."""
    client = standard.client
    mine = client is not None and name.id == client.id and name.what.lower() in own_packages(client)
    return client_version(client, standard.versions) if mine else "", standard.of_a_client(client)


def _off(case: Case, name: Name, sentence: Sentence, pinned: str, major: str) -> Finding:
    return finding(
        "off-the-pinned-major",
        sentence,
        places([name]),
        name=name.title,
        what=name.what.partition(":")[0] if name.how == "image" else name.what,
        version=name.version.removeprefix("=="),
        pinned=pinned,
        major=major,
    )


def _engine_pin(standard: Standard, name: Name) -> tuple[Sentence, Version] | None:
    """The release of an engine of the stack that the file's rule for the store gives, or a person wrote into it, where
    it is one, as its makers count them (PostgreSQL 17, MySQL 8.0); or the only major that the guide means by this
    name."""
    if name.id not in standard.engines:
        return None
    rule, lifetime = _store_rule(standard), lifetimes().get(name.id)
    told = numbers(version_said(name.title, rule.text)) if rule else ()
    if rule and told:
        return rule, _release(lifetime, told)
    if version := numbers(version_said(name.title, standard.versions)):
        release = _release(lifetime, version)
        named = f"{name.title} {'.'.join(map(str, release))}"
        return standard.sentence_with(named) or standard.of_the_store, release
    if lifetime and lifetime.is_major:
        return standard.of_the_store, (lifetime.is_major,)
    return None


def _store_rule(standard: Standard) -> Sentence | None:
    """The rule that names the store, with its release."""
    return next((item for item in standard.sentences if item.text.startswith("Store: ")), None)


def _release(lifetime: Lifetime | None, version: Version) -> Version:
    """The release series that a version belongs to, as its makers count them."""
    told = (release for release in (lifetime.ends if lifetime else ()) if release == version[: len(release)])
    return next(told, version[:1])


# --- reasons to revisit -----------------------------------------------------------------------------------------------


def revisit_came_true(case: Case) -> Iterator[Finding]:
    """A change of an answer that the file names as a reason to look again, and that the project's files show."""
    standard = case.standard
    reasons = [item for item in standard.sentences if item.label == "Revisit when"]
    telling = any(_shows(name, key) for name in case.project.names for key in ("data", "runtime", "platform"))
    for move in standard.reading.what_if.flips if standard.store and reasons and telling else ():
        came = set(several(move.to)) - set(several(move.from_)) - NOTHING
        question = case.catalogue.questions[move.question]
        for option in question.options:
            said = next((item for item in reasons if option.phrase and option.phrase in item.text), None)
            shown = [
                name for name in case.project.names if not name.aside and _shows(name, question.key) == option.value
            ]
            if option.value in came and said and shown:
                yield finding(
                    "revisit-came-true",
                    said,
                    places(shown),
                    {question.key: (option.value,) if question.several else option.value},
                    phrase=option.phrase,
                )


def _shows(name: Name, question: str) -> str:
    """The answer to a question that a name shows, if any."""
    if question == "data":
        return data_in(name.what)
    return name.id if name.kind == question else ""


# --- the answers ------------------------------------------------------------------------------------------------------


def says_otherwise(case: Case) -> Iterator[Finding]:
    """What sections edited by hand say against the answers, as opening the file says it."""
    for item in case.standard.contradictions:
        there = [sentence for sentence in case.standard.sentences if sentence.heading == item.heading]
        line = plain(item.line.removeprefix("- "))
        sentence = next((it for it in there if line and line in str(it)), (there or [case.standard.of_the_store])[0])
        yield finding("says-otherwise", sentence, said=item.says)


def answers_lost(case: Case) -> Iterator[Finding]:
    """A file with the guide's own headings, or a comment that was cut, and without answers."""
    if case.standard.silent and _of_the_guide(case.standard):
        yield _named_alone(case, "answers-lost", why=case.standard.silent)


def written_by_hand(case: Case) -> Iterator[Finding]:
    """A file without answers that never had any."""
    if case.standard.silent and not _of_the_guide(case.standard):
        yield _named_alone(case, "written-by-hand")


def _of_the_guide(standard: Standard) -> bool:
    ours = (HEADING, FURTHER_RULES, audit.HEADING)
    return "no end" in standard.silent or any(item.heading in ours for item in standard.sentences)


def _named_alone(case: Case, kind: str, why: str = "") -> Finding:
    standard = case.standard
    named = listed([standard.store_name, *([standard.client.name] if standard.client else [])])
    return finding(kind, standard.of_the_store, named=named, why=why)


def answers_not_said(case: Case) -> Iterator[Finding]:
    """A section that was edited by hand and does not say what its answers do. Where the guide writes it otherwise
    now, that is another finding."""
    standard = case.standard
    written = standard.record.written
    if written is None or not standard.record.replaced:
        return
    made = forms.document(standard.reading, standard.record)
    as_then = {
        item.heading for item in made.sections if written.sections.get(item.heading) == fingerprint(generated(item))
    }
    for item in unsaid(made, standard.record):
        there = [sentence for sentence in standard.sentences if sentence.heading == item.heading]
        if item.heading in as_then and there:
            _, *lines = sentences(item)
            more = f" And {len(lines) - MOST_LINES} more." if len(lines) > MOST_LINES else ""
            yield finding(
                "answers-not-said",
                there[0],
                heading=item.heading,
                lines="".join(f" {line}" for line in lines[:MOST_LINES]) + more,
            )


# --- the guide --------------------------------------------------------------------------------------------------------


def guide_changed(case: Case) -> Iterator[Finding]:
    """What the guide says of this stack now, and said otherwise when the file was written: one note for all of it."""
    found = [*guide_changes(case)]
    if len(found) == 1:
        yield found[0]
    elif found:
        headings = listed([item.sentence.heading for item in found])
        yield _guide_changed(case, found[0].sentence, headings, "`data-stack outdated` tells what, section by section.")


def guide_changes(case: Case) -> Iterator[Finding]:
    """The same, section by section."""
    standard = case.standard
    if standard.record.written is None or not standard.record.written.guide:
        return
    found = standard.since
    for change in found.by_guide:
        new = [plain(line.removeprefix("- ")) for line in change.new]
        told = f"It says: {' '.join(new[:MOST_LINES])}" if new else ""
        yield _guide_changed(case, _changed_line(standard, change), change.heading, told)
    if found.pick_then != found.pick_now:
        told = f"For the same answers it proposes {found.pick_now} now."
        yield _guide_changed(case, standard.of_the_store, standard.of_the_store.heading, told)


def _guide_changed(case: Case, sentence: Sentence, heading: str, told: str) -> Finding:
    then, now = (_iso(day) for day in (case.standard.since.guide_then, case.standard.since.guide_now))
    return finding(
        "guide-changed",
        sentence,
        heading=heading,
        then=then if then != now else f"{then}, in another edition",
        now=now,
        lines=f" {told}" if told else "",
    )


def _changed_line(standard: Standard, change: Change) -> Sentence:
    """The first line that the guide no longer writes so."""
    gone = {plain(line.removeprefix("- ")) for line in change.gone}
    there = [item for item in standard.sentences if item.heading == change.heading]
    return next(
        (item for item in there if item.text in gone or str(item) in gone), (there or [standard.of_the_store])[0]
    )


def _iso(day: str) -> str:
    return day_in_words(date.fromisoformat(day)) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else day
