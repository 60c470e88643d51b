"""gunicorn for production: threads and kept connections, since both are worth more than workers."""

import gc
import multiprocessing
from typing import Any

bind = "127.0.0.1:8000"
workers = max(2, multiprocessing.cpu_count())
threads = 8
worker_class = "gthread"
keepalive = 75
timeout = 60
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = "127.0.0.1"
accesslog = "-"


def post_worker_init(_worker: Any) -> None:
    """What is loaded stays: the collector, which would look at it again and again, may pass it."""
    gc.collect()
    gc.freeze()
