"""How gunicorn serves `config.wsgi`; PORT and WEB_CONCURRENCY come from the environment.

Processes rather than threads, each with its share of the connections (config/workers.py). The second thread of a
process only keeps one slow client from holding up the next; waiting connections (a browser opens some ahead) hold no
thread at all.
"""

import ctypes
import os

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(4, os.cpu_count() or 1))
worker_class = "config.workers.EvenWorker"
threads = 2
preload_app = False  # each process opens its own database connections
keepalive = 5
timeout = 60
graceful_timeout = 10
# Heartbeat files on a disk can stall a worker; this one is memory where the system has it.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
accesslog = os.environ.get("ACCESS_LOG") or None
# Nobody moves the site by a header: no SCRIPT_NAME, and the scheme only from a proxy that HTTPS=1 says is there.
forwarder_headers = ""
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"} if os.environ.get("HTTPS", "").lower() in ("1", "true") else {}
control_socket_disable = True  # it would lie in the home directory, one for all servers of the user

# glibc gives the memory of each large page back to the system and faults it in again for the next one (143 page
# faults a page of 280 KB were counted, half of its CPU); whether it does depends on how the heap happens to lie.
KEPT = {-1: 256 << 20, -3: 32 << 20}  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD: bytes from which memory is given back


def post_fork(server: object, worker: object) -> None:
    """Let the process keep the memory that pages are made in. Does nothing where the C library is another."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    for option, value in KEPT.items() if mallopt else ():
        mallopt(option, value)
