"""Requests to a node, sent again where that is safe and helps: all that can be sent may be sent twice."""

from __future__ import annotations

import http.client
import json
import socket
import time
from contextlib import contextmanager
from typing import Any, Iterator, Optional, Sequence
from urllib.parse import quote, urlencode

from sampo.errors import Busy, Problem, SampoError, Unreachable, problem
from sampo.place import Place

_CONNECTS_WITHIN = 3.0
_ANSWERS_WITHIN = 30.0
_PAUSE_MIN, _PAUSE_MAX = 0.1, 5.0
_JSON = "application/json"


class Http:
    """A node that is asked; the next one when it is gone. Safe to use from several threads: each request has a connection of
    its own."""

    def __init__(self, places: Sequence[Place], patience: float) -> None:
        self._places = list(places)
        self._current = 0
        self._patience = patience

    @property
    def address(self) -> str:
        return self._places[self._current].address

    def get(self, path: str, **query: Any) -> Any:
        return json.loads(self._whole("GET", with_query(path, query), None)[0])

    def post(self, path: str, body: Any, answers_within: float = _ANSWERS_WITHIN) -> Any:
        return json.loads(self._whole("POST", path, json.dumps(body, allow_nan=False).encode(), answers_within)[0])

    def get_value(self, path: str, **query: Any) -> Any:
        """What JSON stands for, or bytes."""
        body, kind = self._whole("GET", with_query(path, query), None)
        return json.loads(body) if kind.startswith(_JSON) else body

    def _whole(
        self, method: str, path: str, body: Optional[bytes], answers_within: float = _ANSWERS_WITHIN
    ) -> tuple[bytes, str]:
        end = time.monotonic() + self._patience
        pause = _PAUSE_MIN
        while True:
            try:
                with self.open(method, path, body, {}, answers_within) as response:
                    return response.read(), response.headers.get("Content-Type", "")
            except (Busy, Unreachable, BrokenOff) as failure:
                again = failure.retry_after if isinstance(failure, Problem) else None
                wait = again if again is not None else pause
                if time.monotonic() + wait > end:
                    if isinstance(failure, BrokenOff):
                        raise Unreachable(str(failure)) from failure
                    raise
                time.sleep(wait)
                pause = min(2 * pause, _PAUSE_MAX)

    @contextmanager
    def open(
        self,
        method: str,
        path: str,
        body: Optional[bytes] = None,
        headers: Optional[dict[str, str]] = None,
        silent_max: float = _ANSWERS_WITHIN,
    ) -> Iterator[http.client.HTTPResponse]:
        """The answer, to be read piece by piece; raises BrokenOff when the connection breaks, once."""
        connection = self._connect(silent_max)
        place = self._places[self._current]
        try:
            sent = {"Authorization": "Bearer " + place.token(), "Connection": "close", **(headers or {})}
            if body is not None:
                sent["Content-Type"] = _JSON
            try:
                connection.request(method, path, body, sent)
                response = connection.getresponse()
                if response.status // 100 != 2:
                    raise problem(response.status, response.read())
                yield response
            except (OSError, http.client.HTTPException) as failure:
                raise BrokenOff(f"the connection to node {place.address} broke off: {failure!r}") from failure
        finally:
            connection.close()

    def _connect(self, silent_max: float) -> http.client.HTTPConnection:
        """To the node that answered last, or another one that does."""
        for _ in self._places:
            host, _, port = self.address.rpartition(":")
            connection = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=_CONNECTS_WITHIN)
            try:
                connection.connect()
            except OSError:
                connection.close()
                self._current = (self._current + 1) % len(self._places)
                continue
            sock: socket.socket = connection.sock
            sock.settimeout(silent_max)
            return connection
        tried = ", ".join(place.address for place in self._places)
        raise Unreachable(f"no node answers at {tried}; start it again, or name another: node=\"host:port\"")


class BrokenOff(SampoError):
    """The connection broke while something was sent or read."""


def with_query(path: str, query: dict[str, Any]) -> str:
    said = {name: value for name, value in query.items() if value is not None}
    return path + "?" + urlencode(said) if said else path


def part(text: str) -> str:
    """A part of a path, with whatever it has in it."""
    return quote(text, safe="")
