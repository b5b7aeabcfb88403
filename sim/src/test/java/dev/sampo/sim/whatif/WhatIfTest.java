package dev.sampo.sim.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatIfTest {
    private static final String DIAMOND = """
            {"name": "diamond",
             "tasks": [
               {"id": "a", "duration": 2, "req": {"cpu": 1}, "deps": []},
               {"id": "b", "duration": 3.5, "req": {"cpu": 1}, "deps": ["a"]},
               {"id": "c", "duration": 4, "req": {"cpu": 1, "memory": 3}, "deps": ["a"]},
               {"id": "d", "duration": 1, "req": {"cpu": 2}, "deps": ["b", "c"]}],
             "nodes": [{"id": "n", "cap": {"cpu": 2, "memory": 3}}]}
            """;

    @TempDir
    Path directory;

    @Test
    void tasksStartWhenTheirDependenciesHaveEndedAndTakeAsLongAsTheySay() throws IOException {
        var rows = byTask(run(DIAMOND));

        assertThat(rows.get("a")).isEqualTo(new ScheduleRow("a", "n", 0, 2));
        assertThat(rows.get("b")).isEqualTo(new ScheduleRow("b", "n", 2, 5.5));
        assertThat(rows.get("c")).isEqualTo(new ScheduleRow("c", "n", 2, 6));
        assertThat(rows.get("d")).isEqualTo(new ScheduleRow("d", "n", 6, 7));
        assertThat(run(DIAMOND).makespan()).isEqualTo(7);
    }

    @Test
    void aNodeIsNeverGivenMoreThanItHas() throws IOException {
        var schedule = run("""
                {"tasks": [
                   {"id": "a", "duration": 5, "req": {"cpu": 2}},
                   {"id": "b", "duration": 5, "req": {"cpu": 2}},
                   {"id": "c", "duration": 5, "req": {"cpu": 1}}],
                 "nodes": [{"id": "n", "cap": {"cpu": 3}}]}
                """);

        var rows = byTask(schedule);
        assertThat(rows.get("a").start() == rows.get("b").start()).isFalse();
        assertThat(schedule.makespan()).isEqualTo(10);
    }

    @Test
    void labelsNodeListsSpeedsAndSpecialDurationsAreHeeded() throws IOException {
        var rows = byTask(run("""
                {"tasks": [
                   {"id": "labelled", "duration": 6, "req": {"cpu": 1}, "labels": {"disk": "ssd"}},
                   {"id": "bound", "duration": 6, "req": {"cpu": 1}, "nodes": ["slow"]},
                   {"id": "special", "duration": 6, "req": {"cpu": 1}, "duration_on": {"fast": 1.5}}],
                 "nodes": [
                   {"id": "slow", "cap": {"cpu": 4}},
                   {"id": "fast", "cap": {"cpu": 4}, "speed": 2, "labels": {"disk": "ssd"}}]}
                """));

        assertThat(rows.get("labelled")).isEqualTo(new ScheduleRow("labelled", "fast", 0, 3));
        assertThat(rows.get("bound")).isEqualTo(new ScheduleRow("bound", "slow", 0, 6));
        assertThat(rows.get("special")).isEqualTo(new ScheduleRow("special", "fast", 0, 1.5));
    }

    @Test
    void theScheduleIsWrittenAsCsv() throws IOException {
        var text = new StringBuilder();

        run(DIAMOND).writeCsv(text);

        assertThat(text).startsWith("task,node,start,end\na,n,0,2\nb,n,2,5.5\n");
    }

    @Test
    void everyPolicyThereIsCanBeAskedForByName() throws IOException {
        Path file = file(DIAMOND);

        for (String policy : Policy.names()) {
            assertThat(WhatIf.run(file, Question.of(policy, Estimates.EXACT)).rows())
                    .hasSize(4);
        }
    }

    private static final String WORTH_WAITING = """
            {"tasks": [
               {"id": "a", "duration": 1, "req": {"cpu": 1}},
               {"id": "b", "duration": 10, "req": {"cpu": 1}},
               {"id": "c", "duration": 2, "req": {"cpu": 2}, "deps": ["a"]},
               {"id": "d", "duration": 10, "req": {"cpu": 1}, "deps": ["c"]}],
             "nodes": [{"id": "n", "cap": {"cpu": 2}}]}
            """;

    @Test
    void whoKnowsDurationsKeepsRoomForWhatComes() throws IOException {
        Path file = file(WORTH_WAITING);

        var known = WhatIf.run(file, Question.of("critical-path", Estimates.EXACT));

        assertThat(byTask(known).get("c")).isEqualTo(new ScheduleRow("c", "n", 1, 3));
        assertThat(known.makespan()).isEqualTo(13);
        assertThat(WhatIf.run(file, Question.of("critical-path", Estimates.NONE))
                        .makespan())
                .isEqualTo(22);
    }

    @Test
    void anUnknownPolicyIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> WhatIf.run(file(DIAMOND), Question.of("fastest", Estimates.NONE)))
                .isInstanceOf(InvalidWhatIf.class)
                .hasMessageContaining("\"fastest\"")
                .hasMessageContaining("fifo");
    }

    @Test
    void aBadFileIsRefusedWithEverythingThatIsWrong() {
        assertThatThrownBy(() -> run("""
                        {"tasks": [{"id": "a", "duration": -1, "deps": ["ghost"]}, {"id": "a", "duration": 1}],
                         "nodes": [{"id": "n", "cap": {"cpu": "many"}}]}
                        """))
                .isInstanceOf(InvalidWhatIf.class)
                .hasMessageContaining("duration=-1")
                .hasMessageContaining("\"ghost\"")
                .hasMessageContaining("two tasks")
                .hasMessageContaining("cpu=\"many\"");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> run("tasks: none"))
                .isInstanceOf(InvalidWhatIf.class)
                .hasMessageContaining("no JSON");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() ->
                        WhatIf.run(directory.resolve("nowhere.json"), Question.of(Policy.DEFAULT, Estimates.NONE)))
                .isInstanceOf(InvalidWhatIf.class)
                .hasMessageContaining("nowhere.json");
    }

    @Test
    void aTaskThatFitsNoNodeIsNamedAsTheFileNamesIt() {
        assertThatThrownBy(() -> run("""
                        {"tasks": [{"id": "giant", "duration": 1, "req": {"cpu": 9}}],
                         "nodes": [{"id": "n", "cap": {"cpu": 2}}]}
                        """)).isInstanceOf(InvalidWhatIf.class).hasMessageContaining("giant");
    }

    @Test
    void aCycleIsNamedAsTheFileNamesIt() {
        assertThatThrownBy(() -> run("""
                        {"tasks": [{"id": "hen", "duration": 1, "deps": ["egg"]}, {"id": "egg", "duration": 1, "deps": ["hen"]}],
                         "nodes": [{"id": "n", "cap": {"cpu": 2}}]}
                        """))
                .isInstanceOf(InvalidWhatIf.class)
                .hasMessageContaining("hen")
                .hasMessageContaining("egg");
    }

    private Schedule run(String json) throws IOException {
        return WhatIf.run(file(json), Question.of(Policy.DEFAULT, Estimates.NONE));
    }

    private Path file(String json) throws IOException {
        return Files.writeString(directory.resolve("workload.json"), json);
    }

    private static Map<String, ScheduleRow> byTask(Schedule schedule) {
        var rows = new HashMap<String, ScheduleRow>();
        schedule.rows().forEach(row -> rows.put(row.task(), row));
        return rows;
    }
}
