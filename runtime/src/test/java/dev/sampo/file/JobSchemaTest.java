package dev.sampo.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors says what the parser does. */
class JobSchemaTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final String TASK = "name: a\ntasks:\n  - name: t\n    command: [true]\n    ";

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new String(JobFile.schema(), StandardCharsets.UTF_8), InputFormat.JSON);

    private static Set<String> fields(String pointer) throws IOException {
        JsonNode properties = new ObjectMapper().readTree(JobFile.schema()).at(pointer + "/properties");
        var names = new TreeSet<String>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void everyFieldOfTheModelIsInItAndNoOther() throws IOException {
        assertThat(fields("")).isEqualTo(JobForm.FIELDS);
        assertThat(fields("/$defs/task")).isEqualTo(TaskForm.FIELDS);
        assertThat(fields("/properties/defaults")).isEqualTo(OptionsForm.DEFAULTS);
        assertThat(fields("/$defs/retry/anyOf/1")).isEqualTo(RetryForm.FIELDS);
        assertThat(fields("/$defs/retry/anyOf/1/properties/out_of_memory")).isEqualTo(RetryForm.OUT_OF_MEMORY);
        assertThat(fields("/$defs/taking/anyOf/1")).isEqualTo(OptionsForm.LIMIT);
        assertThat(fields("/$defs/task/properties/verify")).isEqualTo(OptionsForm.VERIFY);
        assertThat(fields("/$defs/among/anyOf/1")).isEqualTo(OptionsForm.AMONG);
        assertThat(fields("/$defs/limit/anyOf/1")).isEqualTo(OptionsForm.AT_MOST);
        assertThat(fields("/$defs/reading/items/anyOf/1")).isEqualTo(Reading.FIELDS);
    }

    private static boolean takes(String yaml) {
        Item item = ItemReader.read("", yaml.getBytes(StandardCharsets.UTF_8), Format.YAML);
        byte[] json = JobFile.json(item);
        return SCHEMA.validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON)
                .isEmpty();
    }

    @Test
    void itTakesTheJobsOfTheManual() throws IOException {
        var found = new ArrayList<String>();
        YAML.matcher(Files.readString(Path.of("..", "docs", "run.md")))
                .results()
                .forEach(each -> found.add(each.group(1)));
        assertThat(found).hasSizeGreaterThan(2).allMatch(JobSchemaTest::takes);
    }

    /** What it refuses, the parser refuses too, and the other way round. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "retry: {backoff: linear}",
                "retry: 2.5",
                "retry: {times: 1, on: {a: b}}",
                "retry: {times: 1, on_timeout: nvme}",
                "final_exit_codes: 300",
                "retry_after: 30s",
                "retry_after: {x: 30s}",
                "retry_after: {75: soon}",
                "limit: {key: a}",
                "limit: {name: api, permits: 0}",
                "needs: {cpus: many}",
                "needs: {cpus: -1}",
                "needs: []",
                "where: linux",
                "where: {os: {no: x}}",
                "inputs: other",
                "inputs: [{optional: true}]",
                "exit_codes: [256]",
                "env: {1A: x}",
                "env: {SAMPO_JOB: x}",
                "dir: here",
                "output: xml",
                "verify: {copies: 2}",
                "at_most: few",
                "priority: 1.5",
                "keep: 1",
                "timeout: soon",
                "value: 1",
                "nothing: 1",
                "stdin: {a: b}"
            })
    void whatIsWrongIsWrongForBoth(String line) {
        assertThat(takes(TASK + "keep: false\n")).isTrue();
        assertThat(takes(TASK + line + "\n")).isFalse();
        byte[] wrong = (TASK + line + "\n").getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(BadFile.class).isThrownBy(() -> JobFile.read("", wrong, Format.YAML));
    }
}
