"""The worker that the application server runs: gunicorn's own, but for who takes a new connection."""

import time

from gunicorn.workers.gthread import ThreadWorker

PAUSE, LONGEST = 0.0001, 0.001  # seconds for each connection that a process has, and at most


class EvenWorker(ThreadWorker):
    """Leaves a new connection to processes that have fewer.

    All wait at one socket, and whichever looked first took a whole burst of connections, which are then kept: a browser
    or a proxy had all of its requests answered by one process, at half the speed, while the other had nothing to do.
    """

    def accept(self, listener):
        """Take a connection, unless somebody with fewer has taken it meanwhile."""
        if self.nr_conns and self.cfg.workers > 1:
            time.sleep(min(PAUSE * self.nr_conns, LONGEST))
        super().accept(listener)
