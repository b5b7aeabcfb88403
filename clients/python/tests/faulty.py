"""Nodes that do as a test tells them."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Callable, Optional
from unittest import mock

import sampo

Answer = Optional[tuple[int, Any]]
BROKEN: Answer = None


def refusal(status: int, code: str = "X", **more: Any) -> Answer:
    return status, {"status": status, "code": code, "detail": "as the test wants it", **more}


class Node:
    """Answers what it is told to, and remembers what it was asked. An answer that is None breaks the connection."""

    def __init__(self, data: Path, answer: Callable[[str, Any], Answer]) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.keys: list[Optional[str]] = []
        node = self

        class Asked(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                body = json.loads(self.rfile.read(length)) if length else None
                node.asked.append((self.path, body))
                node.keys.append(self.headers["Idempotency-Key"])
                if self.headers["Authorization"] != "Bearer secret of " + data.name:
                    told = refusal(401, "AUTH_REQUIRED")
                else:
                    told = answer(self.path, body)
                if told is None:
                    self.close_connection = True
                    return
                status, what = told
                sent = what if isinstance(what, bytes) else json.dumps(what).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(sent), sent))

            do_GET = do_POST

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.address = f"127.0.0.1:{self._server.server_port}"
        self._serving = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._serving.start()
        data.mkdir(exist_ok=True)
        token = data / "token"
        token.write_text("secret of " + data.name)
        token.chmod(0o600)
        (data / "http").write_text(f"{self.address}\n{token}\n")

    def said(self, end: str) -> list[Any]:
        return [body for path, body in self.asked if path.endswith(end)]

    def close(self) -> None:
        self._server.shutdown()
        self._serving.join()
        self._server.server_close()


class FaultyTest(unittest.TestCase):
    def setUp(self) -> None:
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.home = Path(home.name)
        without = {name: value for name, value in os.environ.items() if not name.startswith("SAMPO_")}
        environment = mock.patch.dict(os.environ, {**without, "HOME": home.name}, clear=True)
        environment.start()
        self.addCleanup(environment.stop)
        errors = mock.patch.object(sys, "stderr", open(os.devnull, "w"))
        self.addCleanup(errors.start().close)
        self.addCleanup(errors.stop)

    def node(self, answer: Callable[[str, Any], Answer], name: str = "a", posted: bool = False) -> Node:
        node = Node(self.home / name, answer)
        self.addCleanup(node.close)
        if posted:
            directory = self.home / ".sampo" / "nodes"
            directory.mkdir(parents=True, exist_ok=True)
            (directory / f"{os.getpid()}-{name}").write_text(str(self.home / name))
        return node

    def client(self, patience: float = 0.3) -> sampo.Client:
        return sampo.Client(data=self.home / "a", patience=patience)
