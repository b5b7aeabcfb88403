package dev.sampo.journal.replicated;

import dev.sampo.journal.RawRecord;
import java.util.List;

/** Some of the records of one stream, and up to where its events were deleted when they were read. */
record Page(long deletedTo, List<RawRecord> records) {

    static final Page EMPTY = new Page(0, List.of());

    /** Where a stream begins and ends. */
    record Extent(String stream, long deletedTo, long highest) {}
}
