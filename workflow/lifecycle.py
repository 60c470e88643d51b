"""Subjects, their states and their steps.

A subject is a row with a state, a version and the head of its record chain. Its lifecycle
is declared with django-fsm: each step is a small method that sets fields, wrapped by
:func:`step`, which names the moves, the rule that says who, the conditions that say when,
and the words shown. Nobody but the door calls these methods.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, NamedTuple, TypeVar, cast

from django.db import models
from django.db.models.functions import Length
from django_fsm import RETURN_VALUE, FSMField, transition

from workflow.verdict import Condition, Rule, Text, Verdict, foreign

Method = TypeVar("Method", bound=Callable[..., object])
Moves = Mapping[str, str | tuple[str, ...]]

# SQLite does not enforce max_length: subjects carry checks of their own.
models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)


class Ref(NamedTuple):
    """Points at a row without holding it."""

    model: type["Subject"]
    pk: int


@dataclass(frozen=True)
class Step:
    """One declared step of a lifecycle.

    ``moves`` maps each source state to its target, or to the targets among which the method
    chooses by what it returns; a step that keeps the state maps it to itself. ``rule`` says
    who, ``needs`` what must hold besides; ``prose`` names the data that is free text; ``topic``
    is the outbox topic that others are told under; ``primary`` steps are the natural next act,
    ``grave`` ones ask for confirmation.
    """

    name: str
    moves: Moves
    rule: Rule
    label: Text
    needs: Sequence[Condition] = ()
    prose: Sequence[str] = ()
    topic: str = ""
    primary: bool = False
    grave: bool = False
    method: str = ""

    def legal(self) -> Iterator[tuple[str, str]]:
        """Every (source, target) of the step."""
        for source, target in self.moves.items():
            for each in (target,) if isinstance(target, str) else target:
                yield source, each


@dataclass(frozen=True)
class Creation:
    """How a subject comes to be: the step's name, its first state, and the words for it."""

    name: str
    state: str
    label: Text
    topic: str = ""
    prose: Sequence[str] = field(default_factory=tuple)


class Subject(models.Model):
    """A row whose every change goes through the door and leaves a record."""

    kind: ClassVar[str]
    creations: ClassVar[Sequence[Creation]] = ()

    version = models.PositiveIntegerField(default=1, editable=False)
    head = models.CharField(max_length=64, editable=False, default="")

    class Meta:
        abstract = True

    @property
    def present_state(self) -> str:
        """The code of the state the subject is in."""
        return str(self.__dict__["state"])

    def refresh_from_db(
        self, using: Any = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        """Read the row again. Django's own way assigns the protected state, which is refused."""
        rows = from_queryset if from_queryset is not None else type(self)._base_manager.all()
        fresh = rows.get(pk=self.pk)
        names = {f.attname for f in self._meta.concrete_fields}
        if fields is not None:
            names = {self._meta.get_field(name).attname for name in fields}  # type: ignore[union-attr]
        self.__dict__.update((name, fresh.__dict__[name]) for name in names)
        self._state.fields_cache.clear()
        self.__dict__.pop("_prefetched_objects_cache", None)

    def root(self) -> Ref:
        """The plan or task whose row is locked before any step on this subject."""
        return Ref(type(self), self.pk)


class StateField(FSMField):
    """A protected django-fsm field that migrations know as the column it is.

    The library's field listens to every model that is made, also to those that migrations make by
    the thousand to see their history; and they need the column, not the machine.
    """

    def deconstruct(self) -> Any:
        """As a plain column of words."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", args, kwargs


def state_field(choices: type[models.TextChoices], first: str) -> Any:
    """A protected django-fsm field over ``choices``; only steps write it."""
    return StateField(max_length=20, choices=choices.choices, default=first, protected=True)


def state_check(choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The database constraint that holds a state to the declared ones."""
    return models.CheckConstraint(condition=models.Q(state__in=choices.values), name=name)


def length_checks(prefix: str, **limits: int) -> list[models.BaseConstraint]:
    """Database constraints that hold texts to their lengths, in characters."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}__length__lte": limit}), name=f"{prefix}_{name}_len"
        )
        for name, limit in limits.items()
    ]


def choice_checks(prefix: str, **allowed: Sequence[str]) -> list[models.BaseConstraint]:
    """Database constraints that hold columns to their declared words."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}__in": list(words)}), name=f"{prefix}_{name}_in"
        )
        for name, words in allowed.items()
    ]


def consequence(_subject: object, _actor: object) -> Verdict:
    """The rule of steps that only follow from another step (``Act.follow``)."""
    return foreign("consequence", "only as the consequence of another step")


def step(
    moves: Moves,
    *,
    rule: Rule,
    label: Text,
    needs: Sequence[Condition] = (),
    prose: Sequence[str] = (),
    topic: str = "",
    primary: bool = False,
    grave: bool = False,
) -> Callable[[Method], Method]:
    """Declare a method as a step; see :class:`Step` for the parameters."""

    def declare(method: Method) -> Method:
        own = method.__name__  # a trailing underscore keeps off Python's words: return_
        name = own.removesuffix("_")
        declared = Step(name, moves, rule, label, needs, prose, topic, primary, grave, own)
        wrapped: Any = method
        for source, target in moves.items():
            wrapped = transition(
                field="state",
                source=source,
                target=target if isinstance(target, str) else RETURN_VALUE(*target),
                permission=cast("Any", rule),
                custom={"step": declared},
            )(wrapped)
        return wrapped  # type: ignore[no-any-return]

    return declare


def _state_field_of(model: type[Subject]) -> Any:
    declared: Any = model._meta  # each subject declares its own state
    return declared.get_field("state")


def states_of(model: type[Subject]) -> dict[str, Text]:
    """The states declared on ``model`` with their words, in order."""
    return dict(_state_field_of(model).flatchoices)


@cache
def steps_of(model: type[Subject]) -> Mapping[str, Step]:
    """Every step declared on ``model`` by name, read from django-fsm's own table."""
    found: dict[str, Step] = {}
    for declared in _state_field_of(model).get_all_transitions(model):
        found[declared.custom["step"].name] = declared.custom["step"]
    return found


@cache
def legal_moves(model: type[Subject]) -> frozenset[tuple[str, str, str]]:
    """Every (step, source, target) of ``model``; a creation has the empty source."""
    moves = {
        (name, source, target)
        for name, declared in steps_of(model).items()
        for source, target in declared.legal()
    }
    moves |= {(made.name, "", made.state) for made in model.creations}
    return frozenset(moves)


def subjects() -> list[type[Subject]]:
    """Every concrete subject of the project, by kind."""
    found: set[type[Subject]] = set()  # a model may come by several of its bases
    waiting: list[type[Subject]] = [Subject]  # type: ignore[type-abstract]
    while waiting:
        for model in waiting.pop().__subclasses__():
            waiting.append(model)
            if not model._meta.abstract and not model._meta.proxy:
                found.add(model)
    return sorted(found, key=lambda model: model.kind)


@cache
def subject_of(kind: str) -> type[Subject]:
    """The model that bears ``kind``; raises ``KeyError`` for an unknown one."""
    return {model.kind: model for model in subjects()}[kind]
