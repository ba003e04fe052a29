"""Links for onboarding docs: what the form builds, the wizard takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from wizard import link
from wizard.answers import ALONE, applies, offered, prune
from wizard.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Visit

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
    markdown, html, slack, readme = visit.page.locator("[data-snippet] code").all_inner_texts()
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
    """Sets of answers that hold every value of every question, in as few sets as questions allow."""
    left = {key: [option.value for option in question.options] for key, question in CATALOGUE.questions.items()}
    left["pace"] = ["brief", "guided"]
    left["language"] *= max(len(values) for values in left.values())  # every language again, for what depends on it
    left["persistence"] = [*(["yes", "unsure"] * len(left["language"])), "no"]
    needed = {
        (key, value) for key, question in CATALOGUE.questions.items() for value in (o.value for o in question.options)
    }
    while needed and left["persistence"]:
        answers: dict[str, str | tuple[str, ...]] = {}
        for key, question in CATALOGUE.questions.items():
            if not applies(question, answers):
                continue
            values = [option.value for option in offered(question, answers)]
            fresh = [value for value in values if (key, value) in needed] or values
            if key in ("persistence", "language"):
                fresh = [left[key].pop(0)]
            if question.several:
                alone = [value for value in fresh if value in ALONE]
                answers[key] = tuple(value for value in fresh if value not in ALONE) or (alone[0],)
            else:
                answers[key] = fresh[0]
            needed -= {(key, value) for value in ((answers[key],) if isinstance(answers[key], str) else answers[key])}
        if left["pace"]:
            answers["pace"] = left["pace"].pop(0)
        yield answers
    assert not needed, needed


def test_the_wizard_takes_every_link_that_the_form_can_build(new_visit: Callable[..., Visit]) -> None:
    """Every value of every key, through the form, into a wizard in another tab: nothing is ignored or dropped."""
    builder, wizard = new_visit(), new_visit()
    build(builder)
    wizard.open()
    sets = 0
    for answers in answer_sets():
        for key in (*CATALOGUE.questions, "pace"):
            field = builder.page.locator(f"[data-question='{key}']")
            if field.is_visible():
                value = answers.get(key, "")
                fill(builder, key, *((value,) if isinstance(value, str) else value))
        fragment = built(builder)
        opened = link.read(CATALOGUE, fragment)
        assert opened.problems == ()
        assert opened.answers == answers
        assert prune(CATALOGUE, opened.answers) == (answers, ())
        wizard.page.evaluate("document.querySelector('[data-screen]').firstElementChild.dataset.old = 'yes'")
        wizard.page.evaluate("(text) => { location.hash = text }", fragment)
        wizard.page.wait_for_function(
            "!document.querySelector('[data-screen] [data-old]') && !document.querySelector('[data-screen][aria-busy]')"
        )
        screen = wizard.page.locator("[data-screen]").inner_text()
        assert "filled in some answers" in screen, fragment
        assert "Ignored in the link" not in screen, fragment
        assert "was left out" not in screen, fragment
        sets += 1
    assert sets < 120


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
    expect(visit.page.locator(".dsw-notice")).to_contain_text("filled in some answers")
    assert "framework=flask" in visit.fragment


def test_where_copying_is_refused_the_link_is_selected(visit: Visit) -> None:
    visit.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    build(visit)
    visit.page.get_by_role("button", name="Copy link").click()
    expect(visit.page.get_by_role("status").filter(has_text="The link is selected.")).to_be_visible()
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


def test_it_survives_instant_navigation(visit: Visit) -> None:
    visit.page.goto(visit.url)
    visit.page.evaluate("window.sameDocument = true")
    for _ in range(2):
        visit.page.locator("a[href$='guide/onboarding/']").first.evaluate("link => link.click()")
        expect(visit.page.locator("[data-link-builder]")).to_be_visible()
        fill(visit, "language", "go")
        assert built(visit) == "language=go"
        visit.page.locator(".md-header a.md-logo").click()
        visit.page.wait_for_selector("[data-link-builder]", state="detached")
    assert visit.page.evaluate("window.sameDocument"), "the document was loaded anew"


def test_without_a_script_table_and_examples_remain(new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(java_script_enabled=False)
    visit.page.goto(f"{visit.url}guide/onboarding/")
    expect(visit.page.locator("[data-link-builder]")).to_be_hidden()
    expect(visit.page.get_by_text("needs JavaScript")).to_be_visible()
    expect(visit.page.locator(".ds-keys tbody tr")).to_have_count(len(CATALOGUE.questions) + 1)
    expect(visit.page.locator("[data-snippet] code").first).to_contain_text("/wizard/#language=python&framework=django")


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_scrolls_sideways(new_visit: Callable[..., Visit], width: int) -> None:
    visit = new_visit(viewport={"width": width, "height": 640})
    build(visit)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
