package dev.sampo.wire;

import dev.sampo.job.Experience;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.Value;

/** What happened, as the journal keeps it: read by every later version, so a layout here is never changed, only added. */
final class FactCodecs {

    /** Id and term, or id, job and time. */
    static final int BYTES_MIN = 2;

    private FactCodecs() {}

    static void addTo(Table table) {
        addOfJars(table);
        addOfPlacements(table);
        addOfJobs(table);
        addOfTasks(table);
    }

    private static void addOfJars(Table table) {
        table.add(
                147,
                Fact.JarPiece.class,
                (out, piece) -> {
                    out.digest(piece.jar());
                    out.count(piece.total());
                    out.count(piece.offset());
                    out.bytes(piece.bytes());
                },
                in -> new Fact.JarPiece(in.digest(), in.count(), in.count(), in.bytes()));
    }

    private static void addOfPlacements(Table table) {
        table.add(
                77,
                Fact.Placed.class,
                (out, placed) -> {
                    out.job(placed.job());
                    out.bytes(placed.reasons());
                },
                in -> new Fact.Placed(in.job(), in.bytes()));
    }

    private static void addOfJobs(Table table) {
        table.add(
                60,
                Fact.TermBegun.class,
                (out, begun) -> out.count(begun.term()),
                in -> new Fact.TermBegun(in.longCount()));
        table.add(
                61,
                JobEvent.JobAccepted.class,
                (out, accepted) -> {
                    out.job(accepted.job());
                    ClientCodecs.blueprint(out, accepted.blueprint());
                    ClientCodecs.options(out, accepted.options());
                    out.time(accepted.at());
                },
                in -> new JobEvent.JobAccepted(
                        in.job(), ClientCodecs.blueprint(in), ClientCodecs.options(in), in.time()));
        table.add(
                75,
                JobEvent.AttemptVoted.class,
                (out, voted) -> {
                    out.job(voted.job());
                    out.task(voted.task());
                    out.node(voted.node());
                    out.count(voted.number());
                    out.fence(voted.fence());
                    out.digest(voted.digest());
                    out.count(voted.micros());
                    out.time(voted.at());
                },
                in -> new JobEvent.AttemptVoted(
                        in.job(),
                        in.task(),
                        in.node(),
                        in.count(),
                        in.fence(),
                        in.digest(),
                        in.longCount(),
                        in.time()));
        table.add(
                76,
                JobEvent.NodeOutvoted.class,
                (out, outvoted) -> {
                    out.job(outvoted.job());
                    out.task(outvoted.task());
                    out.node(outvoted.node());
                    out.time(outvoted.at());
                },
                in -> new JobEvent.NodeOutvoted(in.job(), in.task(), in.node(), in.time()));
        table.add(
                115,
                JobEvent.JobPaused.class,
                (out, paused) -> {
                    out.job(paused.job());
                    out.time(paused.at());
                },
                in -> new JobEvent.JobPaused(in.job(), in.time()));
        table.add(
                116,
                JobEvent.JobResumed.class,
                (out, resumed) -> {
                    out.job(resumed.job());
                    out.time(resumed.at());
                },
                in -> new JobEvent.JobResumed(in.job(), in.time()));
        table.add(
                67,
                JobEvent.CancelRequested.class,
                (out, requested) -> {
                    out.job(requested.job());
                    out.text(requested.reason());
                    out.time(requested.at());
                },
                in -> new JobEvent.CancelRequested(in.job(), in.text(), in.time()));
        table.add(
                68,
                JobEvent.JobEnded.class,
                (out, ended) -> {
                    out.job(ended.job());
                    out.constant(ended.status());
                    out.text(ended.reason());
                    out.time(ended.at());
                },
                in -> new JobEvent.JobEnded(in.job(), in.constant(AnswerCodecs.STATUSES), in.text(), in.time()));
        table.add(
                69,
                JobEvent.JobForgotten.class,
                (out, forgotten) -> {
                    out.job(forgotten.job());
                    out.time(forgotten.at());
                },
                in -> new JobEvent.JobForgotten(in.job(), in.time()));
        table.add(74, Fact.Experienced.class, FactCodecs::experienced, FactCodecs::experienced);
    }

    static void experienced(WireWriter out, Fact.Experienced experienced) {
        out.list(experienced.kinds(), (writer, kind) -> {
            writer.text(kind.dag());
            writer.text(kind.name());
            counts(writer, kind.micros());
            counts(writer, kind.bytes());
            writer.count(kind.lesson().memory());
            writer.flag(kind.lesson().timedOut());
        });
    }

    private static void counts(WireWriter out, long[] all) {
        out.count(all.length);
        for (long each : all) {
            out.count(each);
        }
    }

    private static long[] counts(WireReader in, String what) {
        return in.list(what, 1, WireReader::longCount).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    static Fact.Experienced experienced(WireReader in) {
        return new Fact.Experienced(in.list(
                "kinds of tasks",
                6,
                reader -> new Fact.Experienced.Kind(
                        reader.text(),
                        reader.text(),
                        counts(reader, "runs"),
                        counts(reader, "sizes"),
                        new Experience.Lesson(reader.longCount(), reader.flag()))));
    }

    private static void addOfTasks(Table table) {
        table.add(
                62,
                JobEvent.TasksAdded.class,
                (out, added) -> {
                    out.job(added.job());
                    out.task(added.parent());
                    ClientCodecs.blueprint(out, added.blueprint());
                    out.signed(added.result());
                    out.time(added.at());
                },
                in -> new JobEvent.TasksAdded(in.job(), in.task(), ClientCodecs.blueprint(in), in.signed(), in.time()));
        table.add(
                117,
                JobEvent.TaskInherited.class,
                (out, inherited) -> {
                    out.job(inherited.job());
                    out.task(inherited.task());
                    out.job(inherited.source());
                    out.fence(inherited.fence());
                    out.any(inherited.value());
                    out.time(inherited.at());
                },
                in -> new JobEvent.TaskInherited(
                        in.job(), in.task(), in.job(), in.fence(), in.any(Value.class), in.time()));
        table.add(63, JobEvent.TaskSucceeded.class, FactCodecs::succeeded, FactCodecs::succeeded);
        table.add(64, JobEvent.AttemptFailed.class, FactCodecs::failed, FactCodecs::failed);
        table.add(
                130,
                JobEvent.CopyBegun.class,
                (out, copy) -> {
                    out.job(copy.job());
                    out.task(copy.task());
                    out.node(copy.node());
                    out.count(copy.number());
                    out.fence(copy.fence());
                    out.count(copy.ranMillis());
                    out.count(copy.usualMillis());
                    out.time(copy.at());
                },
                in -> new JobEvent.CopyBegun(
                        in.job(),
                        in.task(),
                        in.node(),
                        in.count(),
                        in.fence(),
                        in.longCount(),
                        in.longCount(),
                        in.time()));
        table.add(
                131,
                JobEvent.AttemptDropped.class,
                (out, dropped) -> {
                    out.job(dropped.job());
                    out.task(dropped.task());
                    out.node(dropped.node());
                    out.count(dropped.number());
                    out.fence(dropped.fence());
                    out.text(dropped.why());
                    out.time(dropped.at());
                },
                in -> new JobEvent.AttemptDropped(
                        in.job(), in.task(), in.node(), in.count(), in.fence(), in.text(), in.time()));
        table.add(
                65,
                JobEvent.AttemptLost.class,
                (out, lost) -> {
                    out.job(lost.job());
                    out.task(lost.task());
                    out.node(lost.node());
                    out.count(lost.number());
                    out.time(lost.at());
                },
                in -> new JobEvent.AttemptLost(in.job(), in.task(), in.node(), in.count(), in.time()));
        table.add(
                73,
                JobEvent.AttemptReturned.class,
                (out, returned) -> {
                    out.job(returned.job());
                    out.task(returned.task());
                    out.node(returned.node());
                    out.count(returned.number());
                    out.time(returned.at());
                },
                in -> new JobEvent.AttemptReturned(in.job(), in.task(), in.node(), in.count(), in.time()));
        table.add(
                72,
                JobEvent.ValueMoved.class,
                (out, moved) -> {
                    out.job(moved.job());
                    out.task(moved.task());
                    out.node(moved.node());
                    out.time(moved.at());
                },
                in -> new JobEvent.ValueMoved(in.job(), in.task(), in.node(), in.time()));
        table.add(
                71,
                JobEvent.AloneBegun.class,
                (out, begun) -> {
                    out.job(begun.job());
                    out.task(begun.task());
                    out.node(begun.node());
                    out.count(begun.incarnation());
                    out.count(begun.number());
                    out.time(begun.at());
                },
                in -> new JobEvent.AloneBegun(in.job(), in.task(), in.node(), in.longCount(), in.count(), in.time()));
        table.add(
                70,
                JobEvent.NodeDied.class,
                (out, died) -> {
                    out.job(died.job());
                    out.task(died.task());
                    out.node(died.node());
                    out.count(died.number());
                    out.time(died.at());
                },
                in -> new JobEvent.NodeDied(in.job(), in.task(), in.node(), in.count(), in.time()));
        table.add(
                66,
                JobEvent.ValueLost.class,
                (out, lost) -> {
                    out.job(lost.job());
                    out.task(lost.task());
                    out.time(lost.at());
                },
                in -> new JobEvent.ValueLost(in.job(), in.task(), in.time()));
    }

    private static void succeeded(WireWriter out, JobEvent.TaskSucceeded succeeded) {
        out.job(succeeded.job());
        out.task(succeeded.task());
        out.node(succeeded.node());
        out.count(succeeded.number());
        out.fence(succeeded.fence());
        out.any(succeeded.value());
        out.count(succeeded.micros());
        out.time(succeeded.at());
    }

    private static JobEvent.TaskSucceeded succeeded(WireReader in) {
        return new JobEvent.TaskSucceeded(
                in.job(), in.task(), in.node(), in.count(), in.fence(), in.any(Value.class), in.longCount(), in.time());
    }

    private static void failed(WireWriter out, JobEvent.AttemptFailed failed) {
        out.job(failed.job());
        out.task(failed.task());
        out.node(failed.node());
        out.count(failed.number());
        LinkCodecs.failure(out, failed.failure());
        boolean retries = failed.retryAt() != JobEvent.AttemptFailed.NO_RETRY;
        out.flag(retries);
        if (retries) {
            out.time(failed.retryAt());
        }
        out.count(failed.memory());
        out.time(failed.at());
    }

    private static JobEvent.AttemptFailed failed(WireReader in) {
        return new JobEvent.AttemptFailed(
                in.job(),
                in.task(),
                in.node(),
                in.count(),
                LinkCodecs.failure(in),
                in.flag() ? in.time() : JobEvent.AttemptFailed.NO_RETRY,
                in.longCount(),
                in.time());
    }
}
