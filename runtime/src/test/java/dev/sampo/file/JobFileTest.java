package dev.sampo.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sampo.command.CommandBody;
import dev.sampo.command.Output;
import dev.sampo.dag.NamedBody;
import dev.sampo.dag.Need;
import dev.sampo.dag.Taking;
import dev.sampo.dag.TaskSpec;
import dev.sampo.dag.TaskSpec.Work;
import dev.sampo.resource.Resources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class JobFileTest {
    private static final String TASK = "name: a\ntasks:\n  - name: t\n";

    private static JobFile yaml(String text) {
        return JobFile.read("job.yaml", text.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }

    private static String refused(String text) {
        BadFile bad = catchThrowableOfType(BadFile.class, () -> yaml(text));
        assertThat(bad)
                .as("was taken: %s", text.substring(0, Math.min(200, text.length())))
                .isNotNull();
        return bad.getMessage();
    }

    private static TaskSpec task(JobFile file, String name) {
        return file.dag().tasks().stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static CommandBody command(JobFile file, String name) {
        Work work = task(file, name).work();
        return (CommandBody) (work instanceof Work.Maps maps ? maps.body() : ((Work.Runs) work).body());
    }

    @Test
    void aCommandIsItsArgumentsAsTheyAreWritten() {
        JobFile file = yaml("""
                name: hello
                tasks:
                  - name: greet
                    command: [chmod, 0755, 1.10, true, yes, ~x, "$(id)", ";id"]
                    env: {PORT: 8080}
                    exit_codes: 3
                """);
        assertThat(file.dag().name()).isEqualTo("hello");
        CommandBody greet = command(file, "greet");
        assertThat(greet.arguments()).containsExactly("chmod", "0755", "1.10", "true", "yes", "~x", "$(id)", ";id");
        assertThat(greet.environment().get(0).text()).isEqualTo("8080");
        assertThat(greet.exits().good()).containsExactly(3);
        assertThat(greet.output()).isEqualTo(Output.NONE);
    }

    @Test
    void whatOthersReadIsText() {
        JobFile file = yaml("""
                name: a
                tasks:
                  - {name: one, command: [echo]}
                  - {name: two, command: [cat], inputs: [{task: one, optional: true}], after: [three]}
                  - {name: three, body: work, inputs: [four], or_else: four}
                  - {name: four, value: [1, 2.5, x, {y: null}]}
                """);
        assertThat(command(file, "one").output()).isEqualTo(Output.TEXT);
        assertThat(task(file, "two").onFailure().inputs()).containsExactly(Need.OPTIONAL);
        assertThat(task(file, "two").after()).containsExactly("three");
        assertThat(task(file, "three").work()).isEqualTo(new Work.Runs(new NamedBody<>("work")));
        assertThat(task(file, "three").onFailure().standIn()).hasValue("four");
        var value = (List<?>) ((Work.Holds) task(file, "four").work()).value();
        assertThat(value.subList(0, 3)).isEqualTo(List.of(1, 2.5, "x"));
        assertThat(((Map<?, ?>) value.get(3)).containsKey("y")).isTrue();
    }

    @Test
    void aNameMayLookLikeANumber() {
        JobFile file = yaml("""
                name: 7
                tasks:
                  - {name: 2024, command: [ls]}
                  - {name: true, command: [ls], inputs: [2024, {task: 2025}]}
                  - {name: 2025, command: [ls], output: lines}
                  - {name: each, each: 2025, command: [echo]}
                """);
        file.check();
        assertThat(file.dag().name()).isEqualTo("7");
        assertThat(command(file, "2024").output()).isEqualTo(Output.TEXT);
        assertThat(task(file, "true").inputs()).containsExactly("2024", "2025");
        assertThat(task(file, "each.elements").inputs()).containsExactly("2025");
    }

    @Test
    void anEachMapsOverAListOverABodyOrOverWhatACommandWrites() {
        JobFile file = yaml("""
                name: a
                tasks:
                  - {name: list, each: [1, 2], command: [echo, "${each}"]}
                  - {name: made, body: work}
                  - {name: over-body, each: made, inputs: [list], body: work}
                  - {name: over-command, each: lines, command: [echo]}
                  - {name: lines, command: [ls], output: lines}
                """);
        assertThat(task(file, "list").inputs()).containsExactly("list.elements");
        assertThat(task(file, "list.elements").work()).isEqualTo(new Work.Holds(List.of(1, 2)));
        assertThat(task(file, "over-body").inputs()).containsExactly("made", "list");
        assertThat(task(file, "over-command").inputs()).containsExactly("over-command.elements");
        assertThat(task(file, "over-command.elements").inputs()).containsExactly("lines");
        assertThat(task(file, "over-command.elements").options().needs()).isEqualTo(Resources.NONE);
    }

    @Test
    void optionsAreThoseOfTheModelAndDefaultsAreForAll() {
        JobFile file = yaml("""
                name: a
                id: a-1
                priority: 7
                failures_allowed: all
                tenant: us
                deadline: 2031-12-24T18:00:00+01:00
                defaults: {timeout: 30s, retry: 2, needs: {cpus: 2}}
                tasks:
                  - {name: plain, body: work}
                  - name: other
                    body: work
                    needs: [{gpus: 1, memory: 1.5GiB}, {cpus: 4, memory: 1024, licence: 1}]
                    where: {disk: nvme, zone: [a, b], os: {not: plan9}, gpu: {present: true}}
                    retry: {times: 5, backoff: linear, first: 1s, longest: 1m, within: 1h, jitter: 0.1, other_nodes: true, on: [java.io.IOException, a.B], not_on: java.io.FileNotFoundException, on_timeout: {disk: nvme}, out_of_memory: {factor: 2, limit: 16GB}}
                    priority: -3
                    keep: true
                    own_jvm: true
                    at_most: 3
                    at_most_per_node: {key: disks, max: 2}
                    spread: zone
                    expected: 5m
                """);
        assertThat(file.options().id()).hasValue("a-1");
        assertThat(file.options().failuresAllowed()).isEqualTo(Integer.MAX_VALUE);
        assertThat(file.options().deadline())
                .hasValueSatisfying(at -> assertThat(at).hasToString("2031-12-24T17:00:00Z"));
        var plain = task(file, "plain").options();
        assertThat(plain.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plain.retry().retriesMax()).isEqualTo(2);
        assertThat(plain.needs()).isEqualTo(Resources.cpus(2));
        var other = task(file, "other").options();
        assertThat(other.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(other.demand().all())
                .containsExactly(
                        Resources.NONE.gpus(1).memory("1.5GiB"),
                        Resources.cpus(4).memory(1024).and("licence", 1));
        assertThat(other.where()).hasToString("disk=nvme, has gpu, os!=plan9, zone in [a, b]");
        assertThat(other.retry()).asString().contains("LINEAR").contains("otherNodes=true");
        assertThat(other.retry().causes())
                .hasToString("on a.B, java.io.IOException, not on java.io.FileNotFoundException");
        assertThat(other.retry().escalation().afterTimeout()).hasToString("disk=nvme");
        assertThat(other.retry().escalation().memoryFactor()).isEqualTo(2);
        assertThat(other.placing().atMost().key()).isEqualTo("a/other");
        assertThat(other.placing().perNode().key()).isEqualTo("disks");
        assertThat(other.ownJvm()).isTrue();
        assertThat(task(file, "other").expected()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void everyKindOfTaskMayTakePermitsOfALimit() {
        JobFile file = yaml("""
                name: a
                defaults: {limit: usual}
                tasks:
                  - {name: plain, body: work}
                  - {name: ours, body: work, limit: {name: api, key: "${tenant}", permits: 2}}
                  - {name: theirs, body: remote.images, each: [x], limit: {name: api, key: "${kind}/${each}"}}
                  - {name: command, command: [ls], limit: {name: api, key: "${task}"}}
                  - {name: value, value: 1}
                """);
        assertThat(task(file, "plain").options().limit()).isEqualTo(new Taking("usual", "", 1));
        assertThat(task(file, "ours").options().limit()).isEqualTo(new Taking("api", "${tenant}", 2));
        assertThat(task(file, "theirs").options().limit()).isEqualTo(new Taking("api", "${kind}/${each}", 1));
        assertThat(task(file, "command").options().limit()).isEqualTo(new Taking("api", "${task}", 1));
        assertThat(task(file, "value").options().limit()).isEqualTo(Taking.NOTHING);
    }

    @Test
    void theSameAsJsonIsTheSameJob() {
        JobFile file = yaml("""
                name: a
                tasks:
                  - {name: t, command: [chmod, 0755, 1.10, "x"], env: {A: "1"}, retry: {times: 1, jitter: 0.25}}
                """);
        JobFile again = JobFile.read("", file.json(), Format.JSON);
        assertThat(again.dag()).isEqualTo(file.dag());
        assertThat(JobFile.read("", again.json(), Format.JSON).json()).isEqualTo(again.json());
        assertThat(new String(file.withId("b-1").json(), StandardCharsets.UTF_8))
                .endsWith("\"id\":\"b-1\"}");
    }

    @Test
    void theOrderOfFieldsMeansNothing() {
        var one = JobFile.read("", """
                {"name": "a", "tasks": [
                  {"name": "t", "command": ["ls"], "env": {"A": "1", "B": "2"}, "files": {"x": "1", "y": "2"},
                   "where": {"os": "linux", "zone": ["a", "b"]}, "prefer": {"disk": "nvme", "gpu": "no"}},
                  {"name": "u", "value": [{"p": 1, "q": {"r": 1, "s": 2}}]}]}
                """.getBytes(StandardCharsets.UTF_8), Format.JSON);
        var other = JobFile.read("", """
                {"tasks": [
                  {"prefer": {"gpu": "no", "disk": "nvme"}, "where": {"zone": ["b", "a"], "os": "linux"},
                   "files": {"y": "2", "x": "1"}, "env": {"B": "2", "A": "1"}, "command": ["ls"], "name": "t"},
                  {"value": [{"q": {"s": 2, "r": 1}, "p": 1}], "name": "u"}], "name": "a"}
                """.getBytes(StandardCharsets.UTF_8), Format.JSON);
        assertThat(other.dag()).isEqualTo(one.dag());
        assertThat(((Work.Holds) task(other, "u").work()).value()).hasToString("[{p=1, q={r=1, s=2}}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            command: echo hello        | job.yaml:4:14: task "t": "command" is one text | [echo, hello]
            command: []                | job.yaml:4:14: | program
            command: ["${each}"]       | job.yaml:4:15: | no "each"
            command: [a, "${inputs.x}"]| job.yaml:4:18: | "x" is none of its inputs
            commands: [a]              | job.yaml:4:5: task "t" has a field "commands" | command
            body: a/b                  | job.yaml:4:11: | no name
            body: [a]                  | job.yaml:4:11: | not a text
            value: ~                   | job.yaml:4:12: | null
            each: {a: 1}               | job.yaml:3:5: task "t" does nothing | command, body, value
            """)
    void whatIsWrongIsToldWithItsPlaceAndTheRemedy(String line, String place, String remedy) {
        assertThat(refused(TASK + "    " + line + "\n")).contains(place, remedy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeout: soon",
                "timeout: 30",
                "retry: {backoff: linear}",
                "retry: {times: 1000}",
                "retry: {times: 1, backoff: quadratic}",
                "retry: -1",
                "retry: 2.5",
                "needs: {cpus: many}",
                "needs: {cpus: -1}",
                "needs: {cpus: 1e400}",
                "needs: {cpus: .nan}",
                "needs: {memory: 1 elephant}",
                "needs: []",
                "where: linux",
                "where: {os: {no: x}}",
                "where: {os: []}",
                "inputs: other",
                "inputs: [{optional: true}]",
                "exit_codes: [256]",
                "exit_codes: []",
                "env: {1A: x}",
                "env: {SAMPO_JOB: x}",
                "env: [A]",
                "dir: here",
                "output: xml",
                "files: {../x: y}",
                "files: {/etc/passwd: y}",
                "collect: [a/../../b]",
                "own_jvm: true",
                "verify: {copies: 2}",
                "at_most: few",
                "priority: 1.5",
                "keep: 1",
                "expected: [1s]",
                "stdin: {a: b}",
                "stdin: \"a\\0b\"",
                "value: 1",
                "body: b"
            })
    void whatMakesNoSenseIsRefusedWithItsLine(String line) {
        assertThat(refused(TASK + "    command: [true]\n    " + line + "\n"))
                .startsWith("job.yaml:")
                .contains("task \"t\"")
                .doesNotContain("Exception", "dev.sampo.", "java.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[sh, -c, 'rm ${each}']",
                "[bash, -ec, '${inputs.x}']",
                "[/usr/bin/python3, -c, 'print(\"${each}\")']",
                "[perl, -e, '${each.name}']",
                "[awk, '{ print ${each} }']",
                "[awk, -F, ':', -v, n=1, '{ print ${each} }']",
                "[env, sh, -c, 'rm ${each}']",
                "[timeout, 5, sh, -c, 'rm ${each}']",
                "[bash, -cx, 'rm ${each}']",
                "[bash, -o, pipefail, -c, 'rm ${each}']",
                "[python3, '-cprint(${each})']",
                "[perl, -ne, 'print', -e, '${each}']",
                "[sh]\n    stdin: 'rm ${each}'",
                "[env, python3, '-']\n    stdin: 'rm ${each}'",
                "[bash, -es, a]\n    stdin: 'rm ${each}'",
                "[sh, run.sh]\n    files: {run.sh: 'rm ${each}'}",
                "[timeout, 5, sh, -eo, pipefail, ./run.sh]\n    files: {run.sh: 'rm ${each}'}",
                "[awk, -f, run.awk]\n    files: {run.awk: '${each}'}"
            })
    void whatOthersHaveMadeIsNotPastedIntoPrograms(String command) {
        assertThat(refused(TASK + "    each: [1]\n    inputs: [x]\n    command: " + command + "\n"))
                .contains("$SAMPO_EACH");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[sh, -c, 'cat; echo \"$1\"', sh, '${each}']\n    stdin: ${each}",
                "[python3, run.py, -c, '${each}', data.json]\n    stdin: ${each}\n    files: {run.py: '', data.json: '${each}'}",
                "[python3, -m, json.tool]\n    stdin: ${each}",
                "[awk, -v, 'x=${each}', '{ print x }']\n    stdin: ${each}",
                "[perl, -ne, 'print']\n    stdin: ${each}",
                "[grep, -c, node]\n    stdin: ${each}"
            })
    void whatProgramsReadOrAreHandedIsNotTheirProgram(String command) {
        assertThat(yaml(TASK + "    each: [1]\n    command: " + command + "\n")).isNotNull();
    }

    @Test
    void allIsToldAtOnceInTheOrderOfTheFile() {
        assertThat(refused("""
                nam: a
                tasks:
                  - name: b
                    command: echo
                  - nmae: c
                  - 7
                """).lines().map(line -> line.substring(0, line.indexOf(": "))))
                .containsExactly(
                        "job.yaml:1:1",
                        "job.yaml:1:1",
                        "job.yaml:4:14",
                        "job.yaml:5:5",
                        "job.yaml:5:5",
                        "job.yaml:5:5",
                        "job.yaml:6:5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x [1]\nb: *x\n",
                "a: &x 1\n",
                "a: [&x {}]\n",
                "&x a: 1\n",
                "a: {b: 1, &x c: 1}\n",
                "&x [a]\n",
                "a: !!java.net.URL [http://x]\n",
                "a: !x y\n",
                "--- \na: 1\n---\nb: 1\n",
                "a: 1\na: 2\n",
                "a:\n\t- b\n",
                "a: 'x\n",
                "a: ]\n",
                "",
                "- a\n",
                "x",
                "name: [a]\ntasks: {}\n",
                "\u0000"
            })
    void whatIsNoJobAtAllIsRefusedInOneSentenceWithItsPlace(String text) {
        assertThat(refused(text)).startsWith("job.yaml").doesNotContain("Exception", "snakeyaml", "jackson");
    }

    @Test
    void aLongNameIsNotRepeatedForEachTaskNorWithAllThatIsWrong() {
        String name = "n".repeat(1 << 20);
        var many = new StringBuilder("name: " + name + "\ntasks:\n");
        for (int i = 0; i < 4_000; i++) {
            many.append("  - {name: t").append(i).append(", body: x, at_most: 1}\n");
        }
        assertThat(refused(many.toString()))
                .startsWith("job.yaml:1:7: the job: \"name\": \"nnn")
                .hasSizeLessThan(300);
        var task = new StringBuilder("name: a\ntasks:\n  - name: " + name + "\n    " + "k".repeat(1_000) + ": 1\n");
        for (int i = 0; i < 98; i++) {
            task.append("    field").append(i).append(": 1\n");
        }
        assertThat(refused(task.toString()))
                .contains("job.yaml:3:11: task \"number 1\": \"name\": \"nnn", "has a field \"kkk", "more problems")
                .hasSizeLessThan(100_000);
    }

    @Test
    void aPlaceholderMayNameAnyNumberOfFields() {
        String deep = "${each" + ".a".repeat(200_000) + "}";
        assertThat(command(yaml(TASK + "    each: [1]\n    command: [echo, \"" + deep + "\"]\n"), "t")
                        .arguments())
                .contains(deep);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            inputs: [missing]                   | missing
            after: [t]                          | cycle
            priority: 5000                      | priority
            at_most: -1                         | lets none run
            verify: {copies: 1, quorum: 3}      | agree
            together: a\\n    gang: b           | gang
            """)
    void aGraphThatIsWrongIsToldByWhoReadsItsFile(String line, String hint) {
        JobFile file = yaml(TASK + "    body: b\n    " + line.replace("\\n", "\n") + "\n");
        BadFile bad = catchThrowableOfType(BadFile.class, file::check);
        assertThat(bad).hasMessageStartingWith("job.yaml:3:5: t ").hasMessageContaining(hint);
        yaml(TASK + "    body: b\n").check();
    }

    @Test
    void aCycleIsASentenceOfItsOwn() {
        JobFile file = yaml(TASK + "    body: b\n    after: [u]\n  - {name: u, body: b, after: [t]}\n");
        assertThat(catchThrowableOfType(BadFile.class, file::check))
                .hasMessageMatching("job.yaml:3:5: t -> u -> t is a cycle; take one of its edges away");
    }

    @Test
    void columnsAreCharactersInEitherFormat() {
        byte[] text = "{\"name\": \"a\", \"tenant\": \"äöü€\", \"x\": 1}".getBytes(StandardCharsets.UTF_8);
        for (Format format : Format.values()) {
            BadFile bad = catchThrowableOfType(BadFile.class, () -> JobFile.read("j", text, format));
            assertThat(bad).hasMessageContaining("j:1:33: the job has a field \"x\"");
        }
        byte[] marked = "\uFEFF{\"name\": \"a\", \"tasks\": []}".getBytes(StandardCharsets.UTF_8);
        assertThat(JobFile.read("", marked, Format.JSON).dag().name()).isEqualTo("a");
        for (Format format : Format.values()) {
            BadFile bad = catchThrowableOfType(
                    BadFile.class, () -> JobFile.read("j", new byte[] {'"', (byte) 0xC3, '"'}, format));
            assertThat(bad).hasMessage("j: is not text in UTF-8, as byte 2 shows; write it in that encoding");
        }
    }

    @Test
    void bombsAreNotTakenApart() {
        var laughs = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char each = 'b'; each <= 'z'; each++) {
            char before = (char) (each - 1);
            laughs.append(each)
                    .append(": &")
                    .append(each)
                    .append(" [*")
                    .append(before)
                    .append(", *")
                    .append(before)
                    .append("]\n");
        }
        assertThat(refused(laughs.toString())).contains("job.yaml:1:4: &a names");
        assertThat(refused("a: " + "[".repeat(100_000))).contains("32");
        assertThat(refused("a: " + "{b: ".repeat(10_000))).contains("32");
        var deep = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            deep.append(" ".repeat(i)).append("a:\n");
        }
        assertThat(refused(deep.toString())).contains("32");
        assertThat(refused("a: [" + "1,".repeat(1_100_000) + "1]")).contains("1000000");
        assertThat(refused("a: " + "x".repeat(2 << 20))).contains("characters");
        assertThat(refused("#" + "x".repeat(17 << 20))).contains("bytes");
        assertThat(refused("a: 1" + "0".repeat(100_000))).contains("job.yaml");
    }

    @Test
    void whatIsWrongWithTheGraphIsToldWithThePlaceOfItsTask() {
        JobFile file = yaml(TASK + "    body: b\n    inputs: [t]\n");
        var invalid = new dev.sampo.dag.InvalidDag(
                "a", List.of(new dev.sampo.dag.Problem(dev.sampo.dag.Problem.Kind.CYCLE, "t", "waits for itself")));
        assertThat(file.explained(invalid)).hasMessage("job.yaml:3:5: t waits for itself");
    }
}
