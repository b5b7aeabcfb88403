package dev.sampo.cli;

/** Says no to what picocli lets pass. */
final class Refusals {
    private Refusals() {}

    /** A user's error that needs no class of its own: the message says everything. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final ExitCode code;

        Refused(ExitCode code, String message) {
            super(message);
            this.code = code;
        }

        ExitCode code() {
            return code;
        }
    }

    static void unlessWithin(String option, long value, long max) {
        if (value < 1 || value > max) {
            throw new Refused(ExitCode.USAGE, option + " " + value + " is out of range; give 1 to " + max);
        }
    }
}
