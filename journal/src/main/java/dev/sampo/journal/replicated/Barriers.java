package dev.sampo.journal.replicated;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The questions of this node after the ends of streams. While one is out, later ones gather, and one question asks for
 * all; an answer is only good for who asked before it was sent. For one thread.
 */
final class Barriers {

    /** The highest number of a stream, and the entry from which on a member knows it. */
    record Known(long index, long highest) {}

    private record Waiting(CompletableFuture<Known> known, long deadline) {}

    private static final int STREAMS_MAX = 1000;

    private final ReplicatedSettings settings;
    private final Outbox outbox;
    private Map<String, List<Waiting>> gathering = new LinkedHashMap<>();
    private Map<String, List<Waiting>> asked = new LinkedHashMap<>();
    private List<String> streams = List.of();
    private long id;
    private long sayAgainAt;

    Barriers(ReplicatedSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
    }

    void add(String stream, CompletableFuture<Known> known, long now) {
        gathering
                .computeIfAbsent(stream, each -> new ArrayList<>())
                .add(new Waiting(known, now + settings.readTimeout().toNanos()));
        ask(now);
    }

    private void ask(long now) {
        if (!asked.isEmpty() || gathering.isEmpty()) {
            return;
        }
        Map<String, List<Waiting>> later = new LinkedHashMap<>();
        gathering.forEach((stream, waiting) -> (asked.size() < STREAMS_MAX ? asked : later).put(stream, waiting));
        gathering = later;
        streams = List.copyOf(asked.keySet());
        id++;
        say(now);
    }

    private void say(long now) {
        boolean sent = outbox.toLeader(new Letter.AskHighest(id, streams));
        sayAgainAt = now + (sent ? settings.attemptTimeout() : settings.tick()).toNanos();
    }

    void on(Letter.TellHighest answer, long now) {
        if (answer.id() != id || asked.isEmpty()) {
            return;
        }
        if (answer.outcome() != Letter.Outcome.DONE || answer.highest().size() != streams.size()) {
            sayAgainAt = now + settings.tick().toNanos() / 2;
            return;
        }
        Map<String, List<Waiting>> answered = asked;
        asked = new LinkedHashMap<>();
        for (int i = 0; i < streams.size(); i++) {
            Known known = new Known(answer.index(), answer.highest().get(i));
            answered.get(streams.get(i)).forEach(waiting -> waiting.known().complete(known));
        }
        ask(now);
    }

    void leaderChanged(long now) {
        if (!asked.isEmpty()) {
            say(now);
        }
    }

    void tick(long now) {
        dropLate(asked, now);
        dropLate(gathering, now);
        if (!asked.isEmpty() && sayAgainAt <= now) {
            say(now);
        }
        ask(now);
    }

    private void dropLate(Map<String, List<Waiting>> from, long now) {
        boolean wasAsked = from == asked;
        for (Iterator<Map.Entry<String, List<Waiting>>> all = from.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, List<Waiting>> entry = all.next();
            entry.getValue().removeIf(waiting -> isLate(entry.getKey(), waiting, now));
            if (entry.getValue().isEmpty() && !wasAsked) {
                all.remove();
            }
        }
        if (wasAsked && asked.values().stream().allMatch(List::isEmpty)) {
            asked = new LinkedHashMap<>();
        }
    }

    private boolean isLate(String stream, Waiting waiting, long now) {
        if (waiting.deadline() > now) {
            return false;
        }
        waiting.known()
                .completeExceptionally(JournalUnavailable.read("no majority of the journal's members could say how far "
                        + stream + " has come within " + settings.readTimeout()));
        return true;
    }
}
