"""Against a real node, in which a test has submitted jobs: see PythonClientTest. SAMPO_DATA says where it is."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import time
import unittest
from pathlib import Path

import sampo
from sampo.worker import Handler, RetryAfter, Work, Worker


def client() -> sampo.Client:
    return sampo.Client()


def working(queue: str, handler: Handler, lease: float = 30.0, threads: int = 1) -> Worker:
    return Worker(client(), queue, handler, lease=lease, threads=threads, wait=0.3)


class ValuesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.job = client().job("python-values")

    def test_values_are_what_json_stands_for(self) -> None:
        self.assertEqual(self.job.result("text"), 'Zoë said "hi" \U0001f600\n')
        self.assertEqual(self.job.result("number"), 2**53 + 1)
        self.assertEqual(self.job.result("map"), {"a": [1, 2.5, None, True], "b": {}})
        self.assertEqual(self.job.result("row"), {"name": "Ann", "tags": ["x"], "at": "2026-01-02T03:04:05Z"})
        self.assertEqual(self.job.result("squares"), [number * number for number in range(1000)])
        self.assertEqual(self.job.result("squares[3]"), 9)

    def test_bytes_stay_bytes(self) -> None:
        self.assertEqual(self.job.result("bytes"), bytes(range(256)))

    def test_a_long_value_is_streamed(self) -> None:
        size, first = 0, b""
        for piece in self.job.stream("long"):
            first = first or piece
            size += len(piece)
        self.assertTrue(first.startswith(b'["line 0",'))
        self.assertGreater(size, 3_000_000)

    def test_what_json_has_no_form_for_is_told(self) -> None:
        with self.assertRaises(sampo.NotReadable) as refused:
            self.job.result("opaque")
        self.assertEqual(refused.exception.status, 406)
        self.assertIn("Opaque", refused.exception.detail)

    def test_a_task_that_is_not_there_is_named_with_what_may_be_meant(self) -> None:
        with self.assertRaises(sampo.NotFound) as missing:
            self.job.result("squaress")
        self.assertIn('did you mean squares', missing.exception.detail)
        with self.assertRaises(sampo.NotFound):
            client().job("python-nothing").info()


class JobsTest(unittest.TestCase):
    def test_a_job_is_told_and_listed(self) -> None:
        info = client().job("python-values").wait(timeout=30)
        self.assertTrue(info.has_succeeded)
        self.assertEqual(info.tasks, info.succeeded)
        self.assertIn("python-values", [job.job for job in client().jobs(status="succeeded")])
        self.assertEqual(len(list(client().job("python-values").tasks())), info.tasks)
        self.assertEqual(len(client().nodes()), 1)

    def test_events_go_on_where_one_has_come_to(self) -> None:
        job = client().job("python-values")
        events = list(job.events())
        self.assertEqual([event.number for event in events], list(range(len(events))))
        self.assertEqual(events[0].kind, "accepted")
        self.assertEqual(list(job.events(start=5, follow=False)), events[5:])

    def test_a_failed_task_is_an_exception_with_its_reason(self) -> None:
        job = client().job("python-failed")
        with self.assertRaises(sampo.TaskFailed) as failed:
            job.result("broken", timeout=30)
        self.assertIn("no luck", failed.exception.detail)
        self.assertEqual(job.wait(30).status, "failed")
        self.assertIn("broken", json.dumps(job.explain()))
        self.assertIn("no luck", json.dumps(job.explain("broken")))

    def test_a_job_is_paused_resumed_and_cancelled(self) -> None:
        job = client().job("python-steered")
        with self.assertRaises(sampo.TimedOut):
            job.result("never", timeout=0.2)
        self.assertEqual(job.pause(), "paused")
        self.assertEqual(job.resume(), "running")
        job.cancel("enough")
        self.assertEqual(job.wait(30).status, "cancelled")
        with self.assertRaises(sampo.JobOver):
            job.result("never", timeout=5)

    def test_a_rerun_asked_for_twice_is_one(self) -> None:
        job = client().job("python-values")
        again = job.rerun(["number"], "twice")
        self.assertEqual(again.id, job.rerun(["number"], "twice").id)
        self.assertTrue(again.wait(30).has_succeeded)

    def test_a_job_is_submitted_as_json(self) -> None:
        paths = client().http.get("/v1/openapi.json")["paths"]
        if "post" not in paths["/v1/jobs"]:
            self.skipTest("this node takes no jobs over HTTP")
        described = {
            "name": "submitted",
            "id": "python-submitted",
            "tasks": [
                {"name": "numbers", "value": [1, 2, 3]},
                {"name": "doubled", "each": "numbers", "body": "remote.submitted"},
                {"name": "sum", "inputs": ["doubled"], "body": "remote.sums"},
            ],
        }
        job = client().submit(described)
        self.assertEqual(client().submit(described).id, job.id)
        with working("submitted", lambda work: 2 * work.inputs[0], threads=2):
            with working("sums", lambda work: sum(work.inputs[0])):
                self.assertEqual(job.result("sum", timeout=30), 12)


class WorkerTest(unittest.TestCase):
    def test_a_worker_does_tasks(self) -> None:
        def length(work: Work) -> object:
            work.progress(0.5, "half")
            return {"task": work.task, "length": len(work.inputs[0]), "attempt": work.attempt}

        with working("python-lengths", length, threads=2):
            told = client().job("python-remote").result("lengths", timeout=30)
        self.assertEqual([each["length"] for each in told], [1, 2, 3, 4])
        self.assertEqual(told[2]["task"], "lengths[2]")

    def test_a_worker_that_fails_has_the_task_tried_again_and_told(self) -> None:
        attempts = []

        def shaky(work: Work) -> int:
            attempts.append(work.attempt)
            if work.attempt == 1:
                raise RetryAfter(0.05, "not yet")
            if work.attempt == 2:
                raise ValueError("shaky as it is")
            return work.attempt

        with working("python-shaky", shaky):
            self.assertEqual(client().job("python-remote").result("shaky", timeout=30), 3)
        self.assertEqual(attempts, [1, 2, 3])
        details = [event.raw.get("detail", "") for event in client().job("python-remote").events(follow=False)]
        self.assertTrue(any("ValueError: shaky as it is" in detail for detail in details), details)

    def test_what_is_no_json_fails_the_task(self) -> None:
        with working("python-wrong", lambda work: object()):
            with self.assertRaises(sampo.TaskFailed) as failed:
                client().job("python-wrong").result("wrong", timeout=30)
        self.assertIn("TypeError", failed.exception.detail)

    def test_a_worker_that_dies_loses_its_task_to_the_next(self) -> None:
        http = client().http
        took = http.post("/v1/remote/python-mortal/lease", {"worker": "mortal", "lease": "300ms", "wait_for": "10s"})
        with working("python-mortal", lambda work: f"delivery {work.delivery}"):
            self.assertEqual(client().job("python-remote").result("mortal", timeout=30), "delivery 2")
        with self.assertRaises(sampo.Conflict) as late:
            http.post(f"/v1/remote/leases/{took['lease']}/complete", {"value": "from the dead"})
        self.assertEqual(late.exception.code, "LEASE_OVER")
        self.assertEqual(client().job("python-remote").result("mortal"), "delivery 2")

    def test_a_worker_hears_of_a_cancel(self) -> None:
        begun, heard = threading.Event(), threading.Event()

        def patient(work: Work) -> None:
            begun.set()
            if work.cancelled.wait(20):
                heard.set()

        with working("python-cancelled", patient, lease=0.6):
            self.assertTrue(begun.wait(20))
            client().job("python-cancelled").cancel("not needed")
            self.assertTrue(heard.wait(20))
        self.assertEqual(client().job("python-cancelled").wait(30).status, "cancelled")

    def test_a_long_task_keeps_its_lease(self) -> None:
        def slow(work: Work) -> int:
            time.sleep(0.9)
            return work.delivery

        with working("python-slow", slow, lease=0.3):
            self.assertEqual(client().job("python-remote").result("slow", timeout=30), 1)


class PlaceTest(unittest.TestCase):
    def test_a_token_that_others_may_read_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            token = Path(directory, "token")
            shutil.copy(Path(os.environ["SAMPO_DATA"], "token"), token)
            token.chmod(0o644)
            with self.assertRaisesRegex(sampo.SampoError, "INSECURE_KEY_PERMISSIONS"):
                sampo.Client(token_file=token).nodes()
            token.chmod(0o600)
            token.write_text("x" * 43)
            with self.assertRaises(sampo.AuthRequired):
                sampo.Client(token_file=token).nodes()

    def test_where_nobody_answers_is_told(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            with self.assertRaisesRegex(sampo.Unreachable, "no node answers HTTP from data directory"):
                sampo.Client(data=directory)
            token = Path(os.environ["SAMPO_DATA"], "token")
            with self.assertRaisesRegex(sampo.Unreachable, "127.0.0.1:1"):
                sampo.Client("127.0.0.1:1", token_file=token, patience=0).nodes()

    def test_problems_have_fields(self) -> None:
        with self.assertRaises(sampo.InvalidRequest) as refused:
            client().http.get("/v1/jobs", limit="many")
        self.assertEqual(refused.exception.status, 400)
        self.assertEqual(refused.exception.code, "BAD_REQUEST")
        self.assertIn("many", refused.exception.detail)


if __name__ == "__main__":
    unittest.main()
