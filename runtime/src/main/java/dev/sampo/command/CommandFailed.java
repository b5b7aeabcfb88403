package dev.sampo.command;

/** A command ended otherwise than it should; the end of what it wrote comes along as the cause. */
public final class CommandFailed extends Exception {
    /** Between what it wrote to either stream. */
    static final char BORDER = '\u001e';

    private static final long serialVersionUID = 1;

    CommandFailed(String what, LastOutput output) {
        super(what, output, false, false);
    }

    /** What a command wrote last, in the place of a stack trace, where it travels and is kept with the failure. */
    public static final class LastOutput extends Exception {
        private static final long serialVersionUID = 1;

        LastOutput(String text) {
            super(text, null, false, false);
        }
    }
}
