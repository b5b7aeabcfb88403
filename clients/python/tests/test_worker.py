"""Workers whose node does not do as they wish, and whose handlers do what nobody wishes."""

from __future__ import annotations

import json
import os
import threading
import time
import unittest
from pathlib import Path
from typing import Any, Callable
from unittest import mock

import sampo
from sampo.place import find
from sampo.worker import Handler, RetryAfter, Work, Worker
from tests.faulty import BROKEN, Answer, FaultyTest, Node, refusal


class WorkerTest(FaultyTest):
    def work(self, millis: int = 3_000, patience: float = 0.05) -> Work:
        return Work(self.client(patience).http, told(millis))


def told(millis: int = 3_000) -> dict[str, Any]:
    names = {"lease": "life-1", "queue": "q", "job": "j", "task": "t", "fence": "0"}
    return {**names, "inputs": [], "millis": millis, "attempt": 1, "delivery": 1}


def beats(node: Node) -> list[Any]:
    """What its signs of life have said."""
    return [{name: what for name, what in said.items() if name != "wait_for"} for said in node.said("heartbeat")]


def held() -> Answer:
    return 200, {"lease": "life-1", "cancelled": False}


def settled() -> Answer:
    return 200, {"lease": "life-1", "again": False}


class SettlingTest(WorkerTest):
    def test_a_value_is_brought_until_it_is_heard(self) -> None:
        answers = [refusal(503), refusal(429), refusal(504), BROKEN, refusal(503), settled()]
        node = self.node(lambda path, _: answers.pop(0) if path.endswith("complete") else held())
        self.assertTrue(self.work().do(lambda work: 42))
        self.assertEqual(node.said("complete"), [{"value": 42}] * 6)
        self.assertEqual(node.said("fail"), [])

    def test_the_lease_lasts_while_the_value_is_brought(self) -> None:
        begun = time.monotonic()

        def answer(path: str, _: Any) -> Answer:
            if path.endswith("heartbeat"):
                return held()
            return settled() if time.monotonic() - begun > 0.6 else refusal(503)

        node = self.node(answer)
        self.assertTrue(self.work(millis=200).do(lambda work: 42))
        self.assertGreater(len(node.said("heartbeat")), 3)

    def test_a_value_that_is_refused_as_it_is_fails_the_attempt(self) -> None:
        node = self.node(lambda path, _: refusal(413) if path.endswith("complete") else settled())
        self.assertFalse(self.work().do(lambda work: 42))
        self.assertEqual(node.said("fail")[0]["type"], "InvalidRequest")

    def test_when_nothing_of_its_lease_can_be_left_it_is_dropped(self) -> None:
        self.node(lambda path, _: refusal(503))
        with self.assertRaises(sampo.Busy):
            self.work(millis=100).do(lambda work: 42)

    def test_a_node_that_is_gone_while_others_are_there_is_not_waited_for(self) -> None:
        for left_word in (True, False):
            with self.subTest(left_word=left_word):
                name = "a" if left_word else "c"
                first = self.node(lambda path, _: refusal(503), name, posted=True)
                self.node(lambda path, _: (200, {}), "b", posted=True)
                http = sampo.Client(patience=0.05).http
                place = next(each for each in http.places() if each.address == first.address)
                first.close()
                if not left_word:
                    (self.home / ".sampo" / "nodes" / f"{os.getpid()}-{name}").unlink()
                begun = time.monotonic()
                with self.assertRaises(sampo.Unreachable):
                    Work(http.at(place, 0.0), told(millis=1_000 if left_word else 60_000)).do(lambda work: 42)
                self.assertLess(time.monotonic() - begun, 1.9)

    def test_a_long_message_is_cut(self) -> None:
        node = self.node(lambda path, _: settled())

        def fails(work: Work) -> None:
            raise ValueError("x" * 3_000_000)

        self.assertFalse(self.work().do(fails))
        self.assertLess(len(json.dumps(node.said("fail")[0])), 10_000)
        self.assertTrue(node.said("fail")[0]["message"].startswith("xxx"))

    def test_whatever_a_handler_ends_with_is_told(self) -> None:
        node = self.node(lambda path, _: settled())
        deep: list[Any] = []
        for _ in range(100_000):
            deep = [deep]

        class Mute(Exception):
            def __str__(self) -> str:
                raise KeyError("no words")

        for failure in (SystemExit(3), Mute(), RetryAfter(float("nan")), RetryAfter(float("inf")), RetryAfter(10**400)):
            with self.subTest(type(failure).__name__):
                self.assertFalse(self.work().do(raising(failure)))
        self.assertFalse(self.work().do(lambda work: deep))
        self.assertEqual(len(node.said("fail")), 6)
        self.assertEqual(node.said("fail")[0]["type"], "SystemExit")
        self.assertEqual([said.get("retry_after", "") for said in node.said("fail")][2:4], ["", "2592000000ms"])


def raising(failure: BaseException) -> Handler:
    def handler(work: Work) -> None:
        raise failure

    return handler


class ProgressTest(WorkerTest):
    def test_what_is_said_is_made_fit(self) -> None:
        node = self.node(lambda path, _: held() if path.endswith("heartbeat") else settled())
        said = [(50, ""), (1.0000001, ""), (float("nan"), Path("x")), (-1, "a\nb\x1b"), (0.5, "y" * 500)]

        def handler(work: Work) -> None:
            for fraction, note in said:
                work.progress(fraction, note)  # type: ignore[arg-type]
                count = len(node.asked)
                while len(node.asked) < count + 2:
                    time.sleep(0.01)

        self.work(millis=100).do(handler)
        heard = beats(node)
        fit = [(1, ""), (1, ""), (0, "x"), (0, "a b "), (0.5, "y" * 200)]
        for fraction, note in fit:
            self.assertIn({"progress": fraction, "note": note}, heard)
        self.assertTrue(all((each["progress"], each["note"]) in fit for each in heard if each), heard)

    def test_what_the_node_does_not_like_is_not_said_again(self) -> None:
        def answer(path: str, body: Any) -> Answer:
            return refusal(400) if body.get("progress") else held() if path.endswith("heartbeat") else settled()

        node = self.node(answer)

        def handler(work: Work) -> None:
            work.progress(0.5)
            while not node.said("heartbeat")[1:]:
                time.sleep(0.01)

        self.work(millis=100).do(handler)
        self.assertEqual(beats(node)[:2], [{"progress": 0.5, "note": ""}, {}])

    def test_an_answer_that_is_none_does_not_end_the_signs_of_life(self) -> None:
        node = self.node(lambda path, _: (200, b"<html>") if path.endswith("heartbeat") else settled())

        def handler(work: Work) -> None:
            while len(node.said("heartbeat")) < 3:
                time.sleep(0.01)

        self.assertTrue(self.work(millis=100).do(handler))


class StayingTest(WorkerTest):
    """Leases of half a minute: a third of it in between would be long."""

    def heartbeats(self, answer: Callable[[], Answer], count: int) -> Node:
        node = self.node(lambda path, _: answer() if path.endswith("heartbeat") else settled())

        def handler(work: Work) -> None:
            until(lambda: len(node.said("heartbeat")) >= count, 4)

        self.assertTrue(self.work(millis=30_000).do(handler))
        return node

    def test_who_may_not_stay_for_as_long_as_it_asks_comes_again_at_once(self) -> None:
        def answer() -> Answer:
            time.sleep(0.1)
            return held()

        with mock.patch("sampo.worker._AT_ONCE", 0.05):
            self.heartbeats(answer, 5)

    def test_who_may_not_stay_at_all_comes_seldom(self) -> None:
        node = self.node(lambda path, _: held() if path.endswith("heartbeat") else settled())
        self.assertTrue(self.work(millis=30_000).do(lambda work: time.sleep(1)))
        self.assertEqual(len(node.said("heartbeat")), 1)

    def test_who_was_cut_off_comes_again_soon(self) -> None:
        answers = [BROKEN, BROKEN, refusal(500)]
        self.heartbeats(lambda: answers.pop(0) if answers else held(), 4)


class ServingTest(WorkerTest):
    def test_a_worker_outlives_what_it_does(self) -> None:
        handed = [(200, told()), (200, b"no json"), (200, told()), refusal(500), (200, told())]

        def answer(path: str, _: Any) -> Answer:
            if path.endswith("lease"):
                return handed.pop(0) if handed else (200, {})
            return settled()

        node = self.node(answer)
        with mock.patch("sampo.worker._LISTENS_AGAIN_WITHIN", 0.02):
            with Worker(self.client(), "q", raising(SystemExit()), wait=0.1):
                until(lambda: len(node.said("fail")) == 3)

    def test_an_empty_answer_at_once_is_not_asked_for_at_once_again(self) -> None:
        node = self.node(lambda path, _: (200, {}))
        with mock.patch("sampo.worker._LISTENS_AGAIN_WITHIN", 0.2):
            with Worker(self.client(), "q", lambda work: None, wait=5.0):
                time.sleep(0.5)
        self.assertLess(len(node.asked), 5)

    def test_a_work_is_settled_where_it_came_from(self) -> None:
        first = self.node(lambda path, _: (200, told()) if path.endswith("lease") else settled(), "a", posted=True)
        client = sampo.Client(patience=0.05)
        second = self.node(lambda path, _: (200, {}), "b", posted=True)
        place = next(each for each in client.http.places() if each.address == first.address)
        first.close()
        with self.assertRaises(sampo.Unreachable):
            Work(client.http.at(place), told(millis=100)).do(lambda work: 42)
        self.assertEqual(second.asked, [])


class RoundTest(WorkerTest):
    def having(self, name: str, leases: list[str]) -> Node:
        """A node that has these to give, and nothing afterwards."""
        left = list(leases)

        def answer(path: str, _: Any) -> Answer:
            if path.endswith("/lease"):
                return 200, {**told(), "lease": left.pop(0)} if left else {}
            return settled()

        return self.node(answer, name, posted=True)

    def test_the_tasks_of_all_nodes_are_done_each_on_behalf_of_its_own(self) -> None:
        nodes = [self.having(name, [f"{name}-{number}" for number in range(5)]) for name in ("a", "b", "c")]
        with Worker(sampo.Client(patience=0.05), "q", lambda work: 42, wait=0.1):
            until(lambda: all(len(node.said("complete")) == 5 for node in nodes))
        for node, name in zip(nodes, ("a", "b", "c")):
            ended = [path for path, _ in node.asked if path.endswith("complete")]
            self.assertEqual(ended, [f"/v1/remote/leases/{name}-{number}/complete" for number in range(5)])

    def test_a_node_that_does_not_answer_keeps_nobody_from_the_tasks_of_others(self) -> None:
        gone, well = self.having("a", []), self.having("b", ["b-1", "b-2"])
        hangs = threading.Event()
        self.addCleanup(hangs.set)

        def answer(path: str, _: Any) -> Answer:
            hangs.wait(10)
            return BROKEN

        self.node(answer, "c", posted=True)
        gone.close()
        with mock.patch("sampo.worker._ANSWERS_WITHIN", 0.2):
            with Worker(sampo.Client(patience=5), "q", lambda work: 42, wait=0.1):
                until(lambda: len(well.said("complete")) == 2)

    def test_a_node_that_fails_again_and_again_is_asked_more_and_more_seldom(self) -> None:
        well = self.having("a", [])
        broken = self.node(lambda path, _: BROKEN, "b", posted=True)
        with mock.patch("sampo.worker._ASIDE", 0.02), mock.patch("sampo.worker._LISTENS_AGAIN_WITHIN", 0.005):
            with Worker(sampo.Client(patience=0.05), "q", lambda work: 42, wait=0.005):
                time.sleep(1)
        self.assertGreater(len(well.asked), 20)
        self.assertLess(len(broken.asked), 10)

    def test_a_node_that_comes_later_has_its_tasks_done_too(self) -> None:
        self.having("a", [])
        with Worker(sampo.Client(patience=0.05), "q", lambda work: 42, wait=0.1):
            late = self.having("b", ["b-1"])
            until(lambda: len(late.said("complete")) == 1)

    def test_a_lease_whose_answer_was_not_heard_is_asked_for_by_the_same_name(self) -> None:
        answers = [BROKEN, (200, told())]

        def answer(path: str, _: Any) -> Answer:
            if path.endswith("/lease"):
                return answers.pop(0) if answers else (200, {})
            return settled()

        node = self.node(answer)
        with mock.patch("sampo.worker._LISTENS_AGAIN_WITHIN", 0.02):
            with Worker(self.client(), "q", lambda work: 42, wait=0.1):
                until(lambda: len(node.said("complete")) == 1)
        requests = [said["request"] for said in node.said("/lease")]
        self.assertEqual(requests[0], requests[1])
        self.assertEqual(len(set(requests)), len(requests) - 1)

    def test_several_nodes_are_named_and_one_that_is_not_known_hides_no_other(self) -> None:
        nodes = [self.having(name, []) for name in ("a", "b")]
        named = [node.address for node in nodes]
        self.assertEqual([each.address for each in find(node=named)], named)
        self.assertEqual([each.address for each in find(data=[self.home / "a", self.home / "nowhere"])], named[:1])
        self.assertEqual([each.address for each in find(node=["127.0.0.1:1", named[1]])], named[1:])
        with self.assertRaises(sampo.Unreachable):
            find(node=["127.0.0.1:1", "127.0.0.1:2"])

    def test_no_node_gets_the_token_of_another(self) -> None:
        nodes = [self.having(name, []) for name in ("a", "b")]
        a, b = self.home / "a", self.home / "b"
        tunnels = ["127.0.0.1:1", "127.0.0.1:2"]
        with self.assertRaises(sampo.Unreachable):
            find(node=tunnels, data=a)
        self.assertEqual([each.token_file for each in find(node=tunnels[0], data=a)], [a / "token"])
        self.assertEqual([each.token_file for each in find(node=tunnels, data=[a, b])], [a / "token", b / "token"])
        self.assertEqual([each.address for each in find(node=[tunnels[0], nodes[0].address], data=[a, b])], [nodes[0].address])

    def test_a_directory_that_is_none_is_named(self) -> None:
        with self.assertRaisesRegex(sampo.Unreachable, "nowhere"):
            find(data=[self.home / "nowhere"])


def until(happened: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        time.sleep(0.01)


if __name__ == "__main__":
    unittest.main()
