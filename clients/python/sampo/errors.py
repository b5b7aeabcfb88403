"""What can go wrong, one name for each thing that a caller may conclude."""

from __future__ import annotations

import json
from typing import Any, Optional


class SampoError(Exception):
    """All that this client raises."""


class Unreachable(SampoError):
    """No node answers, or none is known; the message says which were tried, and the remedy."""


class Problem(SampoError):
    """A node has not done what it was asked.

    ``code`` is for programs and does not change, ``detail`` is for people, ``retry_after`` says in how many seconds to come
    again, if that is a remedy.
    """

    def __init__(self, status: int, code: str, detail: str, retry_after: Optional[float] = None) -> None:
        super().__init__(f"{detail} ({code})" if code else detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class InvalidRequest(Problem):
    """The request itself is wrong: 400, 405, 413, 414, 415, 421, 431."""


class AuthRequired(Problem):
    """The token is not the node's: 401, 403."""


class NotFound(Problem):
    """There is no such job, task or node: 404."""


class NotReadable(Problem):
    """The value has no form in JSON, or the node lacks its class: 406; ask for bytes instead."""


class Conflict(Problem):
    """It cannot be done as things stand: 409."""


class NotYet(Conflict):
    """The task has no value yet."""


class TaskFailed(Conflict):
    """The task has failed for good, or was skipped because of one that had."""


class JobOver(Conflict):
    """The job has ended without the value."""


class Rejected(Problem):
    """The graph was refused; nothing was recorded: 422."""


class Busy(Problem):
    """Not now: 429, 503. The client has come again for as long as its patience lasts."""


class TimedOut(Problem):
    """It is not known whether it took effect, or did not come in time: 408, 504, and waits of this client that ended."""


_BY_CODE: dict[str, type[Problem]] = {
    "NO_VALUE_YET": NotYet,
    "TASK_FAILED": TaskFailed,
    "JOB_OVER": JobOver,
}
_BY_STATUS: dict[int, type[Problem]] = {
    401: AuthRequired,
    403: AuthRequired,
    404: NotFound,
    406: NotReadable,
    408: TimedOut,
    409: Conflict,
    422: Rejected,
    429: Busy,
    503: Busy,
    504: TimedOut,
}


def problem(status: int, body: bytes) -> Problem:
    """What an answer of another status than 2xx stands for."""
    try:
        told: Any = json.loads(body)
        code, detail = str(told["code"]), str(told["detail"])
        again = told.get("retry_after_seconds")
        retry_after = float(again) if again is not None else None
    except (ValueError, KeyError, TypeError):
        code, detail, retry_after = "", f"what answers is no Sampo node (HTTP {status})", None
    kind = _BY_CODE.get(code) or _BY_STATUS.get(status) or (InvalidRequest if status < 500 else Problem)
    return kind(status, code, detail, retry_after)
