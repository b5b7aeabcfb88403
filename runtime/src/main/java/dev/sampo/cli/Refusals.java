package dev.sampo.cli;

/** Says no to what picocli lets pass. */
public final class Refusals {
    private Refusals() {}

    /** A user's error that needs no class of its own: the message says everything. */
    public static class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final ExitCode code;

        public Refused(ExitCode code, String message) {
            super(message);
            this.code = code;
        }

        ExitCode code() {
            return code;
        }
    }

    public static void unlessWithin(String option, long value, long max) {
        if (value < 1 || value > max) {
            throw new Refused(ExitCode.USAGE, option + " " + value + " is out of range; give 1 to " + max);
        }
    }
}
