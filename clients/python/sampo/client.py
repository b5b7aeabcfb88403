"""Jobs: submitted, followed, steered, and what they have made."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any, Iterable, Iterator, Mapping, Optional

from sampo.errors import NotYet, TimedOut, Unreachable
from sampo.http import PASSING, BrokenOff, Http, part, pause_after, with_query
from sampo.place import Directories, Nodes, PathLike, find

_WAIT_AT_ONCE = 10.0
_SILENT_MAX = 15.0
_FAILURES_MAX = 10


@dataclass(frozen=True)
class JobInfo:
    """A job at one glance; ``raw`` has all that the node said. Times are seconds since 1970."""

    job: str
    name: str
    status: str
    reason: str
    tasks: int
    succeeded: int
    raw: Mapping[str, Any]

    @staticmethod
    def of(told: Mapping[str, Any]) -> JobInfo:
        return JobInfo(
            told["job"],
            told.get("name", ""),
            told["status"],
            told.get("reason", ""),
            told.get("tasks", 0),
            told.get("succeeded", 0),
            told,
        )

    @property
    def is_over(self) -> bool:
        return self.status in ("succeeded", "failed", "cancelled")

    @property
    def has_succeeded(self) -> bool:
        return self.status == "succeeded"


@dataclass(frozen=True)
class Event:
    """Something that happened to a job; ``number`` is its place among the job's events, to go on from ``number + 1``."""

    number: int
    kind: str
    task: Optional[str]
    raw: Mapping[str, Any]


class Client:
    """A cluster, seen through one of its nodes: one that this user has running here, unless it is said which.

    :param node: "host:port" of one, or several of which any will do
    :param data: the data directory of one, or several
    :param patience: for how many seconds to come again when a node is busy or gone
    """

    def __init__(
        self,
        node: Optional[Nodes] = None,
        data: Optional[Directories] = None,
        token_file: Optional[PathLike] = None,
        patience: float = 10.0,
    ) -> None:
        self._http = Http(lambda: find(node, data, token_file), patience)

    @property
    def http(self) -> Http:
        """For what has no method here."""
        return self._http

    def submit(self, job: Mapping[str, Any]) -> Job:
        """Submits a job as ``sampo run`` and ``POST /v1/jobs`` take it. Without an ``id`` it gets one, so that sending it again
        makes no second job."""
        named = dict(job)
        named.setdefault("id", f"{named.get('name', 'job')}-{uuid.uuid4()}")
        return Job(self._http, self._http.post("/v1/jobs", named)["job"])

    def job(self, job: str) -> Job:
        """A job by its id; nothing is asked yet."""
        return Job(self._http, job)

    def jobs(self, status: Optional[str] = None, name: Optional[str] = None) -> Iterator[JobInfo]:
        """All jobs, the latest first, fetched as they are read."""
        after = None
        while True:
            told = self._http.get("/v1/jobs", status=status, name=name, after=after)
            yield from map(JobInfo.of, told["jobs"])
            after = told.get("next")
            if after is None:
                return

    def nodes(self) -> list[dict[str, Any]]:
        """All nodes, by name."""
        nodes: list[dict[str, Any]] = []
        after = None
        while True:
            told = self._http.get("/v1/nodes", after=after)
            nodes += told["nodes"]
            after = told.get("next")
            if after is None:
                return nodes

    def queues(self) -> list[dict[str, Any]]:
        """The queues of the node that is asked, from which workers take tasks."""
        return list(self._http.get("/v1/remote")["queues"])


class Job:
    """One submitted job. Holding one costs nothing: it lives in the cluster, whether or not anybody asks."""

    def __init__(self, http: Http, job: str) -> None:
        self._http = http
        self.id = job
        self._path = "/v1/jobs/" + part(job)

    def __repr__(self) -> str:
        return f"Job({self.id!r})"

    def info(self) -> JobInfo:
        return JobInfo.of(self._http.get(self._path))

    def wait(self, timeout: Optional[float] = None) -> JobInfo:
        """Waits for its end, however it ends; raises TimedOut when it has not by then."""
        end = _end(timeout)
        while True:
            info = JobInfo.of(self._http.get(self._path, wait=_some_of(end)))
            if info.is_over:
                return info
            _require_time(end, f"the end of job {self.id}")

    def result(self, task: str, timeout: Optional[float] = None) -> Any:
        """The value of a task, as soon as it is there: what its JSON stands for, or bytes. Raises TaskFailed or JobOver when it
        will never be there, TimedOut when it is not by then."""
        end = _end(timeout)
        while True:
            try:
                return self._http.get_value(self._value(task), wait=_some_of(end))
            except NotYet:
                _require_time(end, f"the value of task {task} of job {self.id}")

    def stream(self, task: str, size: int = 1 << 16) -> Iterator[bytes]:
        """The value of a task that has one, piece by piece as the node sends it: JSON, or the bytes that it is."""
        with self._http.open("GET", self._value(task)) as response:
            while True:
                piece = response.read1(size)
                if not piece:
                    return
                yield piece

    def _value(self, task: str) -> str:
        return f"{self._path}/tasks/{part(task)}/value"

    def tasks(self, state: Optional[str] = None) -> Iterator[dict[str, Any]]:
        """Its tasks in their order, fetched as they are read."""
        start = None
        while True:
            told = self._http.get(self._path + "/tasks", state=state, **{"from": start})
            yield from told["tasks"]
            start = told.get("next")
            if start is None:
                return

    def explain(self, task: Optional[str] = None) -> dict[str, Any]:
        """Why it stands where it stands, or why the task is where it is."""
        path = self._path if task is None else f"{self._path}/tasks/{part(task)}"
        return dict(self._http.get(path + "/explanation"))

    def cancel(self, reason: str = "") -> str:
        """Asks for its end; returns its status."""
        return self._steer("cancel", {"reason": reason} if reason else {})

    def pause(self) -> str:
        """Lets nothing more of it begin; returns its status."""
        return self._steer("pause", {})

    def resume(self) -> str:
        return self._steer("resume", {})

    def _steer(self, verb: str, body: Mapping[str, Any]) -> str:
        return str(self._http.post(f"{self._path}/{verb}", body)["status"])

    def rerun(self, tasks: Iterable[str], name: Optional[str] = None) -> Job:
        """Runs tasks, and all that depends on them, again in a new job, which has the rest from this one. Under the same name
        it is the same job."""
        body = {"tasks": list(tasks), "name": name or uuid.uuid4().hex[:8]}
        return Job(self._http, self._http.post(self._path + "/rerun", body)["job"])

    def fork(self, changed: Mapping[str, Any], name: Optional[str] = None) -> Job:
        """A new job that differs from this one, in the form of ``submit``: what is the same there is not made again. Under the
        same name it is the same job."""
        path = with_query(self._path + "/fork", {"name": name or uuid.uuid4().hex[:8]})
        return Job(self._http, self._http.post(path, dict(changed))["job"])

    def events(self, start: int = 0, follow: bool = True) -> Iterator[Event]:
        """What happened to it, and what happens until its end; with ``follow=False`` what has happened by now. A connection
        that breaks is made again, and nothing is missed or told twice."""
        following = start
        failures = 0
        while True:
            begun = time.monotonic()
            try:
                for event in self._some_events(following, follow):
                    following = event.number + 1
                    failures = 0
                    yield event
                return
            except PASSING as failure:
                failures = 1 if time.monotonic() - begun > _SILENT_MAX else failures + 1
                if failures > _FAILURES_MAX:
                    if isinstance(failure, BrokenOff):
                        raise Unreachable(str(failure)) from failure
                    raise
                time.sleep(pause_after(failure, min(0.1 * 2**failures, 5.0)))

    def _some_events(self, start: int, follow: bool) -> Iterator[Event]:
        query = {"from": start, "follow": None if follow else "off"}
        with self._http.open("GET", with_query(self._path + "/events", query), silent_max=_SILENT_MAX) as response:
            fields: dict[str, str] = {}
            for line in response:
                text = line.decode().rstrip("\r\n")
                if text:
                    name, _, value = text.partition(":")
                    fields[name] = value[1:] if value.startswith(" ") else value
                elif "data" in fields:
                    told = json.loads(fields["data"])
                    yield Event(int(fields["id"]), fields.get("event", ""), told.get("task"), told)
                    fields = {}
            if response.chunk_left is not None:  # it was not ended, only broken off
                raise BrokenOff("the stream of events broke off")


def _end(timeout: Optional[float]) -> Optional[float]:
    return None if timeout is None else time.monotonic() + timeout


def _some_of(end: Optional[float]) -> str:
    left = _WAIT_AT_ONCE if end is None else max(0.0, min(_WAIT_AT_ONCE, end - time.monotonic()))
    return f"{int(left * 1000)}ms"


def _require_time(end: Optional[float], what: str) -> None:
    if end is not None and time.monotonic() >= end:
        raise TimedOut(0, "NOT_IN_TIME", f"{what} did not come in time; the job goes on, ask again")
