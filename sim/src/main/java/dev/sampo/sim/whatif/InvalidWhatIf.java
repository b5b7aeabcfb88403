package dev.sampo.sim.whatif;

/** A question about a workload that cannot be asked; the message says what is wrong and what would be right. */
public final class InvalidWhatIf extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidWhatIf(String message) {
        super(message);
    }

    public InvalidWhatIf(String message, Throwable cause) {
        super(message, cause);
    }
}
