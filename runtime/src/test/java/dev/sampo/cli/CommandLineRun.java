package dev.sampo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** One command line run in this JVM: what it wrote where, and its exit code. */
public record CommandLineRun(int code, String out, String err) {

    public static CommandLineRun of(String... args) {
        return in(false, false, args);
    }

    static CommandLineRun in(boolean isTerminal, boolean inColor, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(stream(out), stream(err), isTerminal, isTerminal, inColor);
        int code = Main.run(terminal, args);
        return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Everything on stdout as one JSON value; fails when there is anything besides. */
    public JsonNode json() throws IOException {
        var reader = new ObjectMapper()
                .reader()
                .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        return reader.readTree(out);
    }
}
