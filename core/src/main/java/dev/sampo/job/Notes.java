package dev.sampo.job;

/** What a job's events say of few of its tasks, each kept in its own way beside the dense arrays. */
record Notes(Deaths deaths, Fallback fallback, Votes votes, Copies copies) {
    Notes(JobOptions options) {
        this(new Deaths(), new Fallback(options.fallback()), new Votes(), new Copies());
    }

    void take(JobEvent event) {
        deaths.note(event);
        fallback.note(event);
        votes.note(event);
        copies.note(event);
    }

    /** Whether nothing but notes comes of such an event. */
    static boolean areAllOf(JobEvent event) {
        return Deaths.concern(event) || Votes.concern(event) || Copies.concern(event);
    }
}
