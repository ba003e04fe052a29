"""Links for onboarding docs: what the form builds, the wizard takes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from wizard.catalogue.load import load
from wizard.converse import link
from wizard.decide.answers import ALONE, PACES, applies, offered, several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.browser.conftest import Visit

CATALOGUE = load()


def build(visit: Visit) -> None:
    visit.page.goto(f"{visit.url}guide/onboarding/")
    expect(visit.page.locator("[data-link-builder]")).to_be_visible()


def built(visit: Visit) -> str:
    """The fragment of the link that the form shows."""
    address: str = visit.page.locator("[data-link-builder] [name=link]").input_value()
    assert address.startswith(f"{visit.url}wizard/")
    return address.partition("#")[2]


def fill(visit: Visit, key: str, *values: str) -> None:
    field = visit.page.locator(f"[data-question='{key}']")
    if field.locator("select").count():
        field.locator("select").select_option(values[0])
        return
    for box in field.locator("input").all():
        box.set_checked(box.get_attribute("value") in values)


def test_the_form_begins_with_the_example(visit: Visit) -> None:
    build(visit)
    assert built(visit) == "language=python&framework=django"
    expect(visit.page.locator("[data-snippet] code").first).to_have_text(
        f"[Choose the data stack]({visit.url}wizard/#language=python&framework=django)"
    )


def test_the_link_and_the_examples_follow_the_form(visit: Visit) -> None:
    build(visit)
    fill(visit, "language", "go")
    fill(visit, "data", "vectors", "relational")
    fragment = "language=go&data=relational,vectors"
    assert built(visit) == fragment
    markdown, html, slack, readme = (
        text.strip() for text in visit.page.locator("[data-snippet] code").all_inner_texts()
    )
    assert markdown == f"[Choose the data stack]({visit.url}wizard/#{fragment})"
    assert html == f'<a href="{visit.url}wizard/#{fragment.replace("&", "&amp;")}">Choose the data stack</a>'
    assert slack == f"<{visit.url}wizard/#{fragment.replace('&', '&amp;')}|Choose the data stack>"
    assert f"({visit.url}wizard/#{fragment})" in readme
    expect(visit.page.get_by_role("status").filter(has_text="The link fills in")).to_have_text(
        "The link fills in 2 answers."
    )


def test_an_empty_form_links_to_the_wizard(visit: Visit) -> None:
    build(visit)
    fill(visit, "language", "")
    assert visit.page.locator("[name=link]").input_value() == f"{visit.url}wizard/"


def test_what_does_not_apply_is_neither_asked_nor_in_the_link(visit: Visit) -> None:
    build(visit)
    framework = visit.page.locator("[data-question=framework]")
    fill(visit, "language", "go")
    expect(framework).to_be_hidden()
    fill(visit, "language", "typescript")
    expect(framework).to_be_visible()
    values = framework.locator("option").evaluate_all("all => all.map((one) => one.value)")
    wanted = [option.value for option in offered(CATALOGUE.questions["framework"], {"language": "typescript"})]
    assert values == ["", *wanted]
    fill(visit, "framework", "nextjs")
    fill(visit, "persistence", "no")
    assert built(visit) == "persistence=no"
    fill(visit, "persistence", "yes")
    assert built(visit) == "persistence=yes&language=typescript&framework=nextjs", "what was hidden was forgotten"


def test_values_that_stand_alone_are_refused_beside_others(visit: Visit) -> None:
    build(visit)
    fill(visit, "compliance", "none", "residency")
    field = visit.page.locator("[data-question=compliance]")
    expect(field.get_by_role("alert")).to_contain_text("cannot stand beside other values")
    expect(field.locator("[value=none]")).to_have_attribute("aria-invalid", "true")
    assert field.locator("input:checked").count() == 2, "an answer was rewritten"
    assert "compliance" not in built(visit)
    fill(visit, "compliance", "residency")
    expect(field.get_by_role("alert")).to_be_hidden()
    assert built(visit).endswith("compliance=residency")


def answer_sets() -> Iterator[dict[str, str | tuple[str, ...]]]:
    """Sets of answers that together hold every value of every question: each question takes its values in turn."""
    turns: Counter[tuple[str, ...]] = Counter()
    clients = Counter(option.group for option in CATALOGUE.questions["existing_client"].options)
    for language in (option.value for option in CATALOGUE.questions["language"].options):
        for _ in range(clients[language] + clients[""]):
            answers: dict[str, str | tuple[str, ...]] = {}
            for key, question in CATALOGUE.questions.items():
                if not applies(question, answers):
                    continue
                values = tuple(
                    option.value for option in offered(question, answers) if option.value != "no" or question.when
                )
                values = (language,) if key == "language" else values
                value = values[turns[key, *values] % len(values)]
                turns[key, *values] += 1
                answers[key] = (value,) if question.several else value
            answers["pace"] = PACES[turns["persistence", "yes", "unsure"] % len(PACES)]
            yield answers
    together = {
        key: tuple(option.value for option in question.options if option.value not in ALONE)
        for key, question in CATALOGUE.questions.items()
        if question.several
    }
    in_use = {"existing_database": "neon", "existing_stance": "in-use"}
    yield {"persistence": "yes", **in_use, "realtime": "no", **together}
    for option in CATALOGUE.questions["existing_engine"].options:
        yield {"persistence": "yes", "existing_database": "self-hosted", "existing_engine": option.value}
    yield {"persistence": "no"}


FILL = """(answers) => {
  for (const field of document.querySelectorAll("[data-question]")) {
    const values = [answers[field.dataset.question] ?? []].flat();
    const select = field.querySelector("select");
    if (select) select.value = values[0] ?? "";
    for (const box of field.querySelectorAll("input")) box.checked = values.includes(box.value);
    (select ?? field.querySelector("input")).dispatchEvent(new Event("input", {bubbles: true}));
  }
}"""


@pytest.mark.full("every link that the form can build")
def test_the_wizard_takes_every_link_that_the_form_can_build(new_visit: Callable[..., Visit]) -> None:
    """Every value of every key, through the form, into a wizard in another tab: nothing is ignored or dropped."""
    builder, wizard = new_visit(), new_visit()
    build(builder)
    wizard.open()
    for visit in (builder, wizard):
        visit.page.evaluate("window.sameDocument = true")
    tried = set()
    for answers in answer_sets():
        builder.page.evaluate(FILL, answers)
        fragment = built(builder)
        opened = link.read(CATALOGUE, fragment)
        assert opened.problems == ()
        assert {key: opened.answers[key] for key in answers} == answers == opened.answers
        wizard.page.evaluate("document.querySelector('[data-screen]').firstElementChild.dataset.old = 'yes'")
        wizard.page.evaluate("(text) => { location.hash = text }", fragment)
        wizard.page.wait_for_selector("[data-screen]:not(:has([data-old])):not([aria-busy])", timeout=30_000)
        screen = wizard.page.locator("[data-screen]").inner_text()
        assert "Set for you by the link:" in screen or "A colleague's answers." in screen, fragment
        assert "Ignored in the link" not in screen, fragment
        assert "was left out" not in screen, fragment
        tried |= {(key, item) for key, value in answers.items() for item in several(value)}
    every = {(key, option.value) for key, question in CATALOGUE.questions.items() for option in question.options}
    assert tried == every | {("pace", pace) for pace in PACES}
    for visit in (builder, wizard):
        assert visit.page.evaluate("window.sameDocument"), "the page was loaded anew"


def test_the_link_opens_and_is_copied(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(permissions=["clipboard-read", "clipboard-write"])
    build(visit)
    fill(visit, "framework", "flask")
    visit.page.get_by_role("button", name="Copy link").click()
    expect(visit.page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{visit.url}wizard/#language=python&framework=flask"
    visit.page.get_by_role("link", name="Open in the wizard").click()
    visit.wait_until("ready")
    expect(visit.page.locator("[data-screen] .dsw-notice")).to_contain_text("Set for you by the link: Python, Flask.")
    assert "framework=flask" in visit.fragment


def test_where_copying_is_refused_the_link_is_selected(visit: Visit) -> None:
    visit.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    build(visit)
    visit.page.get_by_role("button", name="Copy link").click()
    expect(visit.page.get_by_role("status").filter(has_text="The text is selected.")).to_be_visible()
    chosen = visit.page.locator("[name=link]").evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)")
    assert chosen == visit.page.locator("[name=link]").input_value()


def test_the_keyboard_is_enough(visit: Visit) -> None:
    build(visit)
    visit.page.locator("[name=persistence]").focus()
    visit.page.keyboard.press("y")  # the option "Yes"
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.value") == "vectors":
            visit.page.keyboard.press("Space")
        if visit.page.evaluate("document.activeElement.matches('[data-open]')"):
            break
    visit.page.keyboard.press("Enter")
    visit.wait_until("ready")
    assert "data=vectors" in visit.fragment
    assert "persistence=yes" in visit.fragment


def test_without_a_script_table_and_examples_remain(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(java_script_enabled=False)
    visit.page.goto(f"{visit.url}guide/onboarding/")
    expect(visit.page.locator("[data-link-builder]")).to_be_hidden()
    expect(visit.page.locator("noscript p", has_text="needs JavaScript")).to_be_visible()
    expect(visit.page.locator(".ds-keys tbody tr")).to_have_count(len(CATALOGUE.questions) + 1)
    expect(visit.page.locator("[data-snippet] code").first).to_contain_text("/wizard/#language=python&framework=django")


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_scrolls_sideways(new_visit: Callable[..., Visit], width: int) -> None:
    visit = new_visit(viewport={"width": width, "height": 640})
    build(visit)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
