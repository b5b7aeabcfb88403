"""Nodes that are gone, busy, or back at another place."""

from __future__ import annotations

import os
import threading
import time
import unittest
from typing import Any

import sampo
from sampo import place
from tests.faulty import BROKEN, Answer, FaultyTest, refusal


class NodesTest(FaultyTest):
    def test_a_node_that_was_started_again_is_found(self) -> None:
        first = self.node(lambda path, _: (200, {"nodes": ["first"]}))
        client = self.client(patience=5)
        self.assertEqual(client.nodes(), ["first"])
        first.close()
        second = threading.Timer(0.2, lambda: self.node(lambda path, _: (200, {"nodes": ["second"]})))
        second.start()
        self.assertEqual(client.nodes(), ["second"])
        second.join()

    def test_where_another_node_has_got_the_port_one_looks_again(self) -> None:
        other = self.node(lambda path, _: (200, {"nodes": ["other"]}), "b")
        mine = self.node(lambda path, _: (200, {"nodes": ["mine"]}))
        right = (self.home / "a" / "http").read_text()
        (self.home / "a" / "http").write_text(f"{other.address}\n{self.home / 'a' / 'token'}\n")
        client = self.client()
        (self.home / "a" / "http").write_text(right)
        with self.assertRaises(sampo.AuthRequired):
            client.nodes()
        self.assertEqual(client.nodes(), ["mine"])
        self.assertEqual(len(mine.asked), 1)

    def test_each_gets_its_own_token_under_threads(self) -> None:
        nodes = [self.node(lambda path, _: (200, {"nodes": []}), name, posted=True) for name in ("a", "b", "c")]
        client = sampo.Client(patience=2)
        failures: list[Exception] = []

        def ask() -> None:
            try:
                for _ in range(20):
                    client.nodes()
            except Exception as failure:
                failures.append(failure)

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        nodes[2].close()
        nodes[1].close()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def test_all_pages_of_nodes_are_read(self) -> None:
        pages = {
            "/v1/nodes": {"nodes": ["a", "b"], "next": "b"},
            "/v1/nodes?after=b": {"nodes": ["c"], "next": "c"},
            "/v1/nodes?after=c": {"nodes": ["d"]},
        }
        self.node(lambda path, _: (200, pages[path]))
        self.assertEqual(self.client().nodes(), ["a", "b", "c", "d"])

    def test_to_look_who_is_there_does_not_change_who_is_asked(self) -> None:
        gone, well = [self.node(lambda path, _: (200, {"nodes": []}), name, posted=True) for name in ("a", "b")]
        os.utime(self.home / ".sampo" / "nodes" / f"{os.getpid()}-b", (0, 0))  # the one that is left the later choice
        gone.close()
        http = sampo.Client(patience=2).http
        http.get("/v1/nodes")
        asked = http._places[0].address
        self.assertEqual([each.address for each in http.places()], [gone.address, well.address])
        self.assertEqual((asked, http._places[0].address), (well.address, well.address))

    def test_a_notice_that_is_gone_by_now_hides_no_other(self) -> None:
        node = self.node(lambda path, _: (200, {"nodes": []}), "a", posted=True)
        (self.home / ".sampo" / "nodes" / f"{os.getpid()}-gone").symlink_to(self.home / "nowhere")
        self.assertEqual([each.address for each in place.find()], [node.address])


class FailoverTest(FaultyTest):
    def test_what_passes_is_waited_out(self) -> None:
        answers = [refusal(504), refusal(503, retry_after_seconds=0), BROKEN, (200, {"job": "j", "status": "failed"})]
        self.node(lambda path, _: answers.pop(0))
        self.assertEqual(self.client(patience=2).job("j").wait().status, "failed")

    def test_what_changes_something_is_sent_again_under_one_key(self) -> None:
        answers = [BROKEN, refusal(504), (200, {"job": "j~1"}), (200, {"job": "j~2"})]
        node = self.node(lambda path, _: answers.pop(0))
        http = self.client(patience=2).http
        http.post("/v1/nodes/n/change", {"add": {"cpus": 1}})
        http.post("/v1/nodes/n/change", {"add": {"cpus": 1}})
        first, again, third, other = node.keys
        self.assertTrue(first)
        self.assertEqual([first, first], [again, third])
        self.assertNotEqual(first, other)

    def test_patience_begins_with_the_first_failure(self) -> None:
        answers = [BROKEN, (200, {"job": "j", "status": "failed"})]

        def answer(path: str, _: Any) -> Answer:
            if len(answers) == 2:
                time.sleep(0.5)
            return answers.pop(0)

        self.node(answer)
        self.assertTrue(self.client(patience=0.3).job("j").wait().is_over)

    def test_patience_ends(self) -> None:
        self.node(lambda path, _: refusal(504))
        with self.assertRaises(sampo.TimedOut):
            self.client(patience=0.2).job("j").wait()

    def test_events_go_on_when_the_node_is_ready_again(self) -> None:
        events = b'id: 0\nevent: accepted\ndata: {"task": "t"}\n\n'
        answers = [refusal(503, retry_after_seconds=0), refusal(504), BROKEN, (200, events)]
        self.node(lambda path, _: answers.pop(0))
        self.assertEqual([event.kind for event in self.client().job("j").events()], ["accepted"])


if __name__ == "__main__":
    unittest.main()
