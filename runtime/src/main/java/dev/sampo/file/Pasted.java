package dev.sampo.file;

import dev.sampo.command.Given;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an interpreter finds its program on a command line, as far as can be seen from outside: what others have made must not
 * be pasted there, as it would be run.
 */
final class Pasted {
    /** What gives the program that it starts its own standard input. */
    private static final Pattern STARTER =
            Pattern.compile("(?:.*/)?(?:env|timeout|nice|ionice|nohup|setsid|stdbuf|time|sudo|busybox|ssh)");

    private static final Pattern READS_STDIN = Pattern.compile("-[A-Za-z]*s[A-Za-z]*");

    private enum Interpreter {
        SHELL("sh|bash|dash|ash|zsh|ksh|fish", "-[A-Za-z]*c[A-Za-z]*|--command", "[-+][A-Za-z]*[oO]"),
        PYTHON("python[0-9.]*", "-[A-Za-z]*[cm]", "-[WX]"),
        PERL("perl|ruby", "-[A-Za-z0-9]*[eE]", "-[Ir]"),
        NODE("node|nodejs", "-[A-Za-z]*[ep]|--eval|--print", "-r|--require|--import"),
        PHP("php", "-[rBRE]|--run|--execute", "-[cd]"),
        AWK("[gmn]?awk", "-e|--source", "-[Fv]");

        private final Pattern names;
        private final Pattern programFollows;
        private final Pattern valueFollows;

        Interpreter(String names, String programFollows, String valueFollows) {
            this.names = Pattern.compile("(?:.*/)?(?:" + names + ")");
            this.programFollows = Pattern.compile(programFollows);
            this.valueFollows = Pattern.compile(valueFollows);
        }

        private static Optional<Interpreter> of(String name) {
            return Arrays.stream(values())
                    .filter(each -> each.names.matcher(name).matches())
                    .findFirst();
        }

        /** What comes after its program is handed to that. */
        private boolean hasOneProgram() {
            return this == SHELL || this == PYTHON;
        }
    }

    private final List<String> arguments;
    private int argument = -1;
    private String script = "";
    private boolean isStdin;

    private Pasted(List<String> arguments) {
        this.arguments = arguments;
    }

    static Pasted in(List<String> arguments) {
        var pasted = new Pasted(arguments);
        boolean isFound = false;
        for (int i = 0; i < arguments.size() && !isFound; i++) {
            Optional<Interpreter> found = Interpreter.of(arguments.get(i));
            isFound = found.isPresent() && pasted.look(found.get(), i);
        }
        return pasted;
    }

    /** Of the argument that is a program and has a placeholder; negative for none. */
    int argument() {
        return argument;
    }

    /** Whether a file of this name is the program. */
    boolean isScript(String name) {
        return !script.isEmpty() && plain(script).equals(plain(name));
    }

    /** Whether the standard input is the program. */
    boolean isStdin() {
        return isStdin;
    }

    private static String plain(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    /** Tells whether this one has a program; if not, its name may be a word like any other. */
    private boolean look(Interpreter interpreter, int first) {
        boolean hasProgram = false;
        boolean isAsked = false;
        int i = first + 1;
        while (i < arguments.size() && isOption(arguments.get(i)) && !(hasProgram && interpreter.hasOneProgram())) {
            String option = arguments.get(i);
            if (interpreter.programFollows.matcher(option).matches()) {
                hasProgram = true;
                check(i + 1);
                i++;
            } else if (interpreter == Interpreter.AWK && option.equals("-f")) {
                hasProgram = true;
                script = at(i + 1);
                i++;
            } else if (interpreter.valueFollows.matcher(option).matches()) {
                i++;
            } else if (interpreter != Interpreter.AWK && !hasProgram) {
                check(i);
            }
            isAsked |= interpreter == Interpreter.SHELL
                    && READS_STDIN.matcher(option).matches();
            i++;
        }
        if (hasProgram) {
            return true;
        }
        if (isAsked || i >= arguments.size() || at(i).equals("-") || at(i).equals("/dev/stdin")) {
            isStdin = first == 0 || STARTER.matcher(arguments.get(0)).matches();
            return isStdin;
        }
        if (interpreter == Interpreter.AWK) {
            check(i);
        } else {
            script = at(i);
        }
        return true;
    }

    private static boolean isOption(String argument) {
        return argument.length() > 1 && (argument.startsWith("-") || argument.startsWith("+"));
    }

    private String at(int place) {
        return place < arguments.size() ? arguments.get(place) : "";
    }

    private void check(int place) {
        if (argument < 0 && !Given.placeholders(at(place)).isEmpty()) {
            argument = place;
        }
    }
}
