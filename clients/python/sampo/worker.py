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
from sampo.http import PASSING, Http, encoded, part

Handler = Callable[["Work"], Any]
_TRACE_MAX = 1_500
_MESSAGE_MAX = 4_000
_NAME_MAX = 100
_NOTE_MAX = 200
_RETRY_AFTER_MAX = 30 * 24 * 3600.0
_LISTENS_AGAIN_WITHIN = 1.0


class RetryAfter(Exception):
    """Raised by a handler that knows when trying again makes sense."""

    def __init__(self, seconds: float, message: str = "") -> None:
        super().__init__(message or f"try again after {seconds} s")
        self.seconds = seconds


class Work:
    """A task on lease. Its lease is made to last while the handler runs; ``cancelled`` is set when nobody wants the task any
    more, or when the lease was lost: then the handler should stop, and what it returns is dropped."""

    def __init__(self, http: Http, told: dict[str, Any]) -> None:
        self._http = http
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
            except PASSING:
                if time.monotonic() - self._heard > 2 * self._lasts:
                    raise
                time.sleep(min(self._lasts / 10, _LISTENS_AGAIN_WITHIN))

    def _beat(self) -> None:
        while not self._ended.wait(self._lasts / 3):
            try:
                if self._http.post(self._path + "/heartbeat", self._said, self._lasts / 2)["cancelled"]:
                    self.cancelled.set()
                    return
                self._heard = time.monotonic()
            except Conflict:
                self.cancelled.set()
                return
            except InvalidRequest:
                self._said = {}  # that it lives is more than what it has to say
            except Exception:
                continue  # the next one may come through


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


class Worker:
    """Takes tasks of one queue, one after the other on each of its threads, until it is stopped.

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
        name = f"{self._name}/{number}"
        while not self._stopped.is_set():
            begun = time.monotonic()
            try:
                if not self._do_next(name):
                    left = self._wait - (time.monotonic() - begun)  # the node may have too many that wait
                    self._stopped.wait(max(0.0, min(left, _LISTENS_AGAIN_WITHIN)))
            except Exception as failure:  # whatever it is, there is more to do
                print(f"sampo.worker: {type(failure).__name__}: {failure}", file=sys.stderr)
                self._stopped.wait(_LISTENS_AGAIN_WITHIN)

    def _do_next(self, name: str) -> bool:
        request = uuid.uuid4().hex  # sent again when the answer is not heard: it is the same lease then
        body = {"worker": name, "request": request, "lease": self._lease, "wait_for": f"{int(self._wait * 1000)}ms"}
        told, node = self._http.post_to_one(self._path, body)
        if "lease" not in told:
            return False
        Work(node, told).do(self._handler)
        return True


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
    parser.add_argument("--node", help="host:port where a node answers HTTP")
    parser.add_argument("--data", help="the data directory of a node of this machine")
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
