"""What administrators see of their body, and everybody of the own substitutions."""

from django.db.models import Q, QuerySet

from coordination.units.models import (
    CalendarDay,
    Configuration,
    Post,
    Substitution,
    Succession,
    User,
)
from coordination.units.official import Official
from coordination.units.states import ADMINISTRATORS, Duty, Scope
from workflow import clock
from workflow.models import Record


def posts_of(actor: Official) -> QuerySet[Post]:
    """Every post of the actor's body, those that have ended too."""
    found = Post.objects.filter(unit__body=actor.body_id or 0)
    return found.select_related("user", "unit").order_by("pk")


def held_posts() -> QuerySet[Post]:
    """Posts held today whose holders may be substituted."""
    today = clock.today()
    return (
        Post.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
        .filter(user__is_active=True, unit__closed_on__isnull=True)
        .exclude(duty__in=ADMINISTRATORS)
        .select_related("user", "unit__body")
        .order_by("unit__code", "duty", "pk")
    )


def posts_to_substitute(actor: Official) -> QuerySet[Post]:
    """Posts for which the actor may register a substitute."""
    if actor.hat == Duty.SYSADMIN:
        return held_posts().filter(unit__body=actor.body_id or 0)
    own = Q(user=actor.user_id or 0)
    handlers = Q(unit__in=actor.signs, duty=Duty.HANDLER)
    return held_posts().filter(own if actor.on_behalf_of else own | handlers)


def possible_substitutes(actor: Official) -> QuerySet[User]:
    """People in office in the actor's body who are no administrators."""
    found = held_posts().filter(unit__body=actor.body_id or 0).values("user")
    others = User.objects.filter(pk__in=found).exclude(posts__duty__in=ADMINISTRATORS)
    return others.order_by("full_name", "username")


def visible_substitutions(actor: Official) -> QuerySet[Substitution]:
    """Those that concern the actor; all of the body for its administrators."""
    found = Substitution.objects.select_related("post__user", "post__unit__body", "substitute")
    mine = Q(post__user=actor.user_id or 0) | Q(substitute=actor.user_id or 0)
    mine |= Q(post__unit__in=actor.signs)
    if actor.hat in ADMINISTRATORS:
        mine |= Q(post__unit__body=actor.body_id or 0)
    return found.filter(mine)


def current(found: QuerySet[Substitution]) -> QuerySet[Substitution]:
    """Those that run or will run, the next to end first."""
    open_ones = found.filter(ended_at__isnull=True, until__gte=clock.today())
    return open_ones.order_by("until", "pk")


def past(found: QuerySet[Substitution]) -> QuerySet[Substitution]:
    """Those that are over, early or on their day."""
    return found.filter(Q(ended_at__isnull=False) | Q(until__lt=clock.today()))


def successions_of(actor: Official) -> QuerySet[Succession]:
    """What became of units of the actor's body."""
    found = Succession.objects.filter(old__body=actor.body_id or 0, direct=True)
    return found.select_related("old", "new").order_by("-pk")


def days_of(year: int) -> QuerySet[CalendarDay]:
    """The days of a year that differ from the plain week."""
    return CalendarDay.objects.filter(day__year=year)


def calendar_version() -> int:
    """The version on which an edit of the calendar acts."""
    found = Configuration.objects.filter(scope=Scope.CALENDAR).values_list("version", flat=True)
    return found.first() or 1


def chains_of(actor: Official) -> QuerySet[Configuration]:
    """The chains that a body's audit administrator reads: its own, its people's, the house's."""
    body = actor.body_id or 0
    people = Post.objects.filter(unit__body=body).values("user")
    house = Q(scope__in=[Scope.CALENDAR, Scope.STRANGERS])
    return Configuration.objects.filter(house | Q(body=body) | Q(person__in=people))


def entries_of(actor: Official) -> QuerySet[Record]:
    """The entries of these chains as one list, the newest first."""
    chains = chains_of(actor).values("pk").order_by()
    found = Record.objects.filter(kind=Configuration.kind, subject_id__in=chains)
    return found.prefetch_related("texts").order_by("-pk")
