"""Does the bodies of tasks: takes them from a queue of a node on lease, and brings back their values.

    from sampo import Client
    from sampo.worker import Work, run

    def thumbnail(work: Work) -> str:
        name = work.inputs[0]
        ...
        return name + ".small"

    run(Client(), "images", thumbnail)

or from a shell: ``python3 -m sampo.worker images mymodule:thumbnail``.
"""

from __future__ import annotations

import argparse
import importlib
import math
import os
import signal
import socket
import sys
import threading
import time
import traceback
import uuid
from typing import Any, Callable, Optional, Sequence

from sampo.client import Client
from sampo.errors import Conflict, InvalidRequest
from sampo.http import PASSING, Http, encoded, part, pause_after
from sampo.place import Place

Handler = Callable[["Work"], Any]
_TRACE_MAX = 1_500
_MESSAGE_MAX = 4_000
_NAME_MAX = 100
_NOTE_MAX = 200
_RETRY_AFTER_MAX = 30 * 24 * 3600.0
_LISTENS_AGAIN_WITHIN = 1.0
_STAYS_AFTER = 0.2
_ANSWERS_WITHIN = 5.0
_STAYS_WITH_ONE = 1.0
_ASIDE, _ASIDE_MAX = 2.0, 60.0
_AT_ONCE = 1.0


class RetryAfter(Exception):
    """Raised by a handler that knows when trying again makes sense."""

    def __init__(self, seconds: float, message: str = "") -> None:
        super().__init__(message or f"try again after {seconds} s")
        self.seconds = seconds


class Work:
    """A task on lease. Its lease is made to last while the handler runs; ``cancelled`` is set when nobody wants the task any
    more, or when the lease was lost: then the handler should stop, and what it returns is dropped."""

    def __init__(self, http: Http, told: dict[str, Any], end: Callable[[], None] = lambda: None) -> None:
        self._http = http
        self._end = end  # of the connection by which it came: the node takes that for the end of this process
        self._path = "/v1/remote/leases/" + part(told["lease"])
        self._lasts = float(told["millis"]) / 1_000
        self._said: dict[str, Any] = {}
        self._heard = time.monotonic()
        self._ended = threading.Event()
        self.inputs: list[Any] = told["inputs"]
        self.queue: str = told["queue"]
        self.job: str = told["job"]
        self.task: str = told["task"]
        self.attempt: int = told["attempt"]
        self.delivery: int = told["delivery"]
        #: Rises with every attempt at the task, as text and as int(fence): outside systems that refuse lower ones are safe
        #: from late workers.
        self.fence: str = told["fence"]
        #: The header "traceparent" to send along to others, so that what they do is in the trace of the job.
        self.trace_parent: str = told.get("traceparent", "")
        self.cancelled = threading.Event()

    def progress(self, fraction: float, note: str = "") -> None:
        """Says how much is done, from 0 to 1; told with the next sign of life."""
        done = min(1.0, max(0.0, float(fraction)))  # 0 for NaN
        line = "".join(letter if letter.isprintable() else " " for letter in str(note)[:_NOTE_MAX])
        self._said = {"progress": done, "note": line}

    def do(self, handler: Handler) -> bool:
        """Runs the handler and says how it ended; whether it has brought a value, and that counted."""
        beating = threading.Thread(target=self._beat, name="sampo-heartbeat", daemon=True)
        beating.start()
        try:
            verb, body = self._ran(handler)
            return not self.cancelled.is_set() and self._settle(verb, body)
        finally:
            self._ended.set()
            self._end()

    def _ran(self, handler: Handler) -> tuple[str, bytes]:
        try:
            return "complete", encoded({"value": handler(self)})
        except RetryAfter as later:
            return "fail", encoded({**_told(later), **_retry_after(later)})
        except BaseException as failure:  # whatever it is, the task is told
            if isinstance(failure, KeyboardInterrupt) and threading.current_thread() is threading.main_thread():
                raise
            return "fail", encoded(_told(failure))

    def _settle(self, verb: str, body: bytes) -> bool:
        """Again and again until it is heard, or its lease is over for certain: heartbeats go on meanwhile."""
        while True:
            try:
                self._http.post_encoded(f"{self._path}/{verb}", body)
                return verb == "complete"
            except Conflict:
                self.cancelled.set()
                return False
            except InvalidRequest as failure:
                if verb == "fail":
                    raise
                return self._settle("fail", encoded(_told(failure)))  # such as a value that is too large
            except PASSING as failure:
                if time.monotonic() - self._heard > self._lasts or self._http.is_gone():
                    raise
                usual = min(self._lasts / 10, _LISTENS_AGAIN_WITHIN)
                time.sleep(min(max(usual, pause_after(failure, usual)), self._lasts))

    def _beat(self) -> None:
        """By requests that stay: the node answers at once when nobody wants the task any more, and should this process die it
        sees their connection end."""
        stays = self._lasts / 3
        pause = min(stays, _STAYS_AFTER)
        broken = 0
        while not self._ended.wait(pause):
            begun = time.monotonic()
            body = {**self._said, "wait_for": f"{int(1000 * stays)}ms"}
            pause = 0.0
            broken += 1
            try:
                if self._http.post(self._path + "/heartbeat", body, stays + self._lasts / 2)["cancelled"]:
                    self.cancelled.set()
                    return
                self._heard = begun
                broken = 0
                if time.monotonic() - begun < min(_AT_ONCE, stays / 2):
                    pause = stays  # the node has too many that stay; if it only lets nobody stay for as long, one comes again
            except Conflict:
                self.cancelled.set()
                return
            except InvalidRequest:
                pause = 0.0 if self._said else stays
                self._said = {}  # that it lives is more than what it has to say
            except Exception as failure:
                # At once, then more and more seldom: to the node a connection that breaks looks like a death.
                otherwise = 0.0 if broken == 1 else min(stays, _STAYS_AFTER * broken)
                pause = min(stays, max(otherwise, pause_after(failure, otherwise)))


def _told(failure: BaseException) -> dict[str, Any]:
    trace = "".join(traceback.format_exception(type(failure), failure, failure.__traceback__))
    try:
        message = str(failure)
    except Exception:
        message = "(its message cannot be told)"
    return {
        "type": type(failure).__name__[:_NAME_MAX],
        "message": f"{message[:_MESSAGE_MAX]}\n{trace[-_TRACE_MAX:]}",
    }


def _retry_after(later: RetryAfter) -> dict[str, str]:
    """Nothing when it is no time: then the task's policy alone says when."""
    try:
        seconds = float(later.seconds)
    except (TypeError, ValueError, OverflowError):
        return {}
    if math.isnan(seconds):
        return {}
    return {"retry_after": f"{int(1000 * max(0.0, min(seconds, _RETRY_AFTER_MAX)))}ms"}


class _Round:
    """Asks all nodes that there are for a task, in turn; to be used by one thread. Of several, one that does not answer is
    passed over for a while."""

    def __init__(self, http: Http, path: str, asked: dict[str, str], wait: float, turn: int) -> None:
        self._http = http
        self._path = path
        self._asked = asked
        self._wait = wait
        self._turn = turn
        self._aside: dict[Place, float] = {}
        self._failures: dict[Place, int] = {}
        self._requests: dict[Place, str] = {}

    def next(self) -> Optional[Work]:
        """The next task; nothing when there was none in time. Raises what is wrong when no node answers."""
        places = self._http.places()
        self._turn += 1
        first = self._turn % len(places)
        order = [*places[first:], *places[:first]]
        self._failures = {place: count for place, count in self._failures.items() if place in places}
        self._aside = {place: until for place, until in self._aside.items() if place in places}
        self._requests = {place: request for place, request in self._requests.items() if place in places}
        if len(places) == 1:
            return self._ask(places[0], self._wait)
        work = self._first(self._well(order), 0.0)
        return work or self._first(self._well(order)[:1], min(self._wait, _STAYS_WITH_ONE))

    def _well(self, order: Sequence[Place]) -> Sequence[Place]:
        now = time.monotonic()
        return [place for place in order if self._aside.get(place, 0.0) <= now] or order

    def _first(self, places: Sequence[Place], wait: float) -> Optional[Work]:
        failure: Optional[Exception] = None
        answers = 0
        for place in places:
            try:
                work = self._ask(place, wait)
                answers += 1
                self._failures.pop(place, None)
                if work is not None:
                    return work
            except Exception as wrong:  # whatever it is, there are others
                failure = failure or wrong
                failures = self._failures.get(place, 0)
                self._failures[place] = failures + 1
                aside = min(_ASIDE * 2 ** min(failures, 10), _ASIDE_MAX)
                self._aside[place] = time.monotonic() + pause_after(wrong, aside)
        if failure is not None and answers == 0:
            raise failure
        return None

    def _ask(self, place: Place, wait: float) -> Optional[Work]:
        request = self._requests.setdefault(place, uuid.uuid4().hex)  # the same lease when the answer was not heard
        body = {**self._asked, "request": request, "wait_for": f"{int(1000 * wait)}ms", "stays": True}
        told, end = self._http.at(place, 0.0).post_staying(self._path, body, wait + _ANSWERS_WITHIN)
        del self._requests[place]
        if "lease" in told:
            return Work(self._http.at(place, 0.0), told, end)  # it has a patience of its own
        end()
        return None


class Worker:
    """Takes tasks of one queue, one after the other on each of its threads, until it is stopped: those of all nodes that the
    client finds.

    :param lease: seconds that it may be silent before a task goes to another worker
    :param wait: seconds that one request waits for a task; to stop takes as long
    """

    def __init__(
        self,
        client: Client,
        queue: str,
        handler: Handler,
        name: Optional[str] = None,
        lease: float = 30.0,
        threads: int = 1,
        wait: float = 5.0,
    ) -> None:
        self._wait = wait
        self._http = client.http
        self._path = f"/v1/remote/{part(queue)}/lease"
        self._handler = handler
        self._name = name or f"{socket.gethostname()}-{os.getpid()}"
        self._lease = f"{int(lease * 1000)}ms"
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._serve, args=(number,), name=f"sampo-worker-{number}", daemon=True)
            for number in range(threads)
        ]

    def start(self) -> Worker:
        for thread in self._threads:
            thread.start()
        return self

    def stop(self, timeout: float = 60.0) -> None:
        """Takes no more; what is under way is ended first, for so long at most."""
        self._stopped.set()
        end = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def __enter__(self) -> Worker:
        return self.start()

    def __exit__(self, *ended: object) -> None:
        self.stop()

    def _serve(self, number: int) -> None:
        asked = {"worker": f"{self._name}/{number}", "lease": self._lease}
        nodes = _Round(self._http, self._path, asked, self._wait, number)
        while not self._stopped.is_set():
            begun = time.monotonic()
            try:
                work = nodes.next()
                if work is None:
                    left = self._wait - (time.monotonic() - begun)  # the node may have too many that wait
                    self._stopped.wait(max(0.0, min(left, _LISTENS_AGAIN_WITHIN)))
                else:
                    work.do(self._handler)
            except Exception as failure:  # whatever it is, there is more to do
                print(f"sampo.worker: {type(failure).__name__}: {failure}", file=sys.stderr)
                self._stopped.wait(_LISTENS_AGAIN_WITHIN)


def run(client: Client, queue: str, handler: Handler, lease: float = 30.0, threads: int = 1) -> None:
    """Works until SIGTERM or Ctrl-C, and ends what it has begun."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with Worker(client, queue, handler, lease=lease, threads=threads):
        while not stopped.wait(1.0):
            pass


def main(arguments: Optional[Sequence[str]] = None) -> None:
    parser = argparse.ArgumentParser(prog="python3 -m sampo.worker", description="Does the tasks of a queue.")
    parser.add_argument("queue", help="the queue's name: tasks name it as body remote.QUEUE")
    parser.add_argument("handler", help="module:function; it gets a sampo.worker.Work and returns the task's value")
    parser.add_argument("--node", action="append", help="host:port where a node answers HTTP; again for another one")
    parser.add_argument("--data", action="append", help="the data directory of a node of this machine; again for another one")
    parser.add_argument("--token-file", help="the file with the node's token")
    parser.add_argument("--threads", type=int, default=1, help="so many tasks at once")
    parser.add_argument("--lease", type=float, default=30.0, help="seconds after which a worker that is silent has lost its task")
    said = parser.parse_args(arguments)
    module, _, function = said.handler.partition(":")
    if not function:
        parser.error(f'"{said.handler}" names no function; write module:function')
    sys.path.insert(0, os.getcwd())
    handler: Handler = getattr(importlib.import_module(module), function)
    run(Client(said.node, said.data, said.token_file), said.queue, handler, said.lease, said.threads)


if __name__ == "__main__":
    main()
