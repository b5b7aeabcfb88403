package dev.sampo.lookahead;

import java.util.Arrays;

/** When each task of a project starts and where. */
public record Timetable(long[] start, int[] node, long makespan) {
    @Override
    public String toString() {
        return "Timetable[" + Arrays.toString(start) + " on " + Arrays.toString(node) + " until " + makespan + "]";
    }
}
