package dev.sampo.journal.replicated;

import dev.sampo.journal.raft.Endpoint;
import io.microraft.MembershipChangeMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which change of members the leader makes next, one at a time: a spare first learns, then votes, and only then the voter
 * that is gone is removed, so that the group is never smaller than it was.
 */
final class Succession {

    /** What the leader sees. */
    record View(
            int expect,
            List<Endpoint> voters,
            List<Endpoint> learners,
            Set<Endpoint> gone,
            Set<Endpoint> caughtUp,
            Set<Endpoint> founders,
            List<Endpoint> spares) {

        private long living() {
            return voters.stream().filter(voter -> !gone.contains(voter)).count();
        }
    }

    record Step(Endpoint member, MembershipChangeMode mode) {}

    private Succession() {}

    static Optional<Step> next(View view) {
        Optional<Endpoint> goneLearner =
                view.learners().stream().filter(view.gone()::contains).findFirst();
        if (goneLearner.isPresent()) {
            return goneLearner.map(learner -> new Step(learner, MembershipChangeMode.REMOVE_MEMBER));
        }
        boolean wanted = view.living() < view.expect();
        if (wanted && !view.learners().isEmpty()) {
            return view.learners().stream()
                    .filter(view.caughtUp()::contains)
                    .findFirst()
                    .map(learner -> new Step(learner, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER));
        }
        if (wanted && !view.spares().isEmpty()) {
            Endpoint spare = view.spares().get(0);
            // MicroRaft lets no founder come back as a learner.
            return Optional.of(new Step(
                    spare,
                    view.founders().contains(spare)
                            ? MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER
                            : MembershipChangeMode.ADD_LEARNER));
        }
        if (view.voters().size() > view.expect()) {
            return view.voters().stream()
                    .filter(view.gone()::contains)
                    .findFirst()
                    .map(voter -> new Step(voter, MembershipChangeMode.REMOVE_MEMBER));
        }
        return Optional.empty();
    }
}
