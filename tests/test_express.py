"""Whoever knows the stack types one line and takes the file away: how much there is to read until then."""

from __future__ import annotations

from typing import Final

import pytest
from jinja2 import UndefinedError

from tests.door import Json, opened, press, send, words
from tests.test_words_beside import _Beside

#: In seconds, at 238 words a minute (silent reading, Brysbaert 2019) and three seconds a choice.
MOST_SECONDS: Final = 45

#: Screens until the file is there, the first one included.
MOST_SCREENS: Final = 4

LINES: Final = (
    "Postgres on Neon, Drizzle, Next.js on Vercel",
    "FastAPI, SQLAlchemy, Postgres on RDS",
    "Go, pgx, Postgres on our own servers",
    "Spring Boot with Hibernate on MySQL at PlanetScale",
    "Laravel Eloquent, MySQL on our own servers",
    "Rails, ActiveRecord, Heroku Postgres",
    "SvelteKit, Prisma, Supabase",
    "django + mysql on our own vps",
)


def typed(line: str) -> Json:
    return press(opened(), "express", fields={"line": [line]})


@pytest.mark.parametrize("line", LINES)
def test_an_expert_has_the_file_in_so_many_seconds(line: str) -> None:
    """Every word that can be seen, what stands behind the button included."""
    screens = [opened(), typed(line)]
    if screens[-1]["at"] == "conflict":
        screens.append(press(screens[-1], "continue", "keep"))
    assert screens[-1]["at"] == "review"
    assert len(screens) <= MOST_SCREENS
    seen = [len(_Beside(screen["html"], options=True).words) for screen in screens]
    assert sum(seen) / 238 * 60 + 3 * len(screens) <= MOST_SECONDS, seen
    assert "data-download" in screens[-1]["html"]
    assert screens[-1]["document"] == press(screens[-1], "confirm")["document"]


def test_what_objects_is_seen_before_the_download() -> None:
    result = typed("Spring Boot with Hibernate on MySQL at PlanetScale")
    text = words(result)
    assert 0 < text.index("foreign keys are off by default") < text.index("Download data-stack.md")


def test_why_and_what_else_is_folded_there() -> None:
    text = " ".join(_Beside(typed(LINES[0])["html"]).words)
    assert "You brought Drizzle ORM along" not in text
    assert "You brought Drizzle ORM along" in words(typed(LINES[0]))


@pytest.mark.parametrize("line", ["Postgres, Next.js on Vercel", "Postgres on Neon, Next.js on Vercel"])
def test_who_leaves_a_choice_open_is_told_why(line: str) -> None:
    result = typed(line)
    assert "Why" in _Beside(result["html"]).words
    assert result["document"] is None


def test_an_answer_that_is_being_changed_is_not_in_a_file_yet() -> None:
    result = press(typed(LINES[0]), "adjust", question="scale")
    assert "data-download" not in result["html"]
    assert result["document"] is None
    saved = press(result, "adjusted", question="scale", fields={"scale": ["millions"]})
    assert "data-download" in saved["html"]


def test_another_database_gets_the_whole_result() -> None:
    result = press(typed(LINES[0]), "adjusted", question="existing_database", fields={"existing_database": ["none"]})
    assert result["at"] == "review"
    assert "Why" in _Beside(result["html"]).words


@pytest.mark.parametrize("template", ["review.html.jinja", "question.html.jinja", "document.html.jinja"])
def test_a_screen_that_cannot_be_drawn_keeps_the_answers(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at = {"review.html.jinja": "review", "document.html.jinja": "document"}.get(template, "scale")
    answers = typed(LINES[0])["answers"]

    def breaks(*_: object, **__: object) -> str:
        raise UndefinedError("'nobody' is undefined")

    monkeypatch.setattr(f"wizard.show.{template.partition('.')[0]}.render", breaks)
    seen = send(answers, "change" if at == "scale" else "review", at="review", question="scale", may_break=True)
    if at == "document":
        seen = send(answers, "confirm", at="review", may_break=True)
    text = words(seen)
    assert seen["at"] == at
    assert seen["answers"] == answers
    assert "This screen could not be shown" in text
    assert "Your answers are kept" in text
    assert "Existing client: Drizzle ORM" in text
    monkeypatch.undo()
    assert press(seen, "confirm" if at == "review" else "back")["at"] in ("document", "review")
