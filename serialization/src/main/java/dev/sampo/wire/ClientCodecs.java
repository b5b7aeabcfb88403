package dev.sampo.wire;

import dev.sampo.bytes.MalformedBytes;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.MalformedBlueprint;
import dev.sampo.job.JobOptions;
import dev.sampo.job.NodeId;
import dev.sampo.job.Origin;
import dev.sampo.planning.TaskQuery;
import dev.sampo.resource.Resources;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** What partitions and nodes are asked from outside, and the pieces of what they keep. */
final class ClientCodecs {

    private ClientCodecs() {}

    static void addTo(Table table) {
        addRequests(table);
        addArrivals(table);
        addPieces(table);
    }

    private static void addRequests(Table table) {
        table.add(1, ToScheduler.Submit.class, ClientCodecs::submit, ClientCodecs::submit);
        table.add(
                2,
                ToScheduler.Cancel.class,
                (out, cancel) -> {
                    out.job(cancel.job());
                    out.text(cancel.reason());
                    out.actor(cancel.replyTo());
                },
                in -> new ToScheduler.Cancel(in.job(), in.text(), in.actor()));
        table.add(
                110,
                ToScheduler.Pause.class,
                (out, pause) -> {
                    out.job(pause.job());
                    out.actor(pause.replyTo());
                },
                in -> new ToScheduler.Pause(in.job(), in.actor()));
        table.add(
                111,
                ToScheduler.Resume.class,
                (out, resume) -> {
                    out.job(resume.job());
                    out.actor(resume.replyTo());
                },
                in -> new ToScheduler.Resume(in.job(), in.actor()));
        table.add(
                3,
                ToScheduler.AskStatus.class,
                (out, ask) -> {
                    out.job(ask.job());
                    out.actor(ask.replyTo());
                },
                in -> new ToScheduler.AskStatus(in.job(), in.actor()));
        table.add(
                4,
                ToScheduler.AskJobs.class,
                (out, ask) -> out.actor(ask.replyTo()),
                in -> new ToScheduler.AskJobs(in.actor()));
        table.add(
                119,
                ToScheduler.AskBreakers.class,
                (out, ask) -> {
                    BreakerCodecs.perhaps(out, ask.from());
                    out.count(ask.max());
                    out.actor(ask.replyTo());
                },
                in -> new ToScheduler.AskBreakers(BreakerCodecs.perhaps(in), in.count(), in.actor()));
        table.add(
                120,
                ToScheduler.ForceBreaker.class,
                (out, force) -> {
                    BreakerCodecs.name(out, force.breaker());
                    out.constant(force.to());
                    out.text(force.by());
                    out.text(force.why());
                    out.actor(force.replyTo());
                },
                in -> new ToScheduler.ForceBreaker(
                        BreakerCodecs.name(in), in.constant(BreakerCodecs.TO), in.text(), in.text(), in.actor()));
        table.add(
                5,
                ToScheduler.AwaitTask.class,
                (out, await) -> {
                    out.job(await.job());
                    out.task(await.task());
                    out.actor(await.replyTo());
                },
                in -> new ToScheduler.AwaitTask(in.job(), in.task(), in.actor()));
        table.add(
                6,
                ToScheduler.AwaitJob.class,
                (out, await) -> {
                    out.job(await.job());
                    out.actor(await.replyTo());
                },
                in -> new ToScheduler.AwaitJob(in.job(), in.actor()));
        table.add(
                7,
                ToScheduler.AskValues.class,
                (out, ask) -> {
                    out.job(ask.job());
                    out.task(ask.firstTask());
                    out.count(ask.count());
                    out.actor(ask.replyTo());
                },
                in -> new ToScheduler.AskValues(in.job(), in.task(), in.count(), in.actor()));
        table.add(
                8,
                ToScheduler.AskEvents.class,
                (out, ask) -> {
                    out.job(ask.job());
                    out.count(ask.fromSequence());
                    out.count(ask.max());
                    out.actor(ask.replyTo());
                },
                in -> new ToScheduler.AskEvents(in.job(), in.longCount(), in.count(), in.actor()));
        table.add(
                9,
                ToScheduler.AskExplanation.class,
                (out, ask) -> {
                    out.job(ask.job());
                    out.task(ask.task());
                    out.actor(ask.replyTo());
                },
                in -> new ToScheduler.AskExplanation(in.job(), in.task(), in.actor()));
        table.add(
                140,
                ToScheduler.AskTasks.class,
                (out, ask) -> {
                    out.job(ask.job());
                    query(out, ask.query());
                    out.count(ask.from());
                    out.count(ask.max());
                    out.actor(ask.replyTo());
                },
                in -> new ToScheduler.AskTasks(in.job(), query(in), in.count(), in.count(), in.actor()));
        table.add(
                141,
                ToScheduler.Rerun.class,
                (out, rerun) -> {
                    out.job(rerun.job());
                    out.job(rerun.fork());
                    out.list(rerun.again(), WireWriter::text);
                    out.actor(rerun.replyTo());
                },
                in -> new ToScheduler.Rerun(
                        in.job(), in.job(), in.list("tasks to run again", 1, WireReader::text), in.actor()));
        table.add(
                132,
                ToScheduler.AskJobExplanation.class,
                (out, ask) -> {
                    out.job(ask.job());
                    out.actor(ask.replyTo());
                },
                in -> new ToScheduler.AskJobExplanation(in.job(), in.actor()));
        table.add(10, ToScheduler.Offer.class, ClientCodecs::offer, ClientCodecs::offer);
    }

    private static void addArrivals(Table table) {
        table.add(12, ToScheduler.Announce.class, ClientCodecs::announce, ClientCodecs::announce);
        table.add(
                13,
                ToScheduler.FetchBlueprint.class,
                (out, fetch) -> {
                    out.digest(fetch.blueprint());
                    out.count(fetch.offset());
                    out.actor(fetch.replyTo());
                },
                in -> new ToScheduler.FetchBlueprint(in.digest(), in.count(), in.actor()));
        table.add(
                15,
                ToWorker.FetchValue.class,
                (out, fetch) -> {
                    out.job(fetch.job());
                    out.task(fetch.task());
                    out.rawInt(fetch.crc());
                    out.count(fetch.offset());
                    out.actor(fetch.replyTo());
                },
                in -> new ToWorker.FetchValue(in.job(), in.task(), in.rawInt(), in.longCount(), in.actor()));
        table.add(
                21,
                ToWorker.Introduce.class,
                (out, introduce) -> out.actor(introduce.partition()),
                in -> new ToWorker.Introduce(in.actor()));
    }

    private static void addPieces(Table table) {
        table.add(
                16,
                Piece.OfBlueprint.class,
                (out, piece) -> {
                    out.digest(piece.blueprint());
                    chunk(out, piece.chunk());
                },
                in -> new Piece.OfBlueprint(in.digest(), chunk(in)));
        table.add(
                178,
                ToWorker.Enclosed.class,
                (out, enclosed) -> {
                    out.digest(enclosed.blueprint().blueprint());
                    chunk(out, enclosed.blueprint().chunk());
                },
                in -> new ToWorker.Enclosed(new Piece.OfBlueprint(in.digest(), chunk(in))));
        table.add(
                17,
                Piece.OfValue.class,
                (out, piece) -> {
                    out.job(piece.job());
                    out.task(piece.task());
                    out.rawInt(piece.crc());
                    chunk(out, piece.chunk());
                },
                in -> new Piece.OfValue(in.job(), in.task(), in.rawInt(), chunk(in)));
        table.add(
                18,
                Piece.NoBlueprint.class,
                (out, piece) -> {
                    out.digest(piece.blueprint());
                    out.text(piece.why());
                },
                in -> new Piece.NoBlueprint(in.digest(), in.text()));
        table.add(
                19,
                Piece.NoValue.class,
                (out, piece) -> {
                    out.job(piece.job());
                    out.task(piece.task());
                    out.rawInt(piece.crc());
                    out.node(piece.node());
                    out.text(piece.why());
                },
                in -> new Piece.NoValue(in.job(), in.task(), in.rawInt(), in.node(), in.text()));
    }

    private static void query(WireWriter out, TaskQuery query) {
        out.text(query.name());
        out.flag(query.state().isPresent());
        query.state().ifPresent(out::constant);
    }

    private static TaskQuery query(WireReader in) {
        return new TaskQuery(in.text(), in.flag() ? Optional.of(in.constant(AnswerCodecs.STATES)) : Optional.empty());
    }

    private static void submit(WireWriter out, ToScheduler.Submit submit) {
        out.job(submit.job());
        blueprint(out, submit.blueprint());
        options(out, submit.options());
        out.actor(submit.replyTo());
    }

    private static ToScheduler.Submit submit(WireReader in) {
        return new ToScheduler.Submit(in.job(), blueprint(in), options(in), in.actor());
    }

    static void options(WireWriter out, JobOptions options) {
        out.signed(options.priority());
        out.flag(options.fallback().isPresent());
        options.fallback().ifPresent(out::node);
        out.count(options.failuresAllowed());
        out.text(options.tenant());
        out.count(options.deadline());
        out.flag(options.origin().isPresent());
        options.origin().ifPresent(origin -> {
            out.job(origin.source());
            out.list(origin.again(), WireWriter::text);
        });
        out.count(options.planMillis());
    }

    static JobOptions options(WireReader in) {
        int priority = in.signed();
        Optional<NodeId> fallback = in.flag() ? Optional.of(in.node()) : Optional.empty();
        return new JobOptions(priority, fallback, in.count(), in.text(), in.longCount(), origin(in), in.longCount());
    }

    private static Optional<Origin> origin(WireReader in) {
        return in.flag()
                ? Optional.of(new Origin(in.job(), in.list("tasks to run again", 1, WireReader::text)))
                : Optional.empty();
    }

    private static void offer(WireWriter out, ToScheduler.Offer offer) {
        out.job(offer.job());
        out.digest(offer.blueprint());
        out.count(offer.size());
        options(out, offer.options());
        out.actor(offer.source());
        out.actor(offer.replyTo());
    }

    private static ToScheduler.Offer offer(WireReader in) {
        return new ToScheduler.Offer(in.job(), in.digest(), in.count(), options(in), in.actor(), in.actor());
    }

    private static void announce(WireWriter out, ToScheduler.Announce announce) {
        out.node(announce.node());
        out.count(announce.incarnation());
        resources(out, announce.capacity());
        NodeCodecs.labels(out, announce.labels());
        out.flag(announce.isWorker());
        out.constant(announce.availability());
        out.count(announce.turn());
        out.actor(announce.worker());
    }

    private static ToScheduler.Announce announce(WireReader in) {
        return new ToScheduler.Announce(
                in.node(),
                in.longCount(),
                resources(in),
                NodeCodecs.labels(in),
                in.flag(),
                NodeCodecs.availability(in),
                in.longCount(),
                in.actor());
    }

    static void resources(WireWriter out, Resources resources) {
        out.signed(resources.cpuUnits());
        out.signed(resources.memoryBytes());
        out.signed(resources.gpuUnits());
        out.list(resources.extraUnits().entrySet(), (to, extra) -> {
            to.text(extra.getKey());
            to.signed(extra.getValue());
        });
    }

    static Resources resources(WireReader in) {
        return new Resources(
                in.longSigned(), in.longSigned(), in.longSigned(), map(in, "extras", WireReader::longSigned));
    }

    static <V> Map<String, V> map(WireReader in, String what, Function<WireReader, V> value) {
        var map = new TreeMap<String, V>();
        for (Map.Entry<String, V> entry : in.list(what, 2, each -> Map.entry(each.text(), value.apply(each)))) {
            if (map.put(entry.getKey(), entry.getValue()) != null) {
                throw WireReader.corrupt(what + " name \"" + entry.getKey() + "\" twice");
            }
        }
        return map;
    }

    static void blueprint(WireWriter out, Blueprint blueprint) {
        out.bytes(blueprint.bytes());
    }

    static Blueprint blueprint(WireReader in) {
        try {
            return Blueprint.read(in.bytes());
        } catch (MalformedBlueprint malformed) {
            throw new MalformedBytes.Corrupt("a blueprint cannot be read: " + malformed.getMessage(), malformed);
        }
    }

    static void chunk(WireWriter out, Chunk chunk) {
        out.count(chunk.offset());
        out.count(chunk.total());
        out.bytes(chunk.bytes());
        out.rawInt(crc(chunk.bytes()));
    }

    static Chunk chunk(WireReader in) {
        var chunk = new Chunk(in.longCount(), in.longCount(), in.bytes());
        if (in.rawInt() != crc(chunk.bytes())) {
            throw WireReader.corrupt("the bytes of " + chunk + " are not those that were sent");
        }
        return chunk;
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
