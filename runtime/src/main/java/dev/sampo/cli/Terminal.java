package dev.sampo.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command writes, and whether a person looks on. The launcher says which streams are terminals: a JVM cannot
 * tell on its own for each.
 */
public record Terminal(
        PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, boolean inColor) {

    static Terminal ofProcess() {
        boolean out = Boolean.getBoolean("sampo.stdout.terminal");
        boolean err = Boolean.getBoolean("sampo.stderr.terminal");
        return new Terminal(System.out, System.err, out, err, wantsColor(System.getenv(), out && err));
    }

    /** As <a href="https://no-color.org">no-color.org</a> has it: any text but the empty one switches colour off. */
    static boolean wantsColor(Map<String, String> environment, boolean isTerminal) {
        return isTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
