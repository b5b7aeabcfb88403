package dev.sampo.wire;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.BodyEncoder;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Digest;
import dev.sampo.dag.NamedBody;
import dev.sampo.dag.Problem;
import dev.sampo.job.Attempt;
import dev.sampo.job.Failure;
import dev.sampo.job.Fence;
import dev.sampo.job.Grounds;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.job.Origin;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Precedence;
import dev.sampo.link.Report;
import dev.sampo.link.Session;
import dev.sampo.membership.NodeState;
import dev.sampo.membership.Presence;
import dev.sampo.membership.Standing;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Explanation;
import dev.sampo.planning.JobExplanation;
import dev.sampo.planning.JobSummary;
import dev.sampo.planning.Outlook;
import dev.sampo.planning.Times;
import dev.sampo.resource.Change;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One or more examples of every type that has bytes, some at the edge of what their fields can hold. */
final class Samples {

    static final JobId JOB = new JobId("word-count");
    static final JobId OTHER = new JobId("j.2_x-y");
    static final NodeId NODE = new NodeId("node-1");
    static final NodeId PEER = new NodeId("über@[::1]:17355");
    static final Blueprint BLUEPRINT = blueprint();
    static final Digest DIGEST = new Digest(0x0123456789abcdefL, -2);
    static final Value SMALL = new Value.Inline(new byte[] {9, -1, 127}, Value.NO_LIST);
    static final Value.Stored LARGE = new Value.Stored(PEER, Long.MAX_VALUE, 0xCAFEBABE, 3);
    static final Failure FAILURE = new Failure(
            Failure.Kind.THREW, "java.io.IOException", "größer als 漢字 \uD83D\uDE00\n", "\tat a.B.c(B.java:1)");
    static final Failure EXCLUDED = new Failure(Failure.Kind.THREW, "a.B", "", "", true, 0);
    static final Failure ASKING =
            new Failure(Failure.Kind.THREW, "dev.sampo.resilience.RetryAfter", "busy", "", false, 30_000);
    static final Fence FENCE = new Fence(3, 77);
    static final long AT = 1_795_000_000_000L;

    /** @param message a {@link Wire} or {@link Facts} that holds an example of {@code type} */
    record Sample(Class<?> type, String variant, Object message) {
        byte[] bytes() {
            return message instanceof Facts facts
                    ? FactsCodec.write(facts)
                    : Message.bytes((Wire) message, Actors.REFS, 1 << 20);
        }

        Object read(byte[] bytes) {
            return message instanceof Facts ? FactsCodec.read(bytes) : wire(bytes);
        }

        static Wire wire(byte[] bytes) {
            return Message.read(bytes, bytes.length, Actors.REFS, 1 << 20);
        }

        @Override
        public String toString() {
            return Table.name(type) + (variant.isEmpty() ? "" : "-" + variant);
        }
    }

    private Samples() {}

    static List<Sample> all() {
        var all = new ArrayList<>(BreakerSamples.all());
        all.addAll(TaskSamples.all());
        all.addAll(StakeSamples.all());
        all.addAll(LookSamples.all());
        Stream.of(requests(), arrivals(), peers(), limits(), answers(), orders(), outcomes(), FactSamples.all())
                .forEach(all::addAll);
        return all;
    }

    private static List<Sample> requests() {
        return List.of(
                of(new ToScheduler.Submit(
                        JOB,
                        BLUEPRINT,
                        new JobOptions(
                                -7,
                                Optional.of(PEER),
                                3,
                                "Team.7",
                                1_799_999_999_999L,
                                Optional.of(new Origin(OTHER, List.of("a", "b"))),
                                1_000),
                        Actors.CLIENT)),
                of(new ToScheduler.Pause(JOB, Actors.CLIENT)),
                of(new ToScheduler.Resume(JOB, Actors.CLIENT)),
                of(new ToScheduler.Cancel(JOB, "no longer needed", Actors.CLIENT)),
                of(new ToScheduler.AskStatus(new JobId("x".repeat(128)), Actors.CLIENT)),
                of(new ToScheduler.AskJobs(Actors.CLIENT)),
                of(new ToScheduler.AwaitTask(JOB, Integer.MAX_VALUE, Actors.CLIENT)),
                of(new ToScheduler.AwaitJob(JOB, Actors.CLIENT)),
                of(new ToScheduler.AskValues(JOB, 0, 1_000, Actors.CLIENT)),
                of(new ToScheduler.AskEvents(JOB, Long.MAX_VALUE, Integer.MAX_VALUE, Actors.CLIENT)),
                of(new ToScheduler.AskExplanation(JOB, 41, Actors.CLIENT)),
                of(new ToScheduler.AskJobExplanation(JOB, Actors.CLIENT)),
                of(new ToScheduler.Offer(JOB, DIGEST, 1 << 30, JobOptions.DEFAULTS, Actors.SOURCE, Actors.CLIENT)));
    }

    private static List<Sample> arrivals() {
        var capacity =
                Resources.cpus(2.5).memory("3GiB").gpus(1).and("licence", 4).and("a", 1);
        var labels = Map.of("zone", "b", "disk", "nvme", "empty", "");
        var chunk = new Chunk(5, 12, "content".getBytes(StandardCharsets.UTF_8));
        return List.of(
                of(new ToScheduler.Announce(
                        NODE, 1_795_000_000L, capacity, labels, true, Availability.ACTIVE, 0, Actors.WORKER)),
                of(
                        "bare",
                        new ToScheduler.Announce(
                                PEER, 0, Resources.NONE, Map.of(), false, Availability.DRAINING, 3, Actors.WORKER)),
                of(new ToScheduler.FetchBlueprint(DIGEST, 131_072, Actors.FETCHER)),
                of(new ToWorker.FetchValue(JOB, 3, 0xcafebabe, 1L << 40, Actors.FETCHER)),
                of(new ToWorker.TakeOn(Availability.DRAINING, 30_000, Actors.OPERATOR)),
                of(new TakesOn(NODE, Availability.DRAINING, false, 3)),
                of(new ToWorker.Equip(
                        "once",
                        Change.NONE
                                .setCapacity("slots", Resources.NONE.and("slots", 5))
                                .addCapacity(Resources.cpus(2).memory("1GiB"))
                                .removeCapacity(Resources.NONE.and("tokens", 3))
                                .addItems("licence", "C", "D")
                                .removeItems("gpus", "GPU-1")
                                .label("disk", "nvme")
                                .unlabel("spot"),
                        Actors.EQUIPPER)),
                of("asking", new ToWorker.Equip("", Change.NONE, Actors.EQUIPPER)),
                of(new Equipped(
                        new NodeState(
                                NODE,
                                new Equipment(capacity, Map.of("licence", List.of("A", "B")), labels),
                                Resources.cpus(1.5).minus(Resources.cpus(2)),
                                Availability.CORDONED,
                                7),
                        "there is no label \"x\" to take away")),
                of(
                        "bare",
                        new Equipped(
                                new NodeState(
                                        PEER, Equipment.of(Resources.NONE), Resources.NONE, Availability.ACTIVE, 0),
                                "")),
                of(new ToWorker.Introduce(Actors.SCHEDULER)),
                of(new Piece.OfBlueprint(DIGEST, chunk)),
                of(new ToWorker.Enclosed(new Piece.OfBlueprint(DIGEST, chunk))),
                of("empty", new Piece.OfValue(JOB, 3, 0xcafebabe, new Chunk(0, 0, new byte[0]))),
                of(new Piece.OfValue(JOB, 3, 0xcafebabe, chunk)),
                of(new Piece.NoBlueprint(DIGEST, "never heard of it")),
                of(new Piece.NoValue(JOB, 3, 0xcafebabe, NODE, "released")));
    }

    private static List<Sample> peers() {
        var standing = new Standing("mill", "127.0.0.1:7355", true, false, List.of("a:1", "b:2"), "a:1", 97, 4);
        var capacity = Resources.cpus(2).memory("1GiB").and("licence", 2);
        return List.of(
                of(new ToPeer.Gather(standing)),
                of("fresh", new ToPeer.Gather(new Standing("mill", "b:2", false, true, List.of(), "", 0, 1))),
                of(new ToPeer.Gone("a:1", Long.MIN_VALUE, "b:2")),
                of(new ToPeer.Present(new Presence(
                        NODE,
                        1_795_000_000_000L,
                        "a:1",
                        capacity,
                        Map.of("zone", "b"),
                        Set.of("worker", "journal"),
                        Availability.CORDONED))),
                of(
                        "bare",
                        new ToPeer.Present(new Presence(
                                PEER, 0, "b:2", Resources.NONE, Map.of(), Set.of(), Availability.ACTIVE))));
    }

    private static List<Sample> limits() {
        String declared = "100 per second, burst 20, token-bucket";
        return List.of(
                of(new ToLimiter.Ask("mail", declared, "über", 1, 1L << 40, 300, Actors.LIMITED)),
                of("keyless", new ToLimiter.Ask("mail", declared, "", 3, 3, 1, Actors.LIMITED)),
                of(new FromLimiter.Given("mail", 300, 20, 150_000_000)),
                of(new FromLimiter.Later("mail", 301, 3_600_000_000_000L)),
                of(new FromLimiter.Refused("mail", 302, "no such limit here")));
    }

    private static List<Sample> answers() {
        var summary = new JobSummary(
                JOB,
                "word-count",
                JobStatus.FAILED,
                "task a",
                9,
                1,
                2,
                3,
                2,
                1,
                1,
                1,
                AT,
                AT + 1_234,
                Optional.empty(),
                DIGEST,
                "acme");
        var running = new JobSummary(
                OTHER,
                "x",
                JobStatus.RUNNING,
                "",
                1 << 20,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                AT,
                -1,
                Optional.of(new JobSummary.RanLocally("node-1", 300)),
                DIGEST,
                "default");
        var problem = new Problem(Problem.Kind.CONTENT_DIFFERS, "a", "another Dag has this id");
        var events = List.<JobEvent>of(
                new JobEvent.ValueLost(JOB, 4, AT), new JobEvent.JobEnded(JOB, JobStatus.CANCELLED, "asked", AT + 5));
        return List.of(
                of(new ToClient(new Answer.Accepted(JOB, true))),
                answer("", new Answer.Accepted(JOB, false)),
                answer("", new Answer.Rejected(JOB, List.of(problem, problem))),
                answer("", new Answer.NoSuchJob(JOB)),
                answer("", new Answer.Busy(JOB, "tenant a has enough", 1_500)),
                answer("", new Answer.NotWritten(JOB, "JOURNAL_FULL directory=data")),
                answer("", new Answer.Steered(JOB, JobStatus.PAUSED)),
                answer("", new Answer.Cancelling(JOB, JobStatus.CANCELLING)),
                answer("", new Answer.Status(summary)),
                answer("", new Answer.Jobs(List.of(summary, running, summary))),
                answer("none", new Answer.Jobs(List.of())),
                answer("", new Answer.TaskValue(JOB, 7, SMALL)),
                answer("", new Answer.TaskElements(JOB, 7, 100, 1_000_000)),
                answer("", new Answer.TaskFailed(JOB, "count", 4, "node-1", FAILURE)),
                answer("", new Answer.JobOver(JOB, JobStatus.CANCELLED, "asked")),
                answer("", new Answer.Values(JOB, 100, List.of(SMALL, LARGE, SMALL))),
                answer("", new Answer.Events(JOB, 12, events, 14, true)),
                answer(
                        "",
                        new Answer.Explained(new Explanation(
                                JOB,
                                "count",
                                TaskState.BLOCKED,
                                "waits for 2 tasks",
                                List.of("pages", "words"),
                                0,
                                "put on node-1",
                                List.of(
                                        new Explanation.Candidate("node-1", true, "most room"),
                                        new Explanation.Candidate("node-2", false, "")),
                                List.of("accepted", ""),
                                "700 ms in line for room"))),
                answer(
                        "",
                        new Answer.JobExplained(new JobExplanation(
                                JOB,
                                JobStatus.RUNNING,
                                "is late",
                                12_345,
                                new Times(1, 20, 300, 4_000, 50_000),
                                List.of(new JobExplanation.Step("count", 17, new Times(5, 4, 3, 2, 1))),
                                new Outlook(9_000, 4, 1, "its longest way takes so long")))));
    }

    private static List<Sample> orders() {
        var assign = new Order.Assign(JOB, new int[] {10, 11, 12, 20}, 1, 77, false);
        return List.of(
                order("", new Order.Introduce(JOB, new Precedence(-1, "research", 5, true))),
                order("", new Order.Stretch(JOB, 100, 40, DIGEST, Order.Stretch.WHOLE, 0)),
                order("edge", new Order.Stretch(JOB, Integer.MAX_VALUE, Integer.MIN_VALUE, DIGEST, 5, -1)),
                order(
                        "",
                        new Order.Deliver(
                                JOB, new int[] {1, 2}, List.of(SMALL, LARGE), List.of(FENCE, new Fence(4, 1)))),
                order("", assign),
                order(
                        "edge",
                        new Order.Assign(
                                JOB, new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, 0}, -1, Long.MIN_VALUE, true)),
                order(
                        "needs",
                        new Order.Assign(
                                JOB,
                                new int[] {7},
                                2,
                                78,
                                true,
                                Optional.of(Resources.NONE.gpus(1).and("licence", 2)),
                                3_600_000)),
                order("", new Order.Cancel(JOB, new int[] {3}, Order.Reason.SUPERSEDED)),
                order("", new Order.Recall(JOB, new int[] {4, 9})),
                order("", new Order.Pause(JOB)),
                order("", new Order.Resume(JOB)),
                order(
                        "",
                        new Order.Upcoming(
                                JOB,
                                List.of(
                                        new Order.Upcoming.Next(4, false, List.of()),
                                        new Order.Upcoming.Next(9, true, List.of(4, 2))))),
                order("", new Order.Release(OTHER, new int[0])),
                order("", new Order.Forget(JOB)),
                order(
                        "",
                        new Order.Inherit(
                                new Order.Deliver(JOB, new int[] {2}, List.of(LARGE), List.of(FENCE)),
                                OTHER,
                                new int[] {7})),
                order("", new Order.Keep(new Order.Deliver(JOB, new int[] {2}, List.of(LARGE), List.of(FENCE)))),
                order("", new Order.Dismiss(5, 3)),
                of(new ToWorker.FromPartition(
                        orders(assign, new Order.Forget(OTHER), new Order.Release(JOB, new int[] {4})),
                        Actors.SCHEDULER)));
    }

    private static List<Sample> outcomes() {
        var first = attempt(JOB, 10, 1, 3, 77);
        var held = Optional.of(new Report.Greeting(
                List.of(
                        new Report.Holding(first, Optional.empty()),
                        new Report.Holding(attempt(OTHER, 0, 9, 2, 5), Optional.of(Resources.cpus(16)))),
                List.of(JOB, OTHER)));
        return List.of(
                outcome("", Outcome.Succeeded.of(SMALL)),
                outcome(
                        "grown",
                        new Outcome.Succeeded(
                                SMALL, Optional.of(new Outcome.Growth(BLUEPRINT, Outcome.Growth.NO_RESULT)))),
                outcome("", new Outcome.Failed(FAILURE)),
                outcome("excluded", new Outcome.Failed(EXCLUDED)),
                outcome("asking", new Outcome.Failed(ASKING)),
                outcome("", new Outcome.Cancelled()),
                outcome("", new Outcome.InputLost(3)),
                of(Value.Inline.class, "empty", outcome(Outcome.Succeeded.of(new Value.Inline(new byte[0], 0)))),
                of(Value.Stored.class, "", outcome(Outcome.Succeeded.of(LARGE))),
                of(Value.Stored.class, "brief", outcome(Outcome.Succeeded.of(LARGE.saying(new byte[] {1, 0, 7})))),
                of(
                        "greeting",
                        new ToScheduler.FromNode(report(
                                List.of(new Report.Started(
                                        attempt(OTHER, -1, 0, Long.MAX_VALUE, Long.MIN_VALUE), true)),
                                List.of(),
                                held))),
                of(new ToScheduler.FromNode(report(
                        List.of(),
                        List.of(
                                ended(first, Outcome.Succeeded.of(SMALL), 10, 14),
                                ended(attempt(JOB, 11, 1, 3, 77), new Outcome.Cancelled()),
                                ended(attempt(JOB, 12, 2, 3, 78), new Outcome.InputLost(1)),
                                new Report.Ended(
                                        attempt(JOB, 14, 1, 3, 77),
                                        Outcome.Succeeded.of(SMALL),
                                        9,
                                        Report.Ended.NONE,
                                        Long.MIN_VALUE)),
                        Optional.empty()))));
    }

    static Attempt attempt(JobId job, int task, int number, long term, long serial) {
        return new Attempt(job, task, number, new Fence(term, serial));
    }

    static Report.Ended ended(Attempt attempt, Outcome outcome, int... adopted) {
        return new Report.Ended(attempt, outcome, 1_500, adopted, Grounds.NONE);
    }

    static Report report(List<Report.Started> started, List<Report.Ended> ended, Optional<Report.Greeting> greeting) {
        return new Report(
                new Session(5, 3, 1),
                NODE,
                1_795_000_000L,
                18,
                17,
                greeting.isPresent() ? List.of(new Report.Queued(attempt(JOB, 10, 1, 3, 77), 1_200)) : List.of(),
                started,
                ended,
                greeting.isPresent() ? List.of(new Report.Kept(JOB, 2, FENCE, true)) : List.of(),
                greeting,
                greeting.isPresent() ? others() : Report.Others.NONE);
    }

    private static Report.Others others() {
        return new Report.Others(
                new Report.Held(Resources.cpus(2).memory("1GB"), 3),
                List.of(new Report.Holder("research", new Report.Held(Resources.cpus(1), 2))),
                List.of(new Report.Holder("web", new Report.Held(Resources.cpus(2), 1))),
                90_000);
    }

    static Orders orders(Order... orders) {
        return new Orders(new Session(5, 3, 1), 18, 17, 16, List.of(orders));
    }

    static Sample of(Record message) {
        return of("", message);
    }

    static Sample of(String variant, Record message) {
        return of(message.getClass(), variant, message);
    }

    static Sample of(Class<?> type, String variant, Object message) {
        return new Sample(type, variant, message);
    }

    static Sample answer(String variant, Answer answer) {
        return of(answer.getClass(), variant, new ToClient(answer));
    }

    private static Sample order(String variant, Order order) {
        return of(order.getClass(), variant, new ToWorker.FromPartition(orders(order), Actors.SCHEDULER));
    }

    private static Sample outcome(String variant, Outcome outcome) {
        return of(outcome.getClass(), variant, outcome(outcome));
    }

    private static ToScheduler.FromNode outcome(Outcome outcome) {
        var ended = List.of(ended(attempt(JOB, 10, 1, 3, 77), outcome));
        return new ToScheduler.FromNode(report(List.of(), ended, Optional.empty()));
    }

    private static Blueprint blueprint() {
        var dag = Dag.named("word-count");
        var pages = dag.task("pages", new NamedBody<List<String>>("load-pages"));
        dag.task("total", new NamedBody<Integer>("count"), pages);
        return dag.compile(new NamesOnly());
    }

    /** Encodes a body by the name of it. */
    private static final class NamesOnly implements BodyEncoder {
        @Override
        public Set<String> packagesOf(Object body) {
            return Set.of();
        }

        @Override
        public byte[] encodeBody(String task, Object body, Set<String> allowed) {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
            throw new AssertionError(value);
        }
    }
}
