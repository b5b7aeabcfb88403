package dev.sampo.journal.replicated;

import dev.sampo.journal.EventLog;
import dev.sampo.journal.JournalSetup;
import dev.sampo.journal.Reporting;
import dev.sampo.journal.raft.Batch;
import dev.sampo.journal.raft.Endpoint;
import dev.sampo.journal.raft.RaftCodec;
import dev.sampo.journal.raft.RaftMember;
import io.microraft.exception.CannotReplicateException;
import io.microraft.exception.NotLeaderException;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftNodeReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.event.Logging;

/** A node's place in the group: its member, opened from its directory, and what the member answers to others. */
final class Seat implements AutoCloseable {

    private final ReplicatedSettings settings;
    private final Executor pages;
    private final Post post;
    private final Neighbours neighbours;
    private final RaftMember member;
    private final RaftCodec codec;
    private final Endpoint fresh;
    private ActorRef peer = ActorRef.noSender();

    Seat(
            ReplicatedSettings settings,
            String node,
            ActorSystem system,
            Executor pages,
            Post post,
            Neighbours neighbours,
            Consumer<Exception> onFailure) {
        this.settings = settings;
        this.pages = pages;
        this.post = post;
        this.neighbours = neighbours;
        JournalSetup setup = JournalSetup.of(system);
        Reporting reporting = new Reporting(Logging.getLogger(system, Seat.class), setup.lastResort());
        this.member = new RaftMember(settings.raft(), setup.disk(), reporting, onFailure);
        this.codec = member.codec();
        long drawn = UUID.randomUUID().getMostSignificantBits();
        this.fresh = new Endpoint(node, HexFormat.of().toHexDigits(drawn, 12));
    }

    Endpoint self() {
        return member.group() == null ? fresh : member.self();
    }

    /** Null while it has none. */
    String group() {
        return member.group();
    }

    List<Endpoint> founders() {
        return member.group() == null ? List.of() : member.founders();
    }

    boolean isTaken() {
        return member.isStarted();
    }

    RaftMember member() {
        return member;
    }

    void join(String group, List<Endpoint> founders) {
        member.join(group, fresh, founders);
    }

    void take(ActorRef self, Consumer<RaftNodeReport> onChange) {
        peer = self;
        member.start(this::send, onChange);
    }

    private void send(Endpoint target, RaftMessage message) {
        ActorRef to = neighbours.peer(target.node());
        if (to != null) {
            post.send(to, peer, new Letter.Raft(target.getId(), codec.encode(message)));
        }
    }

    /** The message when MicroRaft is to hear of it now; null when it was not for this member, or streams come before it. */
    RaftMessage receive(Letter.Raft letter) {
        if (!isTaken() || !letter.to().equals(self().getId())) {
            return null;
        }
        RaftMessage message = codec.decode(letter.message());
        return message.getGroupId().equals(group()) ? message : null;
    }

    static boolean needsStreams(RaftMessage message) {
        return message instanceof InstallSnapshotRequest request && request.getSnapshotChunk() != null;
    }

    void serve(Letter.Submit submit, Consumer<Letter> answer) {
        Batch.decode(submit.batch()); // before it is in the log, where nobody could refuse it any more
        member.append(submit.batch())
                .whenComplete((done, failure) -> answer.accept(
                        failure == null
                                ? new Letter.Submitted(submit.id(), Letter.Outcome.DONE, done.getResult())
                                : new Letter.Submitted(submit.id(), outcome(failure), List.of())));
    }

    void serve(Letter.AskHighest ask, Consumer<Letter> answer) {
        member.highest(ask.streams())
                .whenComplete((done, failure) -> answer.accept(
                        failure == null
                                ? new Letter.TellHighest(
                                        ask.id(), Letter.Outcome.DONE, done.getCommitIndex(), done.getResult())
                                : new Letter.TellHighest(ask.id(), outcome(failure), 0, List.of())));
    }

    private static Letter.Outcome outcome(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof NotLeaderException || cause instanceof CannotReplicateException
                ? Letter.Outcome.TRY_AGAIN
                : Letter.Outcome.UNKNOWN;
    }

    /** Some records of a stream, once this member has applied that entry. */
    CompletableFuture<Page> page(String stream, long from, long to, long index) {
        return applied(index).thenApplyAsync(done -> read(stream, from, to), pages);
    }

    private CompletableFuture<?> applied(long index) {
        Duration limit = settings.catchUpTimeout();
        return member.applied(index, limit).orTimeout(limit.toMillis() + 1000, TimeUnit.MILLISECONDS);
    }

    private Page read(String stream, long from, long to) {
        EventLog streams = member.streams();
        streams.settled().join();
        try {
            long deletedTo = streams.deletedTo(stream);
            return new Page(deletedTo, streams.records(stream, from, to, settings.pageBytesMax()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void serve(Letter.AskPage ask, Consumer<Letter> answer) {
        page(ask.stream(), ask.from(), ask.to(), ask.index())
                .whenComplete((page, failure) -> answer.accept(
                        failure == null
                                ? new Letter.TellPage(ask.id(), Letter.Outcome.DONE, page)
                                : new Letter.TellPage(ask.id(), Letter.Outcome.TRY_AGAIN, Page.EMPTY)));
    }

    void serve(Letter.AskStreams ask, Consumer<Letter> answer) {
        pages.execute(() -> {
            EventLog streams = member.streams();
            List<Page.Extent> extents = streams.idsAfter(ask.after(), 1000).stream()
                    .map(id -> new Page.Extent(id, streams.deletedTo(id), streams.reserved(id)))
                    .toList();
            answer.accept(new Letter.TellStreams(ask.id(), Letter.Outcome.DONE, extents));
        });
    }

    @Override
    public void close() {
        member.close();
    }
}
