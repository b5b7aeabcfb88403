package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import dev.sampo.placement.ReadyTask;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a user's placer does, tasks are placed, and somebody is told once. */
class ChooserTest {
    private static class Theirs implements Placer {
        @Override
        public String name() {
            return "theirs";
        }

        @Override
        public double score(ReadyTask task, Candidate candidate) {
            return candidate.node().value().equals("b") ? 1 : 0;
        }
    }

    private static Rig rig(Supplier<Placer> placer) {
        var rig = new Rig(RigSettings.placing(placer)).with("a", cpus(1)).with("b", cpus(1));
        var dag = Dag.named("dag");
        dag.each("e", IntStream.range(0, 20).boxed().toList(), x -> x);
        rig.submit(dag);
        return rig;
    }

    private static void isDoneWithout(Rig rig, String why) {
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.news).singleElement().satisfies(news -> assertThat(news)
                .contains(why, "load-balanced places in its stead"));
        assertThat(rig.explain(5).placement()).contains("by load-balanced", why);
    }

    @Test
    void aPlacerOfTheUsersPlaces() {
        var rig = rig(Theirs::new);
        assertThat(rig.running("b")).containsExactly("e[0]");
        rig.runAll();
        assertThat(rig.news).isEmpty();
        assertThat(rig.explain(2).placement()).contains("by theirs");
    }

    @Test
    void oneThatThrowsWhenItChoosesIsDoneWith() {
        isDoneWithout(
                rig(() -> new Theirs() {
                    @Override
                    public int choose(ReadyTask task, List<Candidate> candidates) {
                        throw new IllegalStateException("no idea");
                    }
                }),
                "no idea");
    }

    @Test
    void oneThatThrowsWhenItScoresIsDoneWith() {
        isDoneWithout(
                rig(() -> new Theirs() {
                    @Override
                    public double score(ReadyTask task, Candidate candidate) {
                        throw new NoClassDefFoundError("Gone");
                    }
                }),
                "Gone");
    }

    @Test
    void oneThatChoosesWhatIsNotThereIsDoneWith() {
        isDoneWithout(
                rig(() -> new Theirs() {
                    @Override
                    public int choose(ReadyTask task, List<Candidate> candidates) {
                        return candidates.size();
                    }
                }),
                "it chose candidate 2 of 2");
    }

    @Test
    void oneThatSortsTheCandidatesIsDoneWith() {
        isDoneWithout(
                rig(() -> new Theirs() {
                    @Override
                    public int choose(ReadyTask task, List<Candidate> candidates) {
                        candidates.sort((one, other) -> 0);
                        return 0;
                    }
                }),
                "UnsupportedOperationException");
    }

    @Test
    void howItWantsToBeAskedIsAskedOnce() {
        var asked = new ArrayList<String>();
        var rig = rig(() -> new Theirs() {
            @Override
            public boolean looksAtAll() {
                asked.add("looks at all");
                return false;
            }

            @Override
            public boolean asksWhatIsStranded() {
                asked.add("what is stranded");
                return false;
            }
        });
        rig.runAll();
        assertThat(asked).containsExactlyInAnyOrder("looks at all", "what is stranded");
    }

    @Test
    void oneThatCannotBeMadeIsDoneWith() {
        isDoneWithout(
                rig(() -> {
                    throw new IllegalStateException("no licence");
                }),
                "no licence");
    }

    @Test
    void oneThatLetsATaskWaitIsAskedAgainWhenSomethingHappens() {
        var asked = new ArrayList<String>();
        var rig = rig(() -> new Theirs() {
            @Override
            public int choose(ReadyTask task, List<Candidate> candidates) {
                asked.add(task.dag() + "/" + task.name());
                return asked.size() < 3 ? NONE : 0;
            }
        });
        rig.step(new Input.Tick());
        rig.step(new Input.Tick());
        assertThat(asked).startsWith("dag/e[0]", "dag/e[0]", "dag/e[0]");
        assertThat(rig.running("a")).isNotEmpty();
    }
}
