"""A company's own rules: the worked example of the guide, laid over the catalogue, changes what it says it changes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.misplaced import MISPLACED
from tests.test_new_product import TINDERBOX
from wizard import __main__ as command_line
from wizard.build.assets import runtime
from wizard.catalogue.load import FOLDER, OVERLAY, build, load, merged_raw, read_raw
from wizard.catalogue.model import Catalogue
from wizard.catalogue.overlay import FILE, HIDDEN_RULE, lay_over
from wizard.catalogue.toml_table import CatalogueError
from wizard.decide.answers import Answers
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import verdict
from wizard.explain.reading import reading_of

type Raw = dict[str, Any]

COMPANY = Path(__file__).parent / "company"
ROOT = COMPANY.parents[1]
BASE = read_raw()
OVER = read_raw(COMPANY)
ACME: Catalogue = build(lay_over(BASE, OVER))
ANSWERS: Answers = {"persistence": "yes", "language": "typescript", "data": ("relational",), "hosting": "serverless"}


def run(*command: str, overlay: Path | str = COMPANY, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """A command in the project's folder, with the overlay named as a person would name it."""
    environment = os.environ | {OVERLAY: str(overlay)}
    return subprocess.run(command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, check=False)


def data_stack(*arguments: str, overlay: Path | str = COMPANY, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "wizard", *arguments, overlay=overlay, stdin=stdin)


def build_site(folder: Path, overlay: Path | str = COMPANY) -> subprocess.CompletedProcess[str]:
    """The whole site in `folder`, built as `make build` builds it."""
    site, staged = str(folder / "site"), str(folder / "staged")
    return run(sys.executable, "-m", "wizard.build", "--site", site, "--staged", staged, overlay=overlay)


# --- what the example changes -----------------------------------------------------------------------------------------


def test_the_wizards_answer_changes() -> None:
    before, after = reading_of(load(), ANSWERS), reading_of(ACME, ANSWERS)
    assert before.store is not None
    assert after.store is not None
    assert (before.store.name, after.store.name) == ("PostgreSQL on Neon", "PostgreSQL on Azure Database")
    assert "acme-is-on-call-for-postgresql" in {reason.rule for reason in after.reasons}


def test_a_rule_without_a_condition_holds_even_when_nothing_else_is_left() -> None:
    """Of all that Acme allows nothing scales to zero at the edge; the pick stays within what it allows."""
    answers = {**ANSWERS, "runtime": "edge", "scale": "billions", "budget": "free", "data": ("key-value",)}
    store = reading_of(ACME, answers).store
    assert store is not None
    assert store.service.platform in ("azure", "")
    assert store.service.id in ("azure-database", "self-hosted", "embedded")


@pytest.mark.parametrize(
    ("without", "answers"),
    [
        ("disable", {"platform": "aws", "hosting": "managed"}),
        ("services/azure-database.toml", {"budget": "free", "hosting": "managed"}),
    ],
    ids=["another cloud", "no budget"],
)
def test_what_the_page_says_acme_met(without: str, answers: Answers) -> None:
    """Without these lines the guide's rules and Acme's leave nothing, which `make promises` would report."""
    over = deepcopy(OVER)
    over.pop(without, None)
    over[FILE].pop(without, None)
    for catalogue, nothing_left in ((build(lay_over(BASE, over)), True), (ACME, False)):
        book = rulebook(catalogue)
        out = verdict(book, {**ANSWERS, **answers}, book.groups).excluded
        assert (len(out) == len(book.stores)) == nothing_left


def test_what_is_hidden_is_kept_where_it_is_in_use_and_objected_to_once() -> None:
    result = reading_of(ACME, {**ANSWERS, "existing_database": "firebase", "existing_stance": "in-use"})
    assert result.store is not None
    assert result.store.service.id == "firebase"
    (conflict,) = [item for item in result.conflicts if item.rule == HIDDEN_RULE]
    assert conflict.text == "Acme does not use Cloud Firestore on Firebase."


def test_ids_stay_and_nothing_that_is_not_named_changes() -> None:
    own = load()
    for group in ("sources", "databases", "services", "clients", "questions", "tables"):
        assert set(getattr(own, group)) <= set(getattr(ACME, group))
    assert [table.rows[0].id for table in own.tables.values()] == [table.rows[0].id for table in ACME.tables.values()]
    off = set(OVER[FILE]["disable"])
    added = {"acme-buys-cloud-services-from-microsoft", "acme-is-on-call-for-postgresql", HIDDEN_RULE}
    assert {rule.id for rule in ACME.rules} == {rule.id for rule in own.rules} - off | added
    assert ACME.databases == own.databases
    assert {id_ for id_ in own.services if own.services[id_] != ACME.services[id_]} == {
        "azure-database",
        *OVER[FILE]["hide"],
    }
    assert ACME.services["azure-database"].facts["residency"] == own.services["azure-database"].facts["residency"]


def test_words_of_questions_change_and_their_keys_do_not() -> None:
    before, after = load().questions["platform"], ACME.questions["platform"]
    assert after.example == "Most of Acme's teams run in their department's Azure."
    assert after.context == before.context
    assert [option.value for option in after.options] == [option.value for option in before.options]
    assert [o.value for o, p in zip(after.options, before.options, strict=True) if o != p] == ["own"]


def test_the_merged_tables_survive_json_as_in_the_browser() -> None:
    merged = lay_over(BASE, OVER)
    assert build(json.loads(json.dumps(merged))).overlay == ACME.overlay


def test_merging_changes_neither_side() -> None:
    base, over = deepcopy(BASE), deepcopy(OVER)
    lay_over(base, over)
    assert (base, over) == (BASE, OVER)


def test_an_overlay_that_says_nothing_changes_nothing() -> None:
    merged = lay_over(BASE, {FILE: {"name": "Acme"}})
    assert {file: tables for file, tables in merged.items() if file != FILE} == BASE


# --- it is named wherever it shows ------------------------------------------------------------------------------------


PRINT = "from wizard.build.pages import tables; print('\\n'.join(tables.table(name) for name in tables.names()))"


def test_the_guide_says_which_rules_and_rows_are_the_companys() -> None:
    printed = run(sys.executable, "-c", PRINT).stdout
    ours = set(re.findall(r'id="rule-([^"]+)"></span>\*\*[^*]*\(a rule of Acme\)', printed))
    assert ours == {"acme-buys-cloud-services-from-microsoft", "acme-is-on-call-for-postgresql", HIDDEN_RULE}
    assert re.findall(r'id="row-([^"]+)"></span>[^|]*\(a row of Acme\)', printed) == ["managed-services-aws-rds-aurora"]
    assert 'id="row-services-firebase"' not in printed, "hidden: not in the comparisons"
    assert "[Firebase](/services/firebase.md) (not used at Acme)" in printed
    assert "Acme" not in run(sys.executable, "-c", PRINT, overlay="").stdout


def test_a_product_that_was_added_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('name = "Acme"\n')
    (tmp_path / "databases").mkdir()
    (tmp_path / "databases" / "tinderbox.toml").write_text(TINDERBOX.replace("tinderbox-docs", "the-guide"))
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "self-hosted.toml").write_text('runs = [{ database = "tinderbox" }]\n')
    printed = run(sys.executable, "-c", PRINT, overlay=tmp_path).stdout
    assert '"row-databases-tinderbox"></span>[TinderboxDB](/databases/tinderbox.md) (added by Acme)' in printed


def test_the_command_line_uses_it() -> None:
    answers = json.dumps(ANSWERS)
    done = data_stack("recommend", stdin=answers)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["service"] == "azure-database"
    assert json.loads(data_stack("recommend", overlay="", stdin=answers).stdout)["service"] == "neon"


def test_the_app_archive_holds_the_merged_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the browser gets."""
    monkeypatch.setenv(OVERLAY, str(COMPANY))
    catalogue = build(json.loads(runtime.app_files()["wizard/catalogue/catalogue.json"]))
    store = reading_of(catalogue, ANSWERS).store
    assert store is not None
    assert store.service.id == "azure-database"


def test_a_mistake_stops_the_build_with_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('name = "Acme"\ndisable = ["no-such-rule"]\n')
    done = build_site(tmp_path / "built", overlay=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path.as_posix()}/overlay.toml: disable: no rule is called 'no-such-rule'\n"


@pytest.fixture
def base_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue's own files are not read again: that takes most of the time, and merging changes neither side."""

    def raw(folder: Path = FOLDER) -> Raw:
        return BASE if folder == FOLDER else read_raw(folder)

    monkeypatch.setattr("wizard.catalogue.load.read_raw", raw)


# --- mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (FILE, "", "overlay.toml: name: missing"),
        (FILE, 'name = "Acme"\nhide = ["oracle"]\nsource = "the-guide"', "hide: no database, service or client"),
        (FILE, 'name = "Acme"\nhide = ["neon"]', "overlay.toml: source: missing"),
        (FILE, 'name = "Acme"\nhide = ["neon"]\nsource = "nowhere"', "source: no source is called 'nowhere'"),
        (FILE, 'name = "Acme"\ndisable = ["no-such-rule"]', "overlay.toml: disable: no rule is called 'no-such-rule'"),
        (FILE, 'name = "Acme"\nallow = ["azure"]', "overlay.toml: allow: unknown key"),
        (FILE, 'name = "Ac\\u202eme"', "overlay.toml: name: it holds signs that nobody sees: Ac\\u202eme"),
        (FILE, 'name = "Acme {service}"', "overlay.toml: name: {service} is not one of the names it may hold"),
        (
            "rules/stores.toml",
            '[[rule]]\nid = "x"\nbecause = "{servcie}"\nsource = "judgement"\nfavour = { kind = "embedded", by = 1 }',
            "rules/stores.toml: rule 'x': because: {servcie} is not one of the names it may hold: name, database,",
        ),
        (
            "services/neon.toml",
            '[[trade_off]]\ntext = "{x"\nsource = "judgement"\nconfidence = "judgement"',
            "services/neon.toml: trade_off 1: text: {x} is not one of the names it may hold: there is none",
        ),
        (
            "standards/ours.toml",
            '[[instruction]]\nabout = "files"\ntext = "Ask {team}."\nsource = "judgement"\nconfidence = "judgement"',
            "standards/ours.toml: instruction 1: text: {team} is not one of the names it may hold: client, ",
        ),
        ("rule/stores.toml", "", "rule/stores.toml: the catalogue has no such file"),
        ("rules/databases.toml", "", "rules/databases.toml: the catalogue has no such file"),
        ("rules/stores.toml", "[[rule]]\nfavour = {}", "rules/stores.toml: rule 1: id: missing"),
        (
            "rules/stores.toml",
            '[[rule]]\nid = "x"\nfavour = { database = "mysql", by = 1 }',
            "rules/stores.toml: rule 'x': because: missing",
        ),
        (
            "rules/stores.toml",
            '[[rule]]\nid = "x"\nbecause = "y"\nsource = "judgement"\nexclude = { platform = "ibm" }',
            "rules/stores.toml: x: exclude: platform: 'ibm' is not one of",
        ),
        ("rules/stores.toml", "[[rule]", "rules/stores.toml: "),
        ("services/neon.toml", 'colour = "green"', "services/neon.toml: colour: unknown key"),
        ("services/neon.toml", '[facts.free_tier]\nis = "no"', "services/neon.toml: facts: free_tier: text: missing"),
        ("databases/new.toml", 'id = "new"', "databases/new.toml: name: missing"),
        ("questions.toml", '[[question]]\nkey = "colour"', "question 'colour': key: 'colour' is not one of"),
        ("questions.toml", '[[question]]\nkey = "scale"\ntakes = "several"', "takes: an overlay may change a question"),
        (
            "questions.toml",
            '[[question]]\nkey = "scale"\n[[question.option]]\nvalue = "tens"\nlabel = "Tens"',
            "option 1: value: an overlay adds no option",
        ),
        (
            "tables.toml",
            '[[table]]\nid = "data-patterns"\n[[table.row]]\nid = "relational"\ncells = ["x"]',
            "tables.toml: table 'data-patterns': row 'relational': answers: missing",
        ),
    ],
)
@pytest.mark.usefixtures("base_is_kept")
def test_a_mistake_is_named_with_the_overlays_file_and_key(
    tmp_path: Path,
    file: str,
    text: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By the command line in this process, which reads the catalogue anew; those below are processes of their own."""
    (tmp_path / FILE).write_text('name = "Acme"\n')
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text)
    monkeypatch.setenv(OVERLAY, str(tmp_path))
    monkeypatch.setattr(command_line, "load", load.__wrapped__)
    status = command_line.main(["questions"])
    done = capsys.readouterr()
    assert (status, done.out) == (2, "")
    assert done.err.startswith(f"data-stack: {tmp_path.as_posix()}/{file}: ")
    assert message in done.err


@pytest.mark.parametrize(("stage", "conclusion", "message"), MISPLACED)
@pytest.mark.usefixtures("base_is_kept")
def test_a_conclusion_in_the_wrong_file_is_named_with_the_right_one(
    stage: str, conclusion: dict[str, Any], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the overlay's own file, which is named with its folder."""
    rule = {"id": "ours", "because": "We say so.", "source": "judgement", **conclusion}
    lines = [f"{key} = {toml(value)}\n" for key, value in rule.items()]
    (tmp_path / FILE).write_text('name = "Acme"\n')
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / f"{stage}.toml").write_text("".join(["[[rule]]\n", *lines]))
    monkeypatch.setenv(OVERLAY, str(tmp_path))
    with pytest.raises(CatalogueError) as caught:
        merged_raw()
    assert str(caught.value) == f"{tmp_path.as_posix()}/rules/{stage}.toml: rule 'ours': {message}"


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(item)}' for key, item in value.items())} }}"
    return f"[{', '.join(map(toml, value))}]" if isinstance(value, list) else json.dumps(value)


def test_every_mistake_of_names_is_reported_with_its_own_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('name = "Acme"\n')
    (tmp_path / "rules").mkdir()
    rules = [
        f'[[rule]]\nid = "{id_}"\nbecause = "y"\nsource = "judgement"\nexclude = {{ platform = "ibm" }}\n'
        for id_ in ("one", "two")
    ]
    (tmp_path / "rules" / "stores.toml").write_text("\n".join(rules))
    lines = data_stack("questions", overlay=tmp_path).stderr.splitlines()
    place = f"{tmp_path.as_posix()}/rules/stores.toml"
    assert len(lines) == 2
    assert lines[0].startswith(f"data-stack: {place}: one: exclude: platform: 'ibm' is not one of")
    assert lines[1].startswith(f"data-stack: {place}: two: exclude: platform: 'ibm' is not one of")


def test_a_folder_that_is_not_there_is_named() -> None:
    done = data_stack("questions", overlay="no-such-folder")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "data-stack: DATA_STACK_OVERLAY: no-such-folder: there is no such folder\n"


def test_an_overlay_without_its_own_file_is_named(tmp_path: Path) -> None:
    assert f"{tmp_path.as_posix()}/overlay.toml: name: missing" in data_stack("questions", overlay=tmp_path).stderr


@pytest.mark.parametrize(
    "change",
    [
        lambda over: over["rules/stores.toml"]["rule"][0].pop("because"),
        lambda over: over["services/azure-database.toml"]["facts"]["free_tier"].pop("source"),
        lambda over: over[FILE].pop("name"),
    ],
    ids=["a reason", "a source", "a name"],
)
def test_what_the_catalogue_must_have_an_overlay_must_have(change: Callable[[Raw], object]) -> None:
    over = deepcopy(OVER)
    change(over)
    with pytest.raises(CatalogueError):
        build(lay_over(BASE, over))


# --- adding and replacing ---------------------------------------------------------------------------------------------


def test_a_rule_and_a_fact_are_replaced_whole_and_in_place() -> None:
    first = BASE["rules/stores.toml"]["rule"][0]
    mine = {"id": first["id"], "favour": {"database": "mysql", "by": 12}, "because": "Ours.", "source": "judgement"}
    catalogue = build(lay_over(BASE, {FILE: {"name": "Acme"}, "rules/stores.toml": {"rule": [mine]}}))
    rule = catalogue.store_rules[0]
    assert (rule.id, rule.because, dict(rule.when)) == (first["id"], "Ours.", {})


def test_a_service_can_run_one_more_engine_and_a_product_can_get_a_trade_off_of_your_own() -> None:
    neon = {
        "runs": [{"database": "timescaledb"}],
        "trade_off": [{"text": "Needs an approval.", "source": "judgement", "confidence": "judgement"}],
    }
    service = build(lay_over(BASE, {FILE: {"name": "Acme"}, "services/neon.toml": neon})).services["neon"]
    assert set(service.runs) == {*load().services["neon"].runs, "timescaledb"}
    assert next(iter(service.trade_offs)).fact.text == "Needs an approval."
    assert len(service.trade_offs) == len(load().services["neon"].trade_offs) + 1


def test_what_is_built_in_can_be_reworded() -> None:
    over: Raw = {FILE: {"name": "Acme"}, "built-in.toml": {"kept-because-in-use": {"text": "{name} is ours already."}}}
    catalogue = build(lay_over(BASE, over))
    reading = reading_of(catalogue, {**ANSWERS, "existing_database": "neon", "existing_stance": "in-use"})
    assert "Neon is ours already." in {reason.text for reason in reading.reasons}


def test_a_hidden_client_is_not_proposed() -> None:
    over = {FILE: {"name": "Acme", "hide": ["prisma"], "source": "judgement"}}
    catalogue = build(lay_over(BASE, over))
    picked = reading_of(catalogue, {"persistence": "yes", "language": "typescript"}).client
    assert picked is not None
    assert picked.id != "prisma"
    kept = reading_of(catalogue, {"persistence": "yes", "language": "typescript", "existing_client": "prisma"}).client
    assert kept is not None
    assert kept.id == "prisma"


# --- of the wrong shape -----------------------------------------------------------------------------------------------

SHAPES: tuple[Any, ...] = ("x", "", 1, True, [1], [], ["x"], {}, {"id": "x"}, {"source": "x"}, [{}], [[{"id": "x"}]])


@pytest.mark.parametrize("value", ["x", 1, [1], [], {"id": "x"}, [[{"id": "x"}]]], ids=repr)
@pytest.mark.parametrize(("file", "key"), [("rules/stores.toml", "rule"), ("tables.toml", "table")])
def test_what_is_no_array_of_tables_is_named(file: str, key: str, value: object) -> None:
    with pytest.raises(CatalogueError, match=rf"^{file}: {key}: expected an array of tables"):
        lay_over(BASE, {FILE: {"name": "Acme"}, file: {key: value}})


def test_whatever_shape_an_overlay_has_it_is_laid_over_or_refused() -> None:
    for file, tables in BASE.items():
        for key in [*tables][:6]:
            for value in SHAPES:
                with suppress(CatalogueError):
                    lay_over(BASE, {FILE: {"name": "Acme"}, file: {key: value}})


@pytest.mark.parametrize("file", ["rules/stores.toml", "questions.toml", "databases/redis.toml", "built-in.toml"])
def test_what_is_laid_over_is_built_or_refused(file: str) -> None:
    for key in [*BASE[file]][:2]:
        for value in SHAPES[::3]:
            with suppress(CatalogueError):
                build(lay_over(BASE, {FILE: {"name": "Acme"}, file: {key: value}}))


def test_the_places_that_an_overlay_wrote_are_not_its_own_to_say() -> None:
    with pytest.raises(CatalogueError, match=r"overlay\.toml: places: unknown key"):
        lay_over(BASE, {FILE: {"name": "Acme", "places": ["x"]}})
