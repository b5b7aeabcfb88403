package dev.sampo.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The command line that a command is started through, so that nothing of it outlives its attempt, not even when the node is killed:
 * a small shell script, out of reach of the signals of the node's terminal, gives it a process group of its own and holds a pipe to the node. When the pipe is closed, by the node
 * or by its death, the group is asked to end, is ended, and its files are removed. The command's own words are arguments of
 * the script; no shell reads them.
 */
final class Supervisor {
    private static final String SHELL = "/bin/sh";

    /** 1 and 2: where to read from, what to remove; 3: how many tenths of a second to wait; then what gives it a group. */
    private static final String SCRIPT = """
            sampo_in=$1 sampo_desk=$2 sampo_tenths=$3
            shift 3
            exec 3<&0 </dev/null
            "$@" <"$sampo_in" 3<&- &
            sampo_pid=$!
            (
              trap '' HUP
              while read -r sampo_line; do :; done <&3
              trap '' TERM
              kill -s TERM -- "-$sampo_pid" || kill -s TERM "$sampo_pid"
              while [ "$sampo_tenths" -gt 0 ] && { kill -s 0 -- "-$sampo_pid" || kill -s 0 "$sampo_pid"; }; do
                /bin/sleep 0.1
                sampo_tenths=$((sampo_tenths - 1))
              done
              kill -s KILL -- "-$sampo_pid"
              kill -s KILL "$sampo_pid"
              /bin/rm -rf -- "$sampo_desk"
            ) >/dev/null 2>&1 &
            sampo_dog=$!
            exec 3<&-
            wait "$sampo_pid" 2>/dev/null
            sampo_code=$?
            { kill -s KILL -- "-$sampo_pid"; kill "$sampo_dog"; wait "$sampo_dog"; } 2>/dev/null
            exit "$sampo_code"
            """;

    private static final Optional<Path> SETSID = find("setsid", System.getenv("PATH"));

    private Supervisor() {}

    static List<String> line(Desk desk, Duration grace, List<String> command) {
        var line = new ArrayList<String>();
        // What a terminal sends to all of the node's group, such as Ctrl-C, is not for those who look after commands.
        SETSID.ifPresent(found -> line.add(found.toString()));
        line.addAll(List.of(
                SHELL,
                "-c",
                SCRIPT,
                "sampo",
                desk.stdin().toString(),
                desk.root().toString(),
                Long.toString(Math.max(1, grace.toMillis() / 100))));
        SETSID.ifPresent(found -> line.add(found.toString()));
        line.addAll(command);
        return line;
    }

    /** The program of this name, in one of the directories of a search path. */
    static Optional<Path> find(String program, String path) {
        return Arrays.stream((path == null ? "" : path).split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory).resolve(program))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .findFirst();
    }
}
