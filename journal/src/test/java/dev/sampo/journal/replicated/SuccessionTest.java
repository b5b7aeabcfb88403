package dev.sampo.journal.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.journal.raft.Endpoint;
import io.microraft.MembershipChangeMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who founds the group, and who takes the place of whom. */
class SuccessionTest {

    private static final Endpoint A = new Endpoint("a", "1");
    private static final Endpoint B = new Endpoint("b", "1");
    private static final Endpoint C = new Endpoint("c", "1");
    private static final Endpoint D = new Endpoint("d", "1");
    private static final Endpoint NEW_C = new Endpoint("c", "2");

    @Test
    void aSpareLearnsThenVotesAndOnlyThenTheVoterThatIsGoneIsRemoved() {
        assertThat(Succession.next(view(List.of(A, B, C), List.of(), Set.of(C), Set.of(A, B), List.of(D))))
                .contains(new Succession.Step(D, MembershipChangeMode.ADD_LEARNER));
        assertThat(Succession.next(view(List.of(A, B, C), List.of(D), Set.of(C), Set.of(A, B), List.of())))
                .as("it has not caught up")
                .isEmpty();
        assertThat(Succession.next(view(List.of(A, B, C), List.of(D), Set.of(C), Set.of(A, B, D), List.of())))
                .contains(new Succession.Step(D, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER));
        assertThat(Succession.next(view(List.of(A, B, C, D), List.of(), Set.of(C), Set.of(A, B, D), List.of())))
                .contains(new Succession.Step(C, MembershipChangeMode.REMOVE_MEMBER));
        assertThat(Succession.next(view(List.of(A, B, D), List.of(), Set.of(), Set.of(A, B, D), List.of())))
                .isEmpty();
    }

    @Test
    void withoutASpareNobodyIsRemoved() {
        assertThat(Succession.next(view(List.of(A, B, C), List.of(), Set.of(C), Set.of(A, B), List.of())))
                .isEmpty();
    }

    @Test
    void aFounderThatComesBackVotesAtOnceAndALostDiskIsAnotherMember() {
        assertThat(Succession.next(view(List.of(A, B, D), List.of(), Set.of(D), Set.of(A, B), List.of(C))))
                .contains(new Succession.Step(C, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER));
        assertThat(Succession.next(view(List.of(A, B, C), List.of(), Set.of(C), Set.of(A, B), List.of(NEW_C))))
                .contains(new Succession.Step(NEW_C, MembershipChangeMode.ADD_LEARNER));
    }

    private static Succession.View view(
            List<Endpoint> voters,
            List<Endpoint> learners,
            Set<Endpoint> gone,
            Set<Endpoint> caughtUp,
            List<Endpoint> spares) {
        return new Succession.View(3, voters, learners, gone, caughtUp, Set.of(A, B, C), spares);
    }

    @Test
    void theOldestNodesFoundTheGroupOnceAllOfThemSaySo() {
        List<String> up = List.of("b", "a", "c", "d");
        List<Endpoint> founders = List.of(A, B, C);
        Map<String, Letter.Hello> silent = Map.of(
                "a", hello(A, List.of()), "b", hello(B, List.of()), "c", hello(C, List.of()), "d", hello(D, List.of()));
        assertThat(Founding.candidates(3, up, silent)).isEqualTo(founders);
        assertThat(Founding.isAgreed(founders, silent)).isFalse();
        assertThat(Founding.candidates(3, List.of("a", "b"), silent))
                .as("too few are up")
                .isEmpty();
        assertThat(Founding.candidates(3, up, Map.of("a", hello(A, List.of()))))
                .as("not all have presented themselves")
                .isEmpty();
        Map<String, Letter.Hello> agreed = Map.of(
                "a", hello(A, founders), "b", hello(B, founders), "c", hello(C, founders), "d", hello(D, founders));
        assertThat(Founding.isAgreed(founders, agreed)).isTrue();
        assertThat(Founding.name(founders)).isEqualTo(Founding.name(List.of(A, B, C)));
    }

    @Test
    void whereAGroupExistsNobodyFoundsAnother() {
        Letter.Hello member = new Letter.Hello("a", A, "g", List.of(A), List.of(), 1, A, List.of(A));
        assertThat(Founding.candidates(
                        3,
                        List.of("a", "b", "c"),
                        Map.of("a", member, "b", hello(B, List.of()), "c", hello(C, List.of()))))
                .isEmpty();
    }

    private static Letter.Hello hello(Endpoint self, List<Endpoint> candidates) {
        return new Letter.Hello(self.node(), self, null, List.of(), candidates, 0, null, List.of());
    }
}
