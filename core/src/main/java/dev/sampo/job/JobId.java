package dev.sampo.job;

import java.util.regex.Pattern;

/** The name of one submitted Dag; chosen by the caller to make a submit idempotent, or made up for them. */
public record JobId(String value) implements Comparable<JobId> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    public JobId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no job id; use 1 to 128 letters, digits, '.', '_' or '-'");
        }
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
