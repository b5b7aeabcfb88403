package dev.sampo.job;

import dev.sampo.dag.Digest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The name of one submitted Dag; chosen by the caller to make a submit idempotent, or made up for them. */
public record JobId(String value) implements Comparable<JobId> {
    private static final char FORK = '~';
    private static final int LENGTH_MAX = 128;
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._~-]{1," + LENGTH_MAX + "}");
    /** The name of a fork whose own is too long. */
    private static final int SHORT_NAME = 16;

    public JobId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "\"" + value + "\" is no job id; use 1 to 128 letters, digits, '.', '_', '~' or '-'");
        }
    }

    /**
     * The id of a fork of this job: where jobs are spread by their ids, it goes where this one went. The names of forks of forks are
     * strung together; where they become too long a digest stands for them all.
     */
    public JobId fork(String name) {
        String whole = value + FORK + new JobId(name);
        if (whole.length() <= LENGTH_MAX) {
            return new JobId(whole);
        }
        int room = LENGTH_MAX - 1 - SHORT_NAME;
        if (root().length() > room) {
            throw new IllegalArgumentException("job id \"" + root()
                    + "\" leaves no room for the id of a fork; give jobs that are to be forked ids of at most " + room);
        }
        String digest = Digest.of(whole.getBytes(StandardCharsets.UTF_8)).toString();
        return new JobId(root() + FORK + digest.substring(0, SHORT_NAME));
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
