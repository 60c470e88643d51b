"""The government's business, slice by slice.

From below: ``units`` (who), ``sources`` (upper lists and files read), ``plans``, ``tasks``,
``disputes``, ``progress``, ``notifications``, ``reports``; above them ``forms`` and
``steps`` (what must be given, what can be done), ``web`` (the desks), ``demo`` and
``config``. A slice imports only those below it, and the engine ``workflow``.
"""
