"""A client of Sampo that needs nothing but Python's standard library.

    import sampo

    client = sampo.Client()                     # a node of yours that runs on this machine
    job = client.submit({"name": "hello", "tasks": [{"name": "greet", "body": "remote.greetings"}]})
    print(job.result("greet", timeout=60))

``sampo.worker`` does the bodies of tasks.
"""

from sampo.client import Client, Event, Job, JobInfo
from sampo.errors import (
    AuthRequired,
    Busy,
    Conflict,
    InvalidRequest,
    JobOver,
    NotFound,
    NotReadable,
    NotYet,
    Problem,
    Rejected,
    SampoError,
    TaskFailed,
    TimedOut,
    Unreachable,
)

__all__ = [
    "AuthRequired",
    "Busy",
    "Client",
    "Conflict",
    "Event",
    "InvalidRequest",
    "Job",
    "JobInfo",
    "JobOver",
    "NotFound",
    "NotReadable",
    "NotYet",
    "Problem",
    "Rejected",
    "SampoError",
    "TaskFailed",
    "TimedOut",
    "Unreachable",
]
