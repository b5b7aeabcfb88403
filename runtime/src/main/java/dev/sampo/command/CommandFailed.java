package dev.sampo.command;

import dev.sampo.resilience.RetryAfter;
import java.time.Duration;

/** A command ended otherwise than it should; the end of what it wrote comes along as the cause. */
public sealed class CommandFailed extends Exception {
    /** Between what it wrote to either stream. */
    static final char BORDER = '\u001e';

    private static final long serialVersionUID = 1;

    CommandFailed(String what, LastOutput output) {
        super(what, output, false, false);
    }

    /** It ended with an exit code after which it is not to be tried again. */
    public static final class ForGood extends CommandFailed {
        private static final long serialVersionUID = 1;

        ForGood(String what, LastOutput output) {
            super(what, output);
        }
    }

    /** It ended with an exit code that says to try again later. */
    public static final class ForNow extends RetryAfter {
        private static final long serialVersionUID = 1;

        ForNow(Duration wait, String what, LastOutput output) {
            super(wait, what, output);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // Where it was made says nothing of the command.
        }
    }

    /** What a command wrote last, in the place of a stack trace, where it travels and is kept with the failure. */
    public static final class LastOutput extends Exception {
        private static final long serialVersionUID = 1;

        LastOutput(String text) {
            super(text, null, false, false);
        }
    }
}
