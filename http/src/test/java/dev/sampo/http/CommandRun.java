package dev.sampo.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.cli.Main;
import dev.sampo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** One command line run in this JVM: what it wrote where, and its exit code. */
record CommandRun(int code, String out, String err) {

    static CommandRun of(String... args) {
        return of(new ByteArrayOutputStream(), args);
    }

    /** @param out can be read while it runs */
    static CommandRun of(ByteArrayOutputStream out, String... args) {
        return of(out, new ByteArrayOutputStream(), args);
    }

    /** @param err can be read while it runs, as {@code out} can */
    static CommandRun of(ByteArrayOutputStream out, ByteArrayOutputStream err, String... args) {
        var terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                false);
        int code = Main.run(terminal, args);
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out);
    }
}
