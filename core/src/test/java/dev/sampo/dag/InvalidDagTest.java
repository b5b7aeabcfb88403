package dev.sampo.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.sampo.dag.Problem.Kind;
import dev.sampo.dag.TaskSpec.Work;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InvalidDagTest {
    private final PlainEncoder encoder = new PlainEncoder();

    @Test
    void allProblemsAreToldAtOnce() {
        var other = Dag.named("other");
        var foreign = other.task("foreign", () -> 1);
        var dag = Dag.named("bad name");
        var a = dag.task("a", () -> 1).timeout(Duration.ZERO);
        var b = dag.task("b", a, x -> x).priority(5_000);
        dag.task("b", foreign, x -> x);
        dag.task("a[3]", () -> 1);
        a.after(b);
        dag.task("negative", () -> 1).needs(new Resources(-1, 0, 0, Map.of("licence", 0L)));

        var problems = problemsOf(dag);

        assertThat(problems)
                .extracting(Problem::kind)
                .containsExactlyInAnyOrder(
                        Kind.BAD_NAME,
                        Kind.BAD_NAME,
                        Kind.DUPLICATE_NAME,
                        Kind.FOREIGN_HANDLE,
                        Kind.CYCLE,
                        Kind.BAD_AMOUNT,
                        Kind.BAD_AMOUNT,
                        Kind.BAD_AMOUNT,
                        Kind.BAD_AMOUNT);
        assertThat(what(problems, Kind.FOREIGN_HANDLE)).contains("\"foreign\"", "\"other\"");
        assertThat(what(problems, Kind.CYCLE)).startsWith("a -> b -> a is a cycle");
        assertThat(problems).anySatisfy(problem -> assertThat(problem.what()).contains("priority=5000"));
        assertThat(problems).anySatisfy(problem -> assertThat(problem.what()).contains("kept for the elements"));
        assertThatThrownBy(() -> dag.compile(encoder)).hasMessageContaining("9 problems");
    }

    @Test
    void whatIsRepeatedForManyTasksIsNotToldInFull() {
        String gang = "g".repeat(1 << 20);
        var dag = Dag.named("dag");
        for (int i = 0; i < 500; i++) {
            dag.task("t" + i, () -> 1).priority(i).gang(gang).together("one");
        }
        assertThat(problemsOf(dag))
                .hasSizeGreaterThan(500)
                .allMatch(problem -> problem.what().length() < 5_000);
    }

    @Test
    void aTaskThatIsExpectedToEndBeforeItBeginsIsRefused() {
        var dag = Dag.named("dag");
        dag.task("hasty", () -> 1).expected(Duration.ofSeconds(-1));
        dag.task("endless", () -> 1).expected(Duration.ofSeconds(Long.MAX_VALUE));
        assertThatThrownBy(() -> dag.compile(encoder))
                .hasMessageContaining("hasty")
                .hasMessageContaining("endless")
                .hasMessageContaining("leave it out to have it learned");
    }

    @Test
    void needsThatCannotGrowOrAreTooManyAreRefused() {
        var dag = Dag.named("needs");
        Retry retry = Retry.fixed(1).onOutOfMemory(2, "1KB");
        dag.task("unsaid", () -> 1).retry(retry);
        dag.task("larger", () -> 1).needs(Resources.cpus(1).memory("2KB")).retry(retry);
        dag.task("glue", () -> 1).inline().retry(retry);
        dag.task("negative", () -> 1).memoryPerInputByte(-1);
        var many = dag.task("many", () -> 1);
        for (int i = 0; i < 8; i++) {
            many.orNeeds(Resources.cpus(2 + i));
        }

        assertThat(problemsOf(dag))
                .extracting(Problem::where)
                .containsExactlyInAnyOrder("unsaid", "larger", "negative", "many");
        assertThat(problemsOf(dag).toString())
                .contains("it needs none; say how much, such as needs(cpus(1).memory(\"1GB\"))")
                .contains("to 1KiB, which is less than it needs: cpus=1 memory=2KiB")
                .contains("memoryPerInputByte=-1.0 must be between 0 and 1000000")
                .contains("needs one of 9 amounts; give 8 at most");
    }

    @Test
    void timeoutsOfNothingAreRefusedAndCpusOfNothingAreNot() {
        var dag = Dag.named("amounts");
        dag.task("zero", () -> 1).timeout(Duration.ZERO);
        dag.task("negative", () -> 1).timeout(Duration.ofSeconds(-1));
        dag.task("tiny", () -> 1).timeout(Duration.ofNanos(1));
        dag.task("endless", () -> 1).timeout(Duration.ofSeconds(Long.MAX_VALUE));
        dag.task("free", () -> 1).needs(Resources.cpus(0));

        assertThat(problemsOf(dag))
                .allMatch(problem -> problem.kind() == Kind.BAD_AMOUNT)
                .extracting(Problem::where)
                .containsExactly("zero", "negative", "tiny", "endless");
    }

    @Test
    void retriesThatCouldNeverBeAsTheyWereMeantAreRefused() {
        var dag = Dag.named("retries");
        dag.task("too-long", () -> 1).retry(Retry.fixed(3).startingAt(Duration.ofMinutes(10)));
        dag.task("too-late", () -> 1)
                .retry(Retry.linear(3).startingAt(Duration.ofSeconds(30)).within(Duration.ofSeconds(20)));
        dag.task("just", () -> 1)
                .retry(Retry.linear(3).startingAt(Duration.ofSeconds(25)).within(Duration.ofSeconds(20)));

        assertThat(problemsOf(dag)).extracting(Problem::where).containsExactly("too-long", "too-late");
        assertThat(problemsOf(dag).toString())
                .contains("retry starts with a wait of PT10M, longer than its longest, PT5M; say a longer atMost(..)")
                .contains("retry within=PT20S is over before its first wait, of PT30S");
    }

    @Test
    void aWrongAmountSharedByManyTasksIsToldOnce() {
        var dag = Dag.named("shared").defaults(TaskOptions.DEFAULTS.priority(-1_001));
        for (int i = 0; i < 100; i++) {
            dag.task("t" + i, () -> 1);
        }
        assertThat(problemsOf(dag))
                .singleElement()
                .hasToString(
                        "BAD_AMOUNT t0: priority=-1001 must be between -1000 and 1000 (also said to 99 more tasks)");
    }

    @Test
    void tooManyEdgesAreRefusedBeforeTheyAreCopied() {
        var inputs = List.copyOf(Collections.nCopies(1_000_000, "t0"));
        var tasks = new ArrayList<TaskSpec>();
        for (int i = 0; i < 100; i++) {
            tasks.add(runs("t" + i, i == 0 ? List.of() : inputs, List.of()));
        }
        assertThat(problemsOf(new DagSpec("dense", tasks, Set.of())))
                .extracting(Problem::kind)
                .containsExactly(Kind.TOO_LARGE);
    }

    @Test
    void anEmptyDagIsRefused() {
        assertThat(problemsOf(Dag.named("empty"))).extracting(Problem::kind).containsExactly(Kind.EMPTY);
    }

    @Test
    void namesThatAreNotThereAreNamed() {
        var dag = spec(runs("a", List.of("b", "nowhere"), List.of()), runs("b", List.of(), List.of("nobody")));
        assertThat(problemsOf(dag))
                .extracting(Problem::kind, Problem::where)
                .containsExactlyInAnyOrder(tuple(Kind.MISSING_TASK, "a"), tuple(Kind.MISSING_TASK, "b"));
    }

    @Test
    void everyDisjointCycleIsNamedWhole() {
        var dag = spec(
                runs("a", List.of("c"), List.of()),
                runs("b", List.of("a"), List.of()),
                runs("c", List.of("b"), List.of()),
                runs("self", List.of("self"), List.of()),
                runs("fine", List.of("a"), List.of()),
                runs("x", List.of("y"), List.of()),
                runs("y", List.of(), List.of("x")));
        assertThat(problemsOf(dag))
                .extracting(Problem::what)
                .containsExactly(
                        "a -> b -> c -> a is a cycle; take one of its edges away",
                        "self -> self is a cycle; take one of its edges away",
                        "x -> y -> x is a cycle; take one of its edges away");
    }

    @Test
    void aKnotOfCyclesIsToldByItsShortest() {
        var dag = spec(
                runs("a", List.of("b", "d"), List.of()),
                runs("b", List.of("a"), List.of()),
                runs("c", List.of("a"), List.of()),
                runs("d", List.of("c"), List.of()));
        assertThat(problemsOf(dag))
                .extracting(Problem::what)
                .containsExactly(
                        "a -> b -> a is a cycle; take one of its edges away (2 more tasks are tangled up with it)");
    }

    @Test
    void aVeryLongCycleIsShortenedInTheMiddle() {
        var tasks = new ArrayList<TaskSpec>();
        for (int i = 0; i < 100_000; i++) {
            tasks.add(runs("t" + i, List.of("t" + (i + 1) % 100_000), List.of()));
        }
        var problems = problemsOf(new DagSpec("ring", tasks, Set.of()));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).what())
                .startsWith("t0 -> t99999 -> t99998 -> ")
                .contains("(99899 more) -> t1 -> t0 is a cycle")
                .hasSizeLessThan(2_000);
    }

    @Test
    void constantsWaitForNothingAndAnEachNeedsAnInput() {
        var dag = spec(
                new TaskSpec("k", new Work.Holds(1), List.of(), List.of("t"), TaskOptions.DEFAULTS),
                new TaskSpec("e", new Work.Maps(Body.named("f")), List.of(), List.of(), TaskOptions.DEFAULTS),
                runs("t", List.of(), List.of()));
        assertThat(problemsOf(dag))
                .extracting(Problem::kind, Problem::where)
                .containsExactly(tuple(Kind.BAD_SHAPE, "k"), tuple(Kind.BAD_SHAPE, "e"));
    }

    @Test
    void aConstantThatIsMappedOverMustBeACollection() {
        var dag = spec(
                new TaskSpec("k", new Work.Holds("text"), List.of(), List.of(), TaskOptions.DEFAULTS),
                new TaskSpec("e", new Work.Maps(Body.named("f")), List.of("k"), List.of(), TaskOptions.DEFAULTS));
        assertThat(problemsOf(dag))
                .singleElement()
                .hasToString("BAD_SHAPE k: is mapped over but is a java.lang.String; give the each a collection");
    }

    @Test
    void aConstantOfMoreElementsThanTasksAreAllowedIsRefused() {
        var dag = Dag.named("wide");
        dag.each("e", Collections.nCopies(Blueprint.TASKS_MAX + 1, 1), n -> n);
        assertThat(problemsOf(dag))
                .extracting(Problem::kind, Problem::where)
                .containsExactly(tuple(Kind.TOO_LARGE, "e.elements"));
    }

    @Test
    void whatCannotTravelIsToldForEachTaskBesideTheOtherProblems() {
        var picky = new PlainEncoder() {
            @Override
            public byte[] encodeBody(String task, Object body, Set<String> allowed) {
                throw new IllegalArgumentException("captures a socket at body.socket");
            }
        };
        var dag = Dag.named("captures");
        dag.task("a", () -> 1);
        dag.task("b", () -> 2);
        dag.task("b", () -> 3);
        var refusal = catchThrowableOfType(InvalidDag.class, () -> dag.compile(picky));
        assertThat(refusal.problems())
                .extracting(Problem::kind)
                .containsExactly(Kind.DUPLICATE_NAME, Kind.CANNOT_TRAVEL, Kind.CANNOT_TRAVEL, Kind.CANNOT_TRAVEL);
        assertThat(what(refusal.problems(), Kind.CANNOT_TRAVEL)).contains("body.socket");
    }

    @Test
    void aBodyWithoutAKnownHomeIsRefusedOnce() {
        var homeless = new PlainEncoder() {
            @Override
            public Set<String> packagesOf(Object body) {
                throw new IllegalArgumentException("is a lambda of a plain interface");
            }

            @Override
            public byte[] encodeBody(String task, Object body, Set<String> allowed) {
                throw new IllegalArgumentException("is refused again");
            }
        };
        var dag = Dag.named("homeless");
        dag.task("a", () -> 1);
        var refusal = catchThrowableOfType(InvalidDag.class, () -> dag.compile(homeless));
        assertThat(refusal.problems())
                .containsExactly(new Problem(Kind.CANNOT_TRAVEL, "a", "is a lambda of a plain interface"));
    }

    @Test
    void tooManyBytesAreRefused() {
        var generous = new PlainEncoder() {
            @Override
            public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
                byte[] bytes = new byte[33 << 20];
                bytes[0] = ((Integer) value).byteValue();
                return bytes;
            }
        };
        var dag = Dag.named("large");
        dag.value("a", 1);
        dag.value("b", 1);
        assertThat(dag.compile(generous).size()).as("equal bytes are kept once").isEqualTo(2);
        dag.value("c", 2);
        var refusal = catchThrowableOfType(InvalidDag.class, () -> dag.compile(generous));
        assertThat(refusal.problems()).extracting(Problem::kind).containsExactly(Kind.TOO_LARGE);
    }

    @Test
    void aFloodOfProblemsIsCounted() {
        var tasks = new ArrayList<TaskSpec>();
        for (int i = 0; i < 5_000; i++) {
            tasks.add(runs("bad/" + i, List.of(), List.of()));
        }
        var problems = problemsOf(new DagSpec("flood", tasks, Set.of()));
        assertThat(problems).hasSize(Problems.LISTED_MAX + 1);
        assertThat(problems.get(Problems.LISTED_MAX).what()).startsWith("has 4000 more problems");
    }

    @Test
    void aSingleProblemReadsAsOneSentence() {
        var refusal =
                catchThrowableOfType(InvalidDag.class, () -> Dag.named("empty").compile(encoder));
        assertThat(refusal).hasMessage("Dag \"empty\" has a problem: empty has no tasks; add one with dag.task(..)");
    }

    private static TaskSpec runs(String name, List<String> inputs, List<String> after) {
        return new TaskSpec(name, new Work.Runs(Body.named("f")), inputs, after, TaskOptions.DEFAULTS);
    }

    private static DagSpec spec(TaskSpec... tasks) {
        return new DagSpec("spec", List.of(tasks), Set.of());
    }

    private List<Problem> problemsOf(Dag dag) {
        return catchThrowableOfType(InvalidDag.class, () -> dag.compile(encoder))
                .problems();
    }

    private List<Problem> problemsOf(DagSpec dag) {
        return catchThrowableOfType(InvalidDag.class, () -> dag.compile(encoder))
                .problems();
    }

    private static String what(List<Problem> problems, Kind kind) {
        return problems.stream()
                .filter(problem -> problem.kind() == kind)
                .findFirst()
                .orElseThrow()
                .what();
    }
}
