package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Problem;
import org.junit.jupiter.api.Test;

/** A job that fits no node known is not refused while there are nodes that have not said what they have. */
class NewcomersTest {
    private static final long PATIENCE = PlannerSettings.DEFAULTS.settleMaxMillis();

    private final Rig rig = new Rig().with("small", cpus(1));

    private static Dag large() {
        var dag = Dag.named("large");
        dag.task("large", () -> 1).needs(cpus(16));
        return dag;
    }

    private Answer last() {
        return rig.answers.values().stream().reduce((one, other) -> other).orElseThrow();
    }

    private void isRefused(Answer answer) {
        assertThat(((Answer.Rejected) answer).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.NEVER_FITS);
    }

    @Test
    void whenAllAreKnownItIsRefusedAtOnce() {
        isRefused(rig.submit(large()));
    }

    @Test
    void itWaitsForTheNodeThatHasJustJoinedAndRunsThere() {
        rig.step(new Input.NodesUnknown(1));
        assertThat(rig.submit(large())).isNull();

        rig.with("large", cpus(16));

        assertThat(last()).isEqualTo(new Answer.Accepted(Rig.JOB, false));
        assertThat(rig.running("large")).containsExactly("large");
    }

    @Test
    void itIsRefusedWhenTheOthersAreKnownAndNoneFits() {
        rig.step(new Input.NodesUnknown(2));
        rig.submit(large());
        rig.with("other", cpus(2));
        rig.step(new Input.NodesUnknown(1));
        assertThat(rig.answers).isEmpty();

        rig.step(new Input.NodesUnknown(0));

        isRefused(last());
    }

    @Test
    void itIsRefusedWhenTheOthersKeepSilentForTooLong() {
        rig.step(new Input.NodesUnknown(1));
        rig.submit(large());
        rig.advance(PATIENCE - 1);
        assertThat(rig.answers).isEmpty();

        rig.advance(1);

        isRefused(last());
    }

    @Test
    void whatNoNodeWouldMendIsRefusedAtOnce() {
        rig.step(new Input.NodesUnknown(1));
        rig.submit(large());
        rig.with("large", cpus(16));
        var other = Dag.named("other");
        other.task("task", () -> 1).needs(cpus(16));

        rig.submit(other);

        assertThat(((Answer.Rejected) last()).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.CONTENT_DIFFERS);
    }

    @Test
    void whatComesBeforeAnyNodeIsKnownIsRefusedWhenItIsKnownThatItNeverFits() {
        var early = new Rig();
        early.step(new Input.NodesUnknown(1));
        assertThat(early.submit(large())).isNull();

        early.with("small", cpus(1));
        early.step(new Input.NodesUnknown(0));

        isRefused(early.answers.values().iterator().next());
    }

    @Test
    void whatComesBeforeAnyNodeIsKnownIsAcceptedWhenNoneSaysAnythingForLong() {
        var early = new Rig();
        early.step(new Input.NodesUnknown(1));
        early.submit(large());

        early.advance(PATIENCE);

        assertThat(early.answers).containsValue(new Answer.Accepted(Rig.JOB, false));
    }
}
