"""The people whom records name, by their full names: who acted, for whom, and who prepared it."""

from collections.abc import Iterable

from django.db.models import Q

from coordination.units.models import User
from workflow.models import Record


class People:
    """The names of the people in some records, read in one query."""

    def __init__(self, records: Iterable[Record]) -> None:
        found = list(records)
        names = {record.on_behalf_of for record in found} | {
            str(record.told.get("prepared_by", "")) for record in found
        }
        rows = User.objects.filter(
            Q(pk__in={record.actor_id for record in found}) | Q(username__in=names - {""})
        )
        self._by_id: dict[int, str] = {}
        self._by_name: dict[str, str] = {}
        for user in rows:
            self._by_id[user.pk] = self._by_name[user.username] = str(user)

    def actor(self, record: Record) -> str:
        """Who acted; for the system what the record says."""
        return self._by_id.get(record.actor_id or 0, record.actor)

    def principal(self, record: Record) -> str:
        """For whom a substitute acted; empty where nobody was substituted."""
        return self._by_name.get(record.on_behalf_of, record.on_behalf_of)

    def preparer(self, record: Record) -> str:
        """Who made the act ready for the one who signed it; empty where he did so himself."""
        name = str(record.told.get("prepared_by", ""))
        return self._by_name.get(name, name)
