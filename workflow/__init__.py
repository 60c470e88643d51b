"""The engine: how a state changes, who may change it, and what remains of it.

It knows no unit, plan or task. The way through it:

``lifecycle``  a subject declares its states and steps (django-fsm)
``verdict``    a rule answers yes, or no with a reason
``door``       the one door: lock, rule, version, state, conditions, record, change, outbox
``offers``     what an actor may do now with a subject, and why not
``records``    the append-only chain of a subject and its proof
``guards``     triggers with which the database itself refuses what did not pass the door
``outbox``     effects that leave after the commit
``deadlines``  limits that the clock fires
``drawing``    lifecycles drawn from the code
"""
