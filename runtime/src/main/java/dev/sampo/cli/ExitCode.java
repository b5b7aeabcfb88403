package dev.sampo.cli;

/** How a command ended, for scripts: the numbers of {@code sysexits.h} where those have one. */
public enum ExitCode {
    OK(0, "done, and the answer is yes"),
    NO(1, "the answer is no: a job failed, a result is wrong, an invariant was violated, something is not there"),
    USAGE(2, "the command line, or a file it names, is wrong"),
    DAMAGED(65, "stored data is damaged; the message names the file and the offset"),
    UNAVAILABLE(69, "something needed is missing: Java, Maven, a node, a database"),
    INTERNAL(70, "a fault of Sampo itself; run again with --debug and report it"),
    IO_ERROR(74, "a file or directory could not be read or written"),
    TRY_AGAIN(75, "not now, or not known whether it was done"),
    REMOVED(76, "the other nodes removed this one from the cluster; start it again"),
    BAD_CONFIGURATION(78, "the configuration is wrong");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
