package dev.sampo.actors.worker;

import dev.sampo.actors.body.Awaited;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.job.Attempt;
import dev.sampo.job.JobId;
import dev.sampo.membership.NodeLoad;
import dev.sampo.wire.ProgressTold;
import dev.sampo.wire.ToWorker;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What bodies that run here say of themselves, and what they wait for. */
final class Progress {
    /** Of so many jobs and things waited for at most; a node's load is told often. */
    private static final int AWAITS_MAX = 50;

    private static final int WORDS_MAX = 1_000;

    private final Collection<RunningBody> running;

    private record Key(JobId job, String what) {}

    /** @param running those that run at any moment */
    Progress(Collection<RunningBody> running) {
        this.running = running;
    }

    ProgressTold of(ToWorker.AskProgress ask) {
        return running.stream()
                .filter(body -> isMeant(body.run().attempt(), ask))
                .findFirst()
                .map(body -> new ProgressTold(body.attempt(), body.millis(), shortened(words(body))))
                .orElse(ProgressTold.NOTHING);
    }

    private static boolean isMeant(Attempt attempt, ToWorker.AskProgress ask) {
        return attempt.job().equals(ask.job()) && attempt.task() == ask.task();
    }

    private static String words(RunningBody body) {
        String stands = body.awaited().map(Awaited::words).orElse("");
        String says = said(body.fraction(), body.note());
        return stands + (stands.isEmpty() || says.isEmpty() ? "" : ", and ") + says;
    }

    private static String said(double fraction, String note) {
        String what = note == null ? "" : note;
        if (fraction == 0) {
            return what.isEmpty() ? "" : "says: " + what;
        }
        return "says that it is " + Math.round(fraction * 100) + " % done" + (what.isEmpty() ? "" : ": " + what);
    }

    private static String shortened(String words) {
        return words.length() <= WORDS_MAX ? words : words.substring(0, WORDS_MAX) + "..";
    }

    List<NodeLoad.Awaited> awaits() {
        Map<Key, NodeLoad.Awaited> all = new HashMap<>();
        for (RunningBody body : running) {
            body.awaited()
                    .filter(awaited -> !awaited.what().isEmpty())
                    .ifPresent(awaited -> add(all, body.run().attempt().job(), awaited));
        }
        return all.values().stream()
                .sorted(Comparator.comparingLong(NodeLoad.Awaited::millis).reversed())
                .limit(AWAITS_MAX)
                .toList();
    }

    private static void add(Map<Key, NodeLoad.Awaited> all, JobId job, Awaited awaited) {
        all.merge(
                new Key(job, awaited.what()),
                new NodeLoad.Awaited(job, awaited.what(), 1, awaited.millis()),
                NodeLoad.Awaited::and);
    }
}
