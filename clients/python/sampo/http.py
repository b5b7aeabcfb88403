"""Requests to a node, sent again where that helps: what changes something has a key, so that it is done once."""

from __future__ import annotations

import http.client
import json
import socket
import time
import uuid
from contextlib import ExitStack, contextmanager
from typing import Any, Callable, Iterator, Optional, Sequence
from urllib.parse import quote, urlencode

from sampo.errors import Busy, Problem, SampoError, TimedOut, Unreachable, problem
from sampo.place import Place

_CONNECTS_WITHIN = 3.0
_ANSWERS_WITHIN = 30.0
_PAUSE_MIN, _PAUSE_MAX = 0.1, 5.0
_JSON = "application/json"


class Http:
    """A node that is asked; when it is gone, those that ``look`` finds then. Safe to use from several threads: each request
    has a connection of its own."""

    def __init__(
        self, look: Callable[[], Sequence[Place]], patience: float, places: Optional[Sequence[Place]] = None
    ) -> None:
        self._look = look
        self._places = places if places is not None else look()
        self._patience = patience

    def get(self, path: str, **query: Any) -> Any:
        return json.loads(self._whole("GET", with_query(path, query), None)[0])

    def post(self, path: str, body: Any, answers_within: float = _ANSWERS_WITHIN) -> Any:
        return self.post_encoded(path, encoded(body), answers_within)

    def post_encoded(self, path: str, body: bytes, answers_within: float = _ANSWERS_WITHIN) -> Any:
        return json.loads(self._whole("POST", path, body, answers_within)[0])

    def post_staying(self, path: str, body: Any, answers_within: float) -> tuple[Any, Callable[[], None]]:
        """What is answered, and what ends the connection: by it the node sees that this process lives. Asked once."""
        staying = ExitStack()
        try:
            response, _ = staying.enter_context(self._open("POST", path, encoded(body), answers_within, stays=True))
            return json.loads(response.read()), staying.close
        except BaseException:
            staying.close()
            raise

    def places(self) -> Sequence[Place]:
        """Of all nodes that are there now; those that were there last when there is none. Who is asked stays the same."""
        try:
            return self._look()
        except Unreachable:
            return self._places

    def at(self, place: Place, patience: Optional[float] = None) -> Http:
        """One node and no other, also when it was started again: for what no other one knows."""

        def look() -> Sequence[Place]:
            found = [each for each in self._look() if each.is_same_node(place)]
            if not found:
                raise Gone(f"the node that was at {place.address} is gone")
            return found

        return Http(look, self._patience if patience is None else patience, [place])

    def is_gone(self) -> bool:
        """Whether the one node it is for has gone, while others are there."""
        try:
            self._look()
        except Gone:
            return True
        except Unreachable:
            pass
        return False

    def get_value(self, path: str, **query: Any) -> Any:
        """What JSON stands for, or bytes."""
        body, kind, _ = self._whole("GET", with_query(path, query), None)
        return json.loads(body) if kind.startswith(_JSON) else body

    def _whole(
        self, method: str, path: str, body: Optional[bytes], answers_within: float = _ANSWERS_WITHIN
    ) -> tuple[bytes, str, Place]:
        end: Optional[float] = None
        pause = _PAUSE_MIN
        key = uuid.uuid4().hex if method != "GET" else None
        while True:
            try:
                with self._open(method, path, body, answers_within, key=key) as (response, place):
                    return response.read(), response.headers.get("Content-Type", ""), place
            except PASSING as failure:
                end = end if end is not None else time.monotonic() + self._patience
                wait = pause_after(failure, pause)
                if time.monotonic() + wait > end:
                    if isinstance(failure, BrokenOff):
                        raise Unreachable(str(failure)) from failure
                    raise
                time.sleep(wait)
                pause = min(2 * pause, _PAUSE_MAX)

    @contextmanager
    def open(
        self, method: str, path: str, body: Optional[bytes] = None, silent_max: float = _ANSWERS_WITHIN
    ) -> Iterator[http.client.HTTPResponse]:
        """The answer, to be read piece by piece; raises BrokenOff when the connection breaks, once."""
        with self._open(method, path, body, silent_max) as (response, _):
            yield response

    @contextmanager
    def _open(
        self,
        method: str,
        path: str,
        body: Optional[bytes],
        silent_max: float,
        stays: bool = False,
        key: Optional[str] = None,
    ) -> Iterator[tuple[http.client.HTTPResponse, Place]]:
        connection, place = self._connect(silent_max)
        try:
            sent = {"Authorization": "Bearer " + place.token(), "Connection": "keep-alive" if stays else "close"}
            if body is not None:
                sent["Content-Type"] = _JSON
            if key is not None:
                sent["Idempotency-Key"] = key
            try:
                connection.request(method, path, body, sent)
                response = connection.getresponse()
                if response.status // 100 != 2:
                    if response.status == 401:
                        self._look_again()  # another node may have got the port of one that is gone
                    raise problem(response.status, response.read())
                yield response, place
            except (OSError, http.client.HTTPException) as failure:
                raise BrokenOff(f"the connection to node {place.address} broke off: {failure!r}") from failure
        finally:
            connection.close()

    def _connect(self, silent_max: float) -> tuple[http.client.HTTPConnection, Place]:
        """To the node that was asked last, or one of those that are there now."""
        first = self._places[0]
        connection = _connected(first, silent_max)
        if connection is not None:
            return connection, first
        places = self._look_again()
        for place in places:
            connection = _connected(place, silent_max) if place != first else None  # it was tried just now
            if connection is not None:
                self._places = [place, *(each for each in places if each != place)]
                return connection, place
        tried = ", ".join(place.address for place in places)
        raise Unreachable(f"no node answers at {tried}; start it again, or name another: node=\"host:port\"")

    def _look_again(self) -> Sequence[Place]:
        try:
            self._places = self._look()
        except Unreachable:
            pass  # none is there now; those that were may be again
        return self._places


def _connected(place: Place, silent_max: float) -> Optional[http.client.HTTPConnection]:
    host, _, port = place.address.rpartition(":")
    connection = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=_CONNECTS_WITHIN)
    try:
        connection.connect()
    except OSError:
        connection.close()
        return None
    sock: socket.socket = connection.sock
    sock.settimeout(silent_max)
    return connection


class Gone(Unreachable):
    """The one node that knows is no more, but there are others."""


class BrokenOff(SampoError):
    """The connection broke while something was sent or read."""


#: What may be over when the same is asked again.
PASSING = (Busy, TimedOut, Unreachable, BrokenOff)


def pause_after(failure: Exception, otherwise: float) -> float:
    """For how many seconds to wait: as the node has said, if it has."""
    again = failure.retry_after if isinstance(failure, Problem) else None
    return again if again is not None else otherwise


def encoded(body: Any) -> bytes:
    return json.dumps(body, allow_nan=False).encode()


def with_query(path: str, query: dict[str, Any]) -> str:
    said = {name: value for name, value in query.items() if value is not None}
    return path + "?" + urlencode(said) if said else path


def part(text: str) -> str:
    """A part of a path, with whatever it has in it."""
    return quote(text, safe="")
