"""Words go with the product that they were said of, and what was typed for a button that was not pressed is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.door import Json, files, opened, press, send, words
from tests.test_agent import Run
from tests.test_nothing_given_up import run  # noqa: F401, a fixture

SUMMARY = "persistence=yes&existing_database=none&language=python&data=relational&at=review"
LINE = "Postgres on Neon because we branch"


def typed(line: str) -> Json:
    return press(opened(), "express", fields={"line": [line]})


def adjusted(state: Json, question: str, value: str) -> Json:
    return press(state, "adjusted", question=question, fields={question: [value]})


@pytest.mark.parametrize(
    ("line", "question", "value", "gone"),
    [
        ("MongoDB because it is schemaless", "existing_database", "mysql", "it is schemaless"),
        ("MongoDB because it is schemaless", "existing_database", "none", "it is schemaless"),
        ("MongoDB because it is schemaless", "persistence", "no", "it is schemaless"),
        (LINE, "existing_database", "supabase", "we branch"),
        ("Postgres, Drizzle because it is thin", "existing_client", "prisma", "it is thin"),
        ("Django because of its admin", "language", "typescript", "its admin"),
        ("Rust with sqlx because safe, Postgres", "language", "go", "safe"),
    ],
)
def test_a_reason_goes_with_its_product_and_is_quoted(line: str, question: str, value: str, gone: str) -> None:
    after = adjusted(typed(line), question, value)
    assert gone in words(after), "the notice quotes it"
    assert gone not in str(after["record"].get("notes"))
    assert gone not in press(after, "confirm")["document"]["markdown"]


def test_by_back_and_by_a_second_line_it_goes_too() -> None:
    first = typed(LINE)
    changed = press(press(first, "change", question="existing_database"), "continue", "planetscale")
    assert "“we branch” was said of “Existing database: Neon”, and went with it." in words(changed)
    back = press({**first, "at": "existing_database", "review": False}, "continue", "mysql")
    assert back["at"] == "existing_stance", "what was said of another one is asked again"
    assert "we branch" not in str(back["record"])
    second = send(first["answers"], "express", first["record"], at="persistence", fields={"line": ["MySQL"]})
    assert "“we branch” was said of" in words(second)
    assert "notes" not in second["record"]


def test_a_reason_stays_where_the_product_does() -> None:
    first = typed("Postgres because it is solid")
    assert adjusted(first, "existing_database", "neon")["record"]["notes"]["existing_stance"] == "it is solid"
    assert adjusted(first, "language", "go")["record"]["notes"]["existing_stance"] == "it is solid"
    seen = press(
        press(typed(LINE), "change", question="existing_stance"), "continue", "in-use", fields={"note": ["Ann."]}
    )
    assert seen["record"]["notes"]["existing_stance"] == "Ann."


def test_why_something_was_kept_goes_with_it_and_is_asked_of_the_next_one() -> None:
    link = "persistence=yes&existing_database=none&language=typescript&data=relational&runtime=edge"
    state = opened(f"{link}&existing_client=prisma&at=conflict")
    state = press(state, "continue", fields={"conflict": ["keep"], "note": ["Our plant."]})
    after = adjusted(press(state, "review"), "existing_client", "typeorm")
    assert "“Our plant.” was said of what no longer stands" in words(after)
    assert after["at"] == "conflict"
    assert "kept" not in after["record"]


@pytest.mark.parametrize("kind", ["confirm", "adjust", "review", "adjusted"])
def test_what_was_typed_on_how_settled_it_is_stands_there(kind: str) -> None:
    state = press(opened(SUMMARY.replace("none", "neon&existing_stance=decided")), "adjust", question="existing_stance")
    question = "existing_stance" if kind == "adjusted" else "budget"
    after = press(state, kind, question=question, fields={"existing_stance": ["decided"], "note": ["Ann."]})
    assert after["record"]["notes"] == {"existing_stance": "Ann."}
    assert "Ann." in words(after)


@pytest.mark.parametrize("kind", ["confirm", "review", "restart", "change"])
def test_a_reason_for_what_was_not_taken_is_named_and_stands_nowhere_else(kind: str) -> None:
    state = opened(SUMMARY)
    other = state["html"].partition('value="see" data-question="')[2].partition('"')[0]
    after = press(press(state, "see", question=other), kind, question="budget", fields={"note": ["Ann."]})
    if kind == "restart":
        assert "Ann." in words(press(after, "resume")), "it comes back with the rest, and is named"
        return
    assert "Not taken, as its own button was not pressed: “Ann.”" in words(after)
    summary = press(after, "review")
    assert "Ann." in words(press(summary, "see", question=other))
    changed = adjusted(summary, "existing_database", "mysql")
    assert "Ann." not in words(press(changed, "adjust", question="existing_stance"))
    another = changed["html"].partition('value="see" data-question="')[2].partition('"')[0]
    assert not another or "Ann." not in words(press(changed, "see", question=another))


@pytest.mark.parametrize("how", ["back", "runtime"])
def test_a_reason_at_an_objection_that_was_left_is_named(how: str) -> None:
    link = "persistence=yes&existing_database=none&language=typescript&data=relational&runtime=edge"
    state = opened(f"{link}&existing_client=prisma&at=conflict")
    fields = {"note": ["Ann."], **({} if how == "back" else {"conflict": [how]})}
    after = press(state, "back" if how == "back" else "continue", fields=fields)
    assert "Not taken, as its own button was not pressed: “Ann.”" in words(after)


def test_a_reason_that_a_reload_brought_back_is_named_when_a_file_is_opened() -> None:
    """It was typed before: the request of the file does not bring it once more."""
    link = "persistence=yes&existing_database=none&language=typescript&data=relational&runtime=edge"
    state = press(opened(f"{link}&existing_client=prisma&at=conflict"), "review", fields={"note": ["Ann."]})
    state = {**opened(f"{link}&existing_client=prisma&at=conflict"), "record": state["record"]}
    after = files(state, {"package.json": '{"dependencies": {"pg": "8"}}'})
    assert after["at"] == "found"
    assert "Not taken, as its own button was not pressed: “Ann.”" in words(after)


def test_a_line_beside_a_marked_answer_is_taken_or_asked_about() -> None:
    taken = press(opened(), "continue", "yes", fields={"line": [LINE]})
    assert (taken["at"], taken["answers"]["existing_database"]) == ("review", "neon")
    asked = press(opened(), "continue", "no", fields={"line": [LINE]})
    assert asked["at"] == "persistence"
    assert "Your answer says otherwise than this line" in words(asked)
    named = press(opened(), "continue", "yes", fields={"line": ["something of ours"]})
    assert named["at"] != "persistence"
    assert "something of ours" in named["record"]["notes"]["persistence"]


def test_a_line_that_is_too_long_is_kept_whole() -> None:
    long = "x" * 6_990 + " THE-END"
    after = press(opened(), "pace-guided", fields={"line": [long]})
    assert "THE-END" in after["html"]
    assert "Your line has 6,998 characters" in words(after)


def test_a_store_beside_no_database_stops_no_file(run: Run) -> None:  # noqa: F811
    state = adjusted(typed("Postgres; the ERP runs on Oracle"), "persistence", "no")
    assert "the ERP runs on Oracle" in press(state, "confirm")["document"]["markdown"]
    text = 'persistence = "no"\n[notes]\nexisting_stores = "the ERP runs on Oracle"\n'
    Path("data-stack.toml").write_text(text, encoding="utf-8")
    assert "the ERP runs on Oracle" in run("write", "data-stack.toml").out
    assert run("set", "pace=brief").status == 0


def test_what_is_stored_in_another_encoding_is_refused(run: Run) -> None:  # noqa: F811
    result = run("set", "things=B\udcfccher")
    assert (result.status, "no UTF-8" in result.err) == (2, True)


def test_on_the_command_line_a_reason_goes_with_its_product_too(run: Run) -> None:  # noqa: F811
    run("set", "persistence=yes", "existing_database=neon", "language=python")
    run("set", "existing_stance=decided", "--because", "we branch")
    assert "The reason for existing_stance went with it: “we branch”" in run("set", "existing_database=supabase").out


@pytest.mark.parametrize("fence", ['```python title="app.py"', "~~~ sql title=x"])
def test_what_stands_behind_a_fences_language_is_named(fence: str) -> None:
    document = press(opened(SUMMARY), "confirm")
    saved = press(document, "save", fields={"prose:Database": [f"Ours.\n\n{fence}\nx\n{fence[:3]}"]})
    assert "title=" in words(saved)
    assert "only its language is kept" in words(saved)
    assert "Some marks were escaped" not in words(saved)


ANSWERS = (
    "persistence=yes&existing_database=none&language=python&data=relational&budget=free&hosting=self-hosted"
    "&runtime=server&platform=any&scale=thousands&compliance=residency&region=eu&realtime=no"
)


def noted(link: str, question: str, answer: str) -> Json:
    """The summary with a reason for an answer."""
    state = press(opened(f"{link}&at=review"), "change", question=question)
    state = press(state, "continue", answer, fields={"note": ["Ann."]})
    while state["at"] == "conflict":
        state = press(state, "continue", fields={"conflict": ["keep"]})
    assert state["record"]["notes"][question] == "Ann."
    return state


@pytest.mark.parametrize(
    ("question", "was", "now"),
    [
        ("budget", "free", "flexible"),
        ("hosting", "self-hosted", "managed"),
        ("runtime", "server", "serverless"),
        ("scale", "thousands", "billions"),
        ("region", "eu", "us"),
        ("compliance", "residency", "open-source"),
        ("data", "relational", "documents"),
        ("realtime", "no", "core"),
        ("persistence", "yes", "no"),
    ],
)
def test_a_reason_goes_with_any_answer_that_is_changed_in_place(question: str, was: str, now: str) -> None:
    state = noted(ANSWERS, question, was)
    after = adjusted(state, question, now)
    assert "“Ann.” was said of “" in words(after)
    assert question not in after["record"].get("notes", {})
    seen = press(press(state, "change", question=question), "continue", now, fields={"note": ["Bob."]})
    assert seen["record"]["notes"][question] == "Bob.", "one that is edited in the same press stays"
    back = send(state["answers"], "open", state["record"], how="history", fragment=after["fragment"])
    if question != "persistence":
        assert "“Ann.” was said of “" in words(back), "by the browser's Forward too"


def test_a_reason_goes_with_an_answer_that_is_left_out() -> None:
    assert "“Ann.” was said of “Region: In the EU”" in words(
        adjusted(noted(ANSWERS, "region", "eu"), "compliance", "none")
    )
    for question in ("budget", "data"):
        answer = "free" if question == "budget" else "relational"
        assert "“Ann.” was said of “" in words(adjusted(noted(ANSWERS, question, answer), "persistence", "no"))


def test_a_second_answer_beside_the_first_takes_no_reason_away() -> None:
    state = noted(ANSWERS, "data", "relational")
    after = press(state, "adjusted", question="data", fields={"data": ["relational", "documents"]})
    assert after["record"]["notes"]["data"] == "Ann."


def test_what_is_stored_is_named_where_nothing_is_kept_any_more() -> None:
    fields = {"data": ["relational"], "things": ["loans"]}
    state = press(opened(f"{ANSWERS}&at=review"), "adjusted", question="data", fields=fields)
    assert state["record"]["notes"]["things"] == "loans"
    after = adjusted(state, "persistence", "no")
    assert "“loans” was said of “Data to keep: Yes”, and went with it." in words(after)
    assert "notes" not in after["record"]


OBJECTION = "persistence=yes&data=relational&existing_stance=in-use&language=typescript"


@pytest.mark.parametrize(
    ("link", "question", "value", "back"),
    [
        ("&existing_database=neon&hosting=self-hosted", "hosting", "managed", "self-hosted"),
        ("&existing_database=planetscale&budget=free", "budget", "flexible", "free"),
        ("&existing_database=mongodb-atlas&compliance=open-source", "compliance", "none", "open-source"),
        ("&existing_database=sqlite&scale=billions", "scale", "thousands", "billions"),
        ("&existing_database=sqlite&runtime=serverless&platform=fly", "runtime", "server", "serverless"),
    ],
)
def test_why_something_was_kept_is_named_where_the_objection_goes(
    link: str, question: str, value: str, back: str
) -> None:
    state = opened(f"{OBJECTION}{link}&at=conflict")
    assert state["at"] == "conflict"
    state = press(state, "continue", fields={"conflict": ["keep"], "note": ["Our plant."]})
    after = adjusted(press(state, "review"), question, value)
    assert "“Our plant.” was said of what no longer stands" in words(after)
    assert "kept" not in after["record"]
    again = adjusted(press(after, "review"), question, back)
    assert again["at"] == "conflict", "who changes it back is asked again"


def test_what_was_kept_stays_where_its_objection_says_the_same() -> None:
    state = opened(f"{OBJECTION}&existing_database=neon&hosting=self-hosted&at=conflict")
    state = press(state, "continue", fields={"conflict": ["keep"], "note": ["Our plant."]})
    after = adjusted(press(state, "review"), "budget", "modest")
    assert after["record"]["kept"] == {"your-own-machines": "Our plant."}


@pytest.mark.parametrize("ids", [["supabase"], ["mysql"], ["mysql", "--because", "Bob."]])
def test_a_choice_takes_no_reason_to_another_product(run: Run, ids: list[str]) -> None:  # noqa: F811
    run("set", "persistence=yes", "existing_database=neon", "language=python", "data=relational")
    run("set", "existing_stance=decided", "--because", "we branch")
    assert "The reason for existing_stance went with it: “we branch”" in run("choose", *ids).out
    assert "we branch" not in run("write").out


def test_an_answer_given_again_beside_another_product_keeps_no_reason(run: Run) -> None:  # noqa: F811
    run("set", "persistence=yes", "existing_database=neon", "language=python")
    run("set", "existing_stance=decided", "--because", "we branch")
    told = run("set", "existing_database=supabase", "existing_stance=decided").out
    assert "The reason for existing_stance went with it: “we branch”" in told


@pytest.mark.parametrize(
    "to", [["set", "existing_database=planetscale"], ["set", "hosting=managed"], ["choose", "mysql"]]
)
def test_on_the_command_line_why_something_was_kept_goes_with_it(run: Run, to: list[str]) -> None:  # noqa: F811
    run("set", *f"{OBJECTION}&existing_database=neon&hosting=self-hosted".split("&"))
    run("keep", "your-own-machines", "--because", "Our plant.")
    assert "“Our plant.” was said of what no longer stands" in run(*to).out
    assert "Our plant." not in run("write").out


def test_on_the_command_line_what_is_stored_goes_with_the_data(run: Run) -> None:  # noqa: F811
    run("set", "persistence=yes", "language=python", "things=loans")
    assert "The reason for things went with it: “loans”" in run("set", "persistence=no").out


def test_a_reason_that_was_changed_in_the_text_of_the_file_alone_is_named() -> None:
    state = typed("Postgres on Neon because Ann *knows* it")
    markdown = press(state, "confirm")["document"]["markdown"]
    text, mark, comment = markdown.partition("\n<!-- data-stack answers\n")
    assert "Ann \\*knows\\* it" in text

    def dropped(changed: str) -> Json:
        file = {"name": "data-stack.md", "text": changed + mark + comment}
        return press(opened(), "files", files=[file], today="2026-11-30")

    after = dropped(text.replace("Ann \\*knows\\* it", "Bob forbids it"))
    assert "“Database” no longer says “Ann *knows* it”, the reason that came with the answer" in words(after)
    assert "no longer says" not in words(dropped(text.replace("## Database\n", "## Database\n\nOurs.\n")))
    again = press(press(after, "continue"), "confirm")["document"]["markdown"]
    file = {"name": "data-stack.md", "text": again}
    told = words(press(opened(), "files", files=[file], today="2026-11-30"))
    assert "no longer says" not in told, "who has heard it, and left it, hears it no more"


def test_a_way_that_was_kept_without_a_reason_is_named_when_it_goes(run: Run) -> None:  # noqa: F811
    run("set", "persistence=yes", "language=go", "data=relational")
    run("set", "existing_database=sqlite", "existing_stance=in-use", "runtime=serverless", "platform=aws")
    run("keep", "a-file-cannot-live-in-a-function", "--way", "3")
    assert (
        "“Keep an embedded SQLite file, and write down why.” was said of what no longer"
        in run("set", "runtime=server").out
    )
