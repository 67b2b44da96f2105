"""How gunicorn serves `config.wsgi`; PORT, WEB_CONCURRENCY and ACCESS_LOG come from where all settings do.

Processes rather than threads, each with its share of the connections (config/workers.py). The second thread of a
process only keeps one slow client from holding up the next; waiting connections (a browser opens some ahead) hold no
thread at all.
"""

import ctypes
import gc
import os

from config.settings import env

bind = f"127.0.0.1:{env.str('PORT', default='') or 8000}"
workers = int(env.str("WEB_CONCURRENCY", default="") or min(4, os.cpu_count() or 1))
worker_class = "config.workers.EvenWorker"
threads = 2
preload_app = False  # each process opens its own database connections
keepalive = 5
timeout = 60
graceful_timeout = 10
# Heartbeat files on a disk can stall a worker; this one is memory where the system has it.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
accesslog = env.str("ACCESS_LOG", default="") or None
# Nobody moves the site by a header: no SCRIPT_NAME, and the scheme only from a proxy that HTTPS=1 says is there.
forwarder_headers = ""
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"} if env.bool("HTTPS", default=False) else {}
control_socket_disable = True  # it would lie in the home directory, one for all servers of the user

# glibc gives the memory of each large page back to the system and faults it in again for the next one (143 page
# faults a page of 280 KB were counted, half of its CPU); whether it does depends on how the heap happens to lie.
KEPT = {-1: 256 << 20, -3: 32 << 20}  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD: bytes from which memory is given back


def post_fork(server: object, worker: object) -> None:
    """Let the process keep the memory that pages are made in. Does nothing where the C library is another."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    for option, value in KEPT.items() if mallopt else ():
        mallopt(option, value)


def post_worker_init(worker: object) -> None:
    """Leave what the program is made of out of the collector's full rounds, which hold up answers."""
    gc.collect()
    gc.freeze()
