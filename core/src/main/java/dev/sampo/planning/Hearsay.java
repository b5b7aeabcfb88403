package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Experience;
import dev.sampo.job.JobLedger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Samples;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What the schedulers of other partitions have learned, and what they are told of what this one has. Each learns by its own jobs, and
 * keeps that in its journal; what it was told by others it keeps in memory only: a scheduler that takes over says what its journal has
 * taught it, and by that the others know that it is to be told.
 *
 * <p>Everything is said again until it is known to be heard, and nothing when there is nothing new.
 */
final class Hearsay {
    /** What is new is told at once, and then what has come up since, so often at most. */
    private static final long APART_MILLIS = 1_000;
    /** Of one who does not answer, at most. */
    private static final long AGAIN_MILLIS = 16_000;

    private static final class Peer {
        /** The last that it said. */
        private Lore said;

        private Experience experience = new Experience();
        /** Number of the last that it has heard. */
        private long heard;

        private long nextAt;
        private long pause = APART_MILLIS;

        Peer(int partition) {
            said = Lore.none(partition);
        }

        private void answers() {
            pause = APART_MILLIS;
        }
    }

    private final Books books;
    private final Peer[] peers;
    /** How many facts there are once the term is for certain its own: another scheduler might say something else in the same one. */
    private final long termFact;

    private Set<NodeId> outvoted = Set.of();

    Hearsay(Books books) {
        this.books = books;
        this.peers = new Peer[books.settings.partitions()];
        Arrays.setAll(peers, Peer::new);
        this.termFact = books.ledger.factCount() + 1;
    }

    boolean isOutvoted(NodeId node) {
        return !outvoted.isEmpty() && outvoted.contains(node);
    }

    /** What tasks like this one have shown, in jobs of whichever partition. */
    Experience.Lesson lesson(JobLedger job, int task) {
        Experience.Lesson lesson = books.ledger.experience().lesson(job, task);
        for (Peer peer : peers) {
            lesson = lesson.and(peer.experience.lesson(job, task));
        }
        return lesson;
    }

    /** How long tasks like this one ran; as others say, if nothing is known of it here. Null when nobody knows. */
    Samples runs(Blueprint graph, int task) {
        Samples runs = books.ledger.experience().of(graph, task);
        for (int i = 0; runs == null && i < peers.length; i++) {
            runs = peers[i].experience.of(graph, task);
        }
        return runs;
    }

    /** The same of how large their values were. */
    Samples sizes(Blueprint graph, int task) {
        Samples sizes = books.ledger.experience().sizes(graph, task);
        for (int i = 0; sizes == null && i < peers.length; i++) {
            sizes = peers[i].experience.sizes(graph, task);
        }
        return sizes;
    }

    /** Tells what is new. */
    void run() {
        if (peers.length < 2 || books.factsDurable < termFact) {
            return;
        }
        Lore own = null;
        long number = 1 + books.ballots.changes() + books.ledger.experience().changes();
        for (int partition = 0; partition < peers.length; partition++) {
            Peer peer = peers[partition];
            if (partition == books.partition || peer.heard >= number) {
                continue;
            }
            if (books.now >= peer.nextAt) {
                own = own == null ? own(number) : own;
                books.call(partition, new Input.Learned(Input.OfPartition.NONE, own));
                peer.nextAt = books.now + peer.pause;
                peer.pause = Math.min(AGAIN_MILLIS, 2 * peer.pause);
            }
            books.lookAbout(peer.nextAt);
        }
    }

    private Lore own(long number) {
        return new Lore(
                books.partition,
                books.term,
                number,
                books.ballots.outvoted(Lore.NODES_MAX),
                books.ledger.experience().gist(Lore.KINDS_MAX, Lore.CHARS_MAX));
    }

    void learned(Input.Learned learned) {
        Lore lore = learned.lore();
        boolean isPeer = lore.partition() < peers.length && lore.partition() != books.partition;
        Peer peer = isPeer ? peers[lore.partition()] : new Peer(lore.partition());
        if (isPeer && lore.isAfter(peer.said)) {
            if (lore.term() > peer.said.term()) {
                peer.heard = 0; // One that has just begun has heard nothing.
                peer.nextAt = books.now;
            }
            peer.answers();
            takeUp(lore, peer);
        }
        books.reply(
                learned.ticket(), new Answer.Heard(books.partition, books.term, peer.said.term(), peer.said.number()));
    }

    private void takeUp(Lore lore, Peer peer) {
        boolean isLesson = !lore.teachesTheSameAs(peer.said);
        peer.said = lore;
        peer.experience = Experience.of(lore.kinds());
        outvoted = new HashSet<>();
        for (Peer each : peers) {
            outvoted.addAll(each.said.outvoted());
        }
        if (isLesson) {
            books.askAnew();
        }
    }

    void heard(Answer.Heard answer) {
        Peer peer = answer.partition() < peers.length ? peers[answer.partition()] : null;
        if (peer != null && answer.term() == books.term && answer.byTerm() >= peer.said.term()) {
            peer.heard = Math.max(peer.heard, answer.number());
            peer.answers();
        }
    }
}
