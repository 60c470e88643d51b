"""The application that the API is measured against: Django REST framework with django-fsm.

It is tuned as a careful developer would: one query for token, person and post, one that cuts to
what is visible and locks, joined reads, ``update_fields``, bulk inserts, JSON only, and no
middleware but the host check. It asks the same rules and writes the same rows: task, history with
its data, outbox message, clock, milestones, report, evidence with its file. It has no version
chain, no seal, no triggers. Values are bound as Django does by itself, or by the server.
"""
