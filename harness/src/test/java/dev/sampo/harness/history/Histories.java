package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Call;
import dev.sampo.harness.history.Entry.Capacity;
import dev.sampo.harness.history.Entry.Declared;
import dev.sampo.harness.history.Entry.Fault;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.Entry.Load;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import java.util.ArrayList;
import java.util.List;

/**
 * A history of three minutes in which everything is as it must be: jobs that succeed, one that is cancelled, one whose answer
 * was lost, one that was refused, and each kind of fault. Times are in seconds.
 */
final class Histories {
    static final String PARTITION = "sampo-partition-0";
    private static final long MIB = 1 << 20;

    private final List<Entry> entries = new ArrayList<>();
    private long facts;

    static List<Entry> clean() {
        var histories = new Histories();
        histories.nodes();
        histories.aDiamondOfTwo();
        histories.aCancelledJob();
        histories.aSteadyStream();
        histories.answersThatWereLostOrRefused();
        histories.faults();
        return histories.entries;
    }

    static long t(double seconds) {
        return Math.round(seconds * 1e9);
    }

    static Call invoke(double t, String p, long op, Ask ask, String key, String job, String task, String via) {
        return new Call(t(t), p, op, Stage.INVOKE, ask, key, job, task, via, null);
    }

    static Run start(double t, String node, String job, String task, int att, long term, long serial) {
        return new Run(t(t), node, 100, Moment.START, job, task, att, term, serial, 1_000, MIB, null);
    }

    static Run end(double t, Run start, boolean ok) {
        return new Run(
                t(t),
                start.p(),
                start.inc(),
                Moment.END,
                start.job(),
                start.task(),
                start.att(),
                start.term(),
                start.serial(),
                start.cpu(),
                start.mem(),
                ok);
    }

    static Stored term(long at, long term) {
        return new Stored(t(200), PARTITION, at, What.TERM, term, null, null, null, null, null, null, null);
    }

    static Stored submitted(long at, String job, String key) {
        return new Stored(t(200), PARTITION, at, What.SUBMITTED, null, null, key, job, null, null, null, null);
    }

    static Stored done(long at, Run run) {
        return new Stored(
                t(200),
                PARTITION,
                at,
                What.DONE,
                run.term(),
                run.serial(),
                null,
                run.job(),
                run.task(),
                run.p(),
                run.att(),
                null);
    }

    static Stored ended(long at, String job, String status) {
        return new Stored(t(200), PARTITION, at, What.ENDED, null, null, null, job, null, null, null, status);
    }

    private void asked(double t, double over, Call made, Stage how, String job, String res) {
        var call = new Call(
                t(t),
                made.p(),
                made.op(),
                Stage.INVOKE,
                made.f(),
                made.key(),
                made.job(),
                made.task(),
                made.via(),
                null);
        entries.add(call);
        entries.add(call.over(t(over), how, job, res));
    }

    private void submitted(double t, String client, long op, String key, String job, String via) {
        asked(t, t + 0.1, invoke(t, client, op, Ask.SUBMIT, key, null, null, via), Stage.OK, job, null);
    }

    private void ran(double from, double to, String node, String job, String task, long serial, boolean ok) {
        Run start = start(from, node, job, task, 1, 1, serial);
        entries.add(start);
        entries.add(end(to, start, ok));
    }

    private void journaled(String job, String key, String status, String... tasks) {
        entries.add(submitted(++facts, job, key));
        for (String task : tasks) {
            entries.add(done(++facts, lastRun(job, task)));
        }
        entries.add(ended(++facts, job, status));
    }

    private Run lastRun(String job, String task) {
        return (Run) entries.stream()
                .filter(entry -> entry instanceof Run run
                        && run.job().equals(job)
                        && run.task().equals(task))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private void nodes() {
        entries.add(new Capacity(0, "node-0", 100, 2_000, 1L << 30));
        entries.add(new Capacity(0, "node-1", 100, 2_000, 1L << 30));
        entries.add(new Capacity(t(41), "node-1", 101, 2_000, 1L << 30));
        entries.add(new Load(t(1), "soak", true));
        entries.add(new Load(t(180), "soak", false));
        entries.add(term(++facts, 1));
    }

    private void aDiamondOfTwo() {
        entries.add(new Declared(
                t(1),
                "client-0",
                "j1",
                List.of(
                        new Declared.Task("a", List.of(), "1"),
                        new Declared.Task("b", List.of("a"), "2"),
                        new Declared.Task("c", List.of("a"), "3"))));
        submitted(2, "client-0", 1, "k1", "j1", "node-0");
        submitted(3, "client-1", 1, "k1", "j1", "node-1");
        ran(2.2, 3, "node-0", "j1", "a", 1, true);
        ran(3.1, 4, "node-0", "j1", "b", 2, true);
        ran(3.1, 4, "node-0", "j1", "c", 3, true);
        asked(3.5, 3.6, invoke(0, "client-0", 2, Ask.STATUS, null, "j1", null, null), Stage.OK, "j1", "RUNNING");
        asked(2.5, 5, invoke(0, "client-1", 2, Ask.AWAIT, null, "j1", null, null), Stage.OK, "j1", "SUCCEEDED");
        asked(6, 6.1, invoke(0, "client-0", 3, Ask.STATUS, null, "j1", null, null), Stage.OK, "j1", "SUCCEEDED");
        asked(6.2, 6.3, invoke(0, "client-0", 4, Ask.RESULT, null, "j1", "b", null), Stage.OK, "j1", "2");
        submitted(6.4, "client-1", 3, "k1", "j1", "node-1");
        journaled("j1", "k1", "SUCCEEDED", "a", "b", "c");
    }

    private void aCancelledJob() {
        submitted(7, "client-0", 5, "k2", "j2", "node-0");
        ran(7.2, 8.5, "node-1", "j2", "a", 4, false);
        asked(8, 8.1, invoke(0, "client-0", 6, Ask.CANCEL, null, "j2", null, null), Stage.OK, "j2", "CANCELLING");
        journaled("j2", "k2", "CANCELLED");
    }

    private void aSteadyStream() {
        for (int second = 10; second < 175; second++) {
            boolean isHurt = second >= 60 && second < 75;
            if (!isHurt) {
                String job = "s" + second;
                submitted(second, "client-2", second, job, job, "node-0");
                ran(second + 0.2, second + 0.4, "node-0", job, "a", 100 + second, true);
                journaled(job, job, "SUCCEEDED", "a");
            }
        }
    }

    private void answersThatWereLostOrRefused() {
        asked(50, 60, invoke(0, "client-3", 1, Ask.SUBMIT, "k3", "j3", null, "node-1"), Stage.INFO, "j3", "timeout");
        asked(
                51,
                52,
                invoke(0, "client-3", 2, Ask.SUBMIT, "k4", "j4", null, "node-1"),
                Stage.FAIL,
                "j4",
                "no majority");
        ran(80.5, 81, "node-0", "j3", "a", 900, true);
        entries.add(term(++facts, 2));
        journaled("j3", "k3", "SUCCEEDED", "a");
    }

    private void faults() {
        fault(40, 42, 1, Kind.KILL);
        fault(60, 85, 2, Kind.PARTITION);
        fault(65, 70, 3, Kind.PAUSE);
        fault(120, 125, 4, Kind.DRAIN);
        fault(126, 130, 5, Kind.CUT);
        fault(126, 129, 6, Kind.CLOCK);
        fault(127, 130, 7, Kind.DISK);
    }

    private void fault(double from, double to, long id, Kind kind) {
        entries.add(new Fault(t(from), "nemesis", id, kind, true, List.of("node-1"), true));
        entries.add(new Fault(t(to), "nemesis", id, kind, false, List.of("node-1"), null));
    }
}
