"""A repository that somebody else made: the check runs no program that its settings name, and comes to an end."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from wizard.__main__ import main
from wizard.catalogue.load import load
from wizard.check import repository
from wizard.check.command import CheckError, checked
from wizard.check.repository import files
from wizard.decide.answers import check
from wizard.decide.rulebook import rulebook
from wizard.explain.reading import reading_of
from wizard.write import forms


def git(folder: Path, *arguments: str) -> str:
    told = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    done = subprocess.run(["git", "-C", str(folder), *told, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


SETTINGS = """
[core]
repositoryformatversion = 1
fsmonitor = "touch {ran}; false"
[extensions]
partialClone = origin
[remote "origin"]
url = "{folder}"
promisor = true
uploadpack = "touch {ran}; git-upload-pack"
[protocol]
allow = always
[protocol "file"]
allow = always
"""


def partial_clone(folder: Path, ran: Path) -> None:
    """A repository whose next listing of files makes git fetch a missing folder, by a program that leaves a trace."""
    git(folder.parent, "init", "-q", folder.name)
    for name in ("standards/data-stack.md", "aside/file"):
        (folder / name).parent.mkdir()
        (folder / name).write_text("x\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x")
    git(folder, "sparse-checkout", "set", "--cone", "--sparse-index", "standards")
    with (folder / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(SETTINGS.format(folder=folder, ran=ran))
    missing = git(folder, "rev-parse", "HEAD:aside")
    (folder / ".git" / "objects" / missing[:2] / missing[2:]).unlink()


@pytest.mark.parametrize("left_out", ["GIT_NO_LAZY_FETCH", "GIT_ALLOW_PROTOCOL"])
def test_git_fetches_nothing_and_runs_no_program_that_a_repository_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    """Each of the two bars is enough by itself: which of them a git knows depends on its age."""
    ran = tmp_path / "ran"
    partial_clone(tmp_path / "project", ran)
    monkeypatch.delitem(repository._ENVIRONMENT, left_out)
    assert "standards/data-stack.md" in list(files(tmp_path / "project"))
    assert not ran.exists()


def test_the_repository_of_this_test_does_name_a_program_that_git_runs(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    partial_clone(tmp_path / "project", ran)
    command = ["git", "-C", str(tmp_path / "project"), "-c", "core.fsmonitor=false", "ls-files", "--cached"]
    subprocess.run(command, capture_output=True, check=False)
    assert ran.exists()


def test_a_bare_repository_among_the_files_has_no_say(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "inner")
    (tmp_path / "inner" / "package.json").write_text("{}", encoding="utf-8")
    git(tmp_path / "inner", "config", "core.bare", "false")
    git(tmp_path / "inner", "config", "core.worktree", str(tmp_path))
    assert list(files(tmp_path / "inner")) == ["package.json"]


@pytest.mark.parametrize("named", [".gitignore", "core.excludesFile"])
def test_a_pipe_in_the_place_of_a_file_of_git_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    git(tmp_path, "init", "-q")
    pipe = tmp_path / (".gitignore" if named == ".gitignore" else ".git/pipe")
    os.mkfifo(pipe)
    git(tmp_path, "config", "core.excludesFile", str(pipe))
    monkeypatch.setattr(repository, "LONGEST_WAIT", 0.3)
    begun = time.monotonic()
    if named == ".gitignore":
        assert main(["check", str(tmp_path)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert "is no file, and git would wait" in line
    else:
        (line,) = repository.read(load(), tmp_path).unread
        assert line.startswith("git has not listed the files within 0.3 seconds: is a file that its settings name a p")
    assert time.monotonic() - begun < 20


# --- the files --------------------------------------------------------------------------------------------------------


ANSWERS = {"persistence": "yes", "language": "python", "data": ["relational"]}


def test_links_out_of_the_folder_are_named_and_not_followed(tmp_path: Path) -> None:
    book = rulebook(load())
    document = forms.write(reading_of(book.catalogue, check(book.catalogue, ANSWERS)))[1]
    folder, outside = tmp_path / "project", tmp_path / "outside"
    for place in (folder / "standards", folder / "inside", outside):
        place.mkdir(parents=True)
    (outside / "secret").write_text("pymongo==4.1\n", encoding="utf-8")
    (folder / "inside" / "list").write_text("peewee==3.18\n", encoding="utf-8")
    (folder / "standards" / "data-stack.md").write_text(document, encoding="utf-8")
    (folder / "requirements.txt").symlink_to("../outside/secret")
    (folder / "requirements-more.txt").symlink_to("inside/list")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    (folder / "app").symlink_to(outside)
    _, told = checked(book.catalogue, folder)
    assert told.unread == ("requirements.txt is a link out of the folder. It was left out.",)
    assert [place.text for item in told.differences for place in item.places] == ["peewee==3.18"]
    (outside / "data-stack.md").write_text(document, encoding="utf-8")
    (folder / "standards" / "data-stack.md").unlink()
    (folder / "standards" / "data-stack.md").symlink_to("../../outside/data-stack.md")
    with pytest.raises(CheckError, match="is a link out of the folder"):
        checked(book.catalogue, folder)
    assert main(["governs", str(folder / "requirements.txt")]) == 2
    assert checked(book.catalogue, folder, str(outside / "data-stack.md"))[1].differences


def test_a_pipe_is_not_asked_what_it_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = forms.write(reading_of(load(), check(load(), ANSWERS)))[1]
    (tmp_path / "data-stack.md").write_text(document, encoding="utf-8")
    os.mkfifo(tmp_path / "a.py")
    assert main(["governs", str(tmp_path / "a.py")]) == 0
    assert "says nothing of" in capsys.readouterr().out
