"""Long work outside of a request: asked for on a page or by the API, done by whoever comes to it, watched, kept safe.

`TASK_QUEUE` says who does it: the request itself, or workers over one queue in the database. What an errand writes and
that it is done are one transaction, so a worker that is killed leaves nothing half done; and it is taken up again.
"""

from profiles.tasks.asking import TooMany, again, apply, ask, forget, is_queued, may_go_again
from profiles.tasks.pieces import stream

__all__ = ["TooMany", "again", "apply", "ask", "forget", "is_queued", "may_go_again", "stream"]
