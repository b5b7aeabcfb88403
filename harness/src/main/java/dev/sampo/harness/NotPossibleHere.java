package dev.sampo.harness;

/** This system cannot do what a test asks for. In JUnit the test counts as skipped, with this as the reason. */
public final class NotPossibleHere extends UnsupportedOperationException {
    private static final long serialVersionUID = 1;

    NotPossibleHere(String what) {
        super(what);
    }

    NotPossibleHere(String what, Throwable cause) {
        super(what, cause);
    }
}
