"""The benchmarks that ``manage.py bench`` finds in this application."""

from tests.bench import door, http, inbox, rounds, search

BENCHMARKS = {
    "door": door.one_step,
    "at_once": door.set_based,
    "http": http.life_over_http,
    "inbox": inbox.inbox_page,
    "rounds": rounds.round_of_all,
    "search": search.growth,
}
