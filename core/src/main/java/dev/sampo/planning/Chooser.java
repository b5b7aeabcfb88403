package dev.sampo.planning;

import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import dev.sampo.placement.Placers;
import dev.sampo.placement.ReadyTask;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The placer that was asked for, until it throws or answers what cannot be; from then on the default one. A placer may be
 * a user's, and whatever it does, tasks are placed. The order in which tasks are taken stays as it was.
 */
final class Chooser {
    /** How a placer wants to be asked, which it is asked once: it is of no use to ask again for each task. */
    private record Manners(
            String name,
            boolean ranks,
            boolean decidesEach,
            boolean looksAtAll,
            boolean asksWhatIsStranded,
            boolean isPatient) {
        static Manners of(Placer placer) {
            return new Manners(
                    placer.name(),
                    placer.ranks(),
                    placer.decidesEach(),
                    placer.looksAtAll(),
                    placer.asksWhatIsStranded(),
                    placer.isPatient());
        }
    }

    private final boolean ranks;
    private Placer placer;
    private Manners manners;
    /** Why the one that was asked for places no more; empty while it does. */
    private String failure = "";

    private boolean isNews;

    Chooser(Supplier<Placer> chosen) {
        try {
            placer = chosen.get();
            manners = Manners.of(placer);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
            giveUp("the placer that was asked for cannot be made: " + thrown);
        }
        ranks = manners.ranks();
    }

    /** Whether tasks with the longest way to go are taken first. */
    boolean ranks() {
        return ranks;
    }

    String name() {
        return manners.name();
    }

    boolean decidesEach() {
        return manners.decidesEach();
    }

    boolean looksAtAll() {
        return manners.looksAtAll();
    }

    boolean asksWhatIsStranded() {
        return manners.asksWhatIsStranded();
    }

    boolean isPatient() {
        return manners.isPatient();
    }

    int choose(ReadyTask task, List<Candidate> candidates) {
        int chosen = asked(each -> each.choose(task, Collections.unmodifiableList(candidates)));
        if (chosen != Placer.NONE && (chosen < 0 || chosen >= candidates.size())) {
            failed("it chose candidate " + chosen + " of " + candidates.size());
            return choose(task, candidates);
        }
        return chosen;
    }

    double score(ReadyTask task, Candidate candidate) {
        return asked(each -> each.score(task, candidate));
    }

    String about(Candidate candidate) {
        return asked(each -> each.about(candidate));
    }

    void placed(List<Candidate> candidates, int chosen, int tasks) {
        asked(each -> {
            each.placed(Collections.unmodifiableList(candidates), chosen, tasks);
            return true;
        });
    }

    private <T> T asked(Function<Placer, T> question) {
        try {
            return question.apply(placer);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
            failed(thrown.toString());
            return question.apply(placer);
        }
    }

    private void failed(String how) {
        giveUp("the placer " + placer.getClass().getName() + " failed: " + how);
    }

    private void giveUp(String why) {
        placer = Placers.STAND_IN.get();
        manners = Manners.of(placer);
        failure = why + "; " + manners.name() + " places in its stead until the partition begins anew";
        isNews = true;
    }

    /** For people: what became of the one that was asked for; empty while all is well. */
    String failure() {
        return failure;
    }

    /** The same, once. */
    Optional<String> news() {
        boolean tell = isNews;
        isNews = false;
        return tell ? Optional.of(failure) : Optional.empty();
    }
}
