"""`sanccheck rules`: list the rules, show a regime as it stood on a day, check rule files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sanccheck.commands.options import (
    as_of_option,
    day_asked,
    json_option,
    print_json,
    read_day,
    rulebook_with,
    rules_option,
)
from sanccheck.errors import UsageError


@click.group("rules", help="List, show and check the rules.")
def command() -> None:
    """Group the commands on rules."""


@command.command("list", help="List the regimes and their rules in force on a day.")
@as_of_option
@rules_option
@json_option
def list_rules(as_of: date | None, rules: Path | None, *, as_json: bool) -> None:
    """Print one line a rule."""
    day = day_asked(as_of)
    book = rulebook_with(rules)
    rows = [
        {
            "regime": item.regime.id,
            "rule": rule.id,
            "title": rule.title,
            "version": rule.number(version) if version is not None else None,
            "limb": rule.limb.value,
            "status": rule.status,
            "house": item.regime.id in book.house,
        }
        for item in book.regimes
        for rule in item.regime.rules
        for version in [rule.on(day)]
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        since = f"since {row['version']}" if row["version"] else f"not in force on {day}"
        title = f"{row['title']}{' (house policy)' if row['house'] else ''}"
        click.echo(f"{row['regime']:<26} {row['rule']:<12} {since:<18} {title}")


@command.command("show", help="Show a regime's rules as they stood on a day.")
@click.argument("regime")
@as_of_option
@rules_option
def show_rules(regime: str, as_of: date | None, rules: Path | None) -> None:
    """Print each rule in force with its outcome, sentence and citations."""
    from sanccheck.rulebook.differences import readable

    day = day_asked(as_of)
    book = rulebook_with(rules)
    found = book.regime(regime)
    if found is None:
        known = ", ".join(item.regime.id for item in book.regimes)
        raise UsageError(f"there is no regime '{regime[:60]}'; there are {known}")
    click.echo(f"{found.title} ({found.id}), as of {day}\n{found.authority}\nstatus {found.status}")
    if found.id in book.house:
        click.echo("house policy: it adds to the law and takes nothing from it")
    for rule in found.rules:
        version = rule.on(day)
        if version is None:
            click.echo(f"\n{rule.id} {rule.title}: not in force on {day}")
            continue
        outcome = version.outcome
        click.echo(f"\n{rule.id} {rule.title} (since {version.since}, {rule.limb.value})")
        click.echo(f"  strict {outcome.strict}, policy {outcome.policy}")
        click.echo(f"  {readable(version.because)}")
        for item in version.unless:
            click.echo(f"  unless {item.id}: {readable(item.because)}")
        titles = "; ".join(found.cites[key].title for key in version.cites)
        click.echo(f"  [{titles}; confidence {version.confidence}]")
    for note in found.not_this:
        click.echo(f"\nnot this: {note.text}")


@command.command("diff", help="Show what changed in the rules between two days.")
@click.argument("since", type=read_day, metavar="A")
@click.argument("until", type=read_day, metavar="B")
@rules_option
@json_option
def diff_rules(since: date, until: date, rules: Path | None, *, as_json: bool) -> None:
    """Print each rule that began, ended or came to say something else after A, up to B."""
    from sanccheck.commands.rules_diff import document, show
    from sanccheck.rulebook.differences import differences

    if until < since:
        raise UsageError(f"{until} is before {since}; put the earlier day first")
    book = rulebook_with(rules)
    found = differences((item.regime for item in book.regimes), since, until)
    if as_json:
        print_json(document(found, since, until, book.house))
    else:
        show(found, since, until, book.house)


@command.command(
    "check", help="Check rule files: form, lints, examples. Default: the shipped ones."
)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@json_option
@click.pass_context
def check(ctx: click.Context, path: Path | None, *, as_json: bool) -> None:
    """Print counts and every problem; exit 2 when there is a problem."""
    from sanccheck.rulebook.check import check_rules, check_shipped
    from sanccheck.rulebook.load import read_files, sorted_files
    from sanccheck.shipped import shipped

    report = (
        check_shipped(sorted_files(shipped("rules")))
        if path is None
        else check_rules(read_files(path))
    )
    if as_json:
        print_json(
            {
                "regimes": report.regimes,
                "rules": report.rules,
                "versions": report.versions,
                "examples": report.examples,
                "problems": [
                    {"path": item.path, "line": item.line, "message": item.message}
                    for item in report.problems
                ],
            }
        )
    else:
        for item in report.problems:
            click.echo(str(item), err=True)
        click.echo(
            f"{report.regimes} regimes, {report.rules} rules, {report.versions} versions, "
            f"{report.examples} examples: {len(report.problems)} problems"
        )
    ctx.exit(2 if report.problems else 0)


@command.command("facts", help="List the fact names that a rule may use.")
def facts() -> None:
    """Print each fact with its type and meaning."""
    from sanccheck.deal.registry import FACTS
    from sanccheck.deal.world_registry import WORLD_FAMILIES

    for name, spec in FACTS.items():
        values = f" ({', '.join(spec.words)})" if spec.words else ""
        click.echo(f"{name:<42} {spec.type:<8} {spec.meaning}{values}")
    click.echo(f"{'party.on.<list>':<42} yes_no   the party is on that list")
    for prefix, meaning in WORLD_FAMILIES:
        click.echo(f"{prefix + '<list>':<42} yes_no   {meaning}")


@command.command(
    "catalogue", help="Write every rule, with its sources and confidence, as Markdown."
)
def write_catalogue() -> None:
    """Print the page that is docs/rule_catalogue.md."""
    from sanccheck.rulebook.catalogue import catalogue
    from sanccheck.rulebook.load import shipped_rulebook

    book = shipped_rulebook(examples=False)
    click.echo(catalogue(item.regime for item in book.regimes), nl=False)


@command.command("schema", help="Write the JSON Schema of a rule file, for an editor.")
def write_schema() -> None:
    """Print what is in rules/schema.json."""
    from sanccheck.rulebook.json_schema import rule_file_schema

    print_json(rule_file_schema())
