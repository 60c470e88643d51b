"""The one way into the configuration's chains: an entry beside what it records, in one act."""

from typing import Any

from django.db import IntegrityError, transaction

from coordination.units.models import Body, Configuration, User
from coordination.units.states import Scope
from workflow.door import Act


def of_body(act: Act, body: Body) -> Configuration:
    """The chain of a body's posts, substitutions and units, locked."""
    return _chain(act, Scope.BODY, body=body)


def of_person(act: Act, person: User) -> Configuration:
    """The chain of a person's sign-ins and tokens, locked."""
    return _chain(act, Scope.PERSON, person=person)


def of_calendar(act: Act) -> Configuration:
    """The chain of the calendar, locked."""
    return _chain(act, Scope.CALENDAR)


def of_strangers(act: Act) -> Configuration:
    """The chain of sign-ins under names that nobody bears, locked."""
    return _chain(act, Scope.STRANGERS)


def _chain(act: Act, scope: Scope, **about: Any) -> Configuration:
    """The chain, begun where it is not there yet; of two who begin it at once one goes first."""
    found = Configuration.objects.filter(scope=scope, **about).first()
    if found is None:
        try:
            with transaction.atomic():
                return act.create(Configuration(scope=scope, **about), "open")
        except IntegrityError:
            found = Configuration.objects.get(scope=scope, **about)
    return act.take(found)
