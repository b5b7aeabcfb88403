package dev.sampo.job;

import java.util.regex.Pattern;

/** The name of one submitted Dag; chosen by the caller to make a submit idempotent, or made up for them. */
public record JobId(String value) implements Comparable<JobId> {
    private static final char FORK = '~';
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    public JobId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no job id; use 1 to 128 letters, digits, '.', '_', '~' or '-'");
        }
    }

    /** The id of a fork of this job: where jobs are spread by their ids, it goes where this one went. */
    public JobId fork(String name) {
        return new JobId(value + FORK + name);
    }

    /** The id of the job that this one, if it is a fork, was made from in the first place. */
    public String root() {
        int end = value.indexOf(FORK);
        return end < 0 ? value : value.substring(0, end);
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
