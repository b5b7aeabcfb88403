package dev.sampo.harness;

import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * For tests that need a program which is not on every machine: where it is not, the test is skipped; but where somebody has said
 * that it is to be there, such as CI, it fails, or nobody would notice for long that it is never run.
 */
public final class NeededProgram {
    /** The system property with the names of programs that have to be there: {@code chromium,python}. */
    public static final String REQUIRED = "sampo.required";

    private NeededProgram() {}

    /** @param otherwise what is missing, and what to do about it */
    public static void need(String program, boolean isThere, String otherwise) {
        if (!isThere && List.of(System.getProperty(REQUIRED, "").split(",")).contains(program)) {
            throw new AssertionError(otherwise + "; and " + REQUIRED + " says that " + program + " is to be there");
        }
        Assumptions.assumeTrue(isThere, otherwise);
    }
}
