package dev.sampo.file;

import java.util.List;
import java.util.stream.Collectors;

/** A job file that says no job; carries everything that is wrong with it, by line and column. Nothing was submitted. */
public final class BadFile extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An immutable list of records, hence serialisable although its type does not say so. */
    @SuppressWarnings("serial")
    private final List<Finding> findings;

    BadFile(String source, List<Finding> findings) {
        super(
                findings.stream().map(finding -> finding.text(source)).collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
