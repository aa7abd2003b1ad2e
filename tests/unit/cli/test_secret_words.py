"""Where secrets come from, and that nobody reads them on the way."""

from __future__ import annotations

import io
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from trishul.cli.secret_words import WARNING, SecretType, SecretWord


@click.command()
@click.option("-A", "--one", type=SecretType())
@click.option("-X", "--other", type=SecretType(), envvar="OTHER_SECRET")
@click.option("-c", "--community", type=SecretType(is_warned_of=False))
def show(one: SecretWord | None, other: SecretWord | None, community: SecretWord | None) -> None:
    for word in (one, other, community):
        if word is not None:
            click.echo(f"{word!r} {word.reveal('The secret')}")


def test_a_plain_secret_is_taken_with_one_warning_that_names_the_better_ways() -> None:
    done = CliRunner().invoke(show, ["-A", "maplesyrup", "-X", "plain:env:pancakes"])
    assert done.stdout == "SecretWord(…) maplesyrup\nSecretWord(…) env:pancakes\n"
    assert done.stderr.splitlines() == [WARNING]


def test_environment_file_and_standard_input_need_no_warning(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"pancakes four\r\nrest")
    environment = {"ONE": "maplesyrup"}
    done = CliRunner().invoke(
        show, ["-A", "env:ONE", "-X", f"file:{path}", "-c", "-"], input="asked\n", env=environment
    )
    assert done.stdout == "SecretWord(…) maplesyrup\nSecretWord(…) pancakes four\nSecretWord(…) asked\n"
    assert done.stderr == ""


def test_a_community_and_the_environments_own_variables_are_not_warned_of() -> None:
    done = CliRunner().invoke(show, ["-c", "public"], env={"OTHER_SECRET": "pancakes"})
    assert done.stdout == "SecretWord(…) pancakes\nSecretWord(…) public\n"
    assert done.stderr == ""


@pytest.mark.parametrize("text", ["env:NOT_THERE", "file:/not/there", "file:/dev/null"])
def test_what_cannot_be_fetched_is_said_without_a_trace(text: str) -> None:
    with pytest.raises(click.UsageError, match="The secret: "):
        SecretWord(text).reveal("The secret")


def test_an_exhausted_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(click.UsageError, match="no line left"):
        SecretWord("-").reveal("The secret")
