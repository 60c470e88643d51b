"""Lifecycles drawn from the code, as Mermaid."""

from django.utils import translation

from workflow.lifecycle import Subject, states_of, steps_of


def mermaid(model: type[Subject]) -> str:
    """The lifecycle of ``model`` as a Mermaid state diagram, steps and states by their codes."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {code}: {code} {label}" for code, label in states_of(model).items()]
    lines += [f"    [*] --> {made.state}: {made.name}" for made in model.creations]
    moves = sorted(
        (source, target, name)
        for name, declared in steps_of(model).items()
        for source, target in declared.legal()
    )
    lines += [f"    {source} --> {target}: {name}" for source, target, name in moves]
    return "\n".join(lines) + "\n"


def table(model: type[Subject]) -> str:
    """The steps of ``model`` as a Markdown table: step, moves, rule, conditions."""
    lines = ["| step | from → to | who | conditions |", "|---|---|---|---|"]
    for name, declared in sorted(steps_of(model).items()):
        moves = "<br>".join(f"{source} → {target}" for source, target in declared.legal())
        needs = "<br>".join(need.__name__ for need in declared.needs)
        lines.append(f"| `{name}` | {moves} | {declared.rule.__name__} | {needs} |")
    return "\n".join(lines) + "\n"


def page(model: type[Subject]) -> str:
    """A page with diagram and table; in English, whatever the language of the installation."""
    with translation.override("en"):
        title = str(model._meta.verbose_name).capitalize()
        return (
            f"# {title}: lifecycle\n\nDrawn from the code by `manage.py draw_workflows`; "
            f"not to be edited.\n\n```mermaid\n{mermaid(model)}```\n\n{table(model)}"
        )
