package dev.sampo.lookahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Timetables are possible, short, and the same each time. */
class LookaheadTest {
    private static final long EFFORT = 3_000;

    @Test
    void aRoomIsLeftEmptyWhenThatEndsEverythingSooner() {
        // The small one fits at once, but then the two that need all but a corner of the node end later.
        var project = new Project(
                new long[] {2, 9, 4, 9},
                new long[][] {{1}, {2}, {2}, {1}},
                new int[][] {{1}, {}, {}, {}},
                new int[][] {{0}, {0}, {0}, {0}},
                new long[][] {{3}});

        var timetable = Lookahead.search(project, EFFORT);

        requirePossible(project, timetable);
        assertThat(timetable.makespan()).isEqualTo(15);
    }

    @Test
    void everyTimetableIsPossibleAndTheSameTwice() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            Project project = drawn(random);

            var timetable = Lookahead.search(project, EFFORT);

            requirePossible(project, timetable);
            assertThat(Lookahead.search(project, EFFORT))
                    .usingRecursiveComparison()
                    .isEqualTo(timetable);
        }
    }

    @Test
    void moreEffortNeverMakesItLonger() {
        var random = new SplittableRandom(4);
        for (int i = 0; i < 100; i++) {
            Project project = drawn(random);

            assertThat(Lookahead.search(project, EFFORT).makespan())
                    .isLessThanOrEqualTo(Lookahead.search(project, 0).makespan())
                    .isGreaterThanOrEqualTo(project.leastMakespan());
        }
    }

    private static Project drawn(SplittableRandom random) {
        int tasks = random.nextInt(1, 25);
        int nodes = random.nextInt(1, 4);
        int[][] successors = IntStream.range(0, tasks)
                .mapToObj(task -> IntStream.range(task + 1, tasks)
                        .filter(other -> random.nextInt(6) == 0)
                        .toArray())
                .toArray(int[][]::new);
        long[][] needs = new long[tasks][];
        Arrays.setAll(needs, task -> new long[] {random.nextInt(1, 5), random.nextInt(0, 5)});
        int[][] nodesOf = new int[tasks][];
        Arrays.setAll(
                nodesOf,
                task -> random.nextBoolean() ? IntStream.range(0, nodes).toArray() : new int[] {random.nextInt(nodes)});
        long[][] capacity = new long[nodes][];
        Arrays.setAll(capacity, node -> new long[] {random.nextInt(4, 9), random.nextInt(4, 9)});
        long[] micros = random.longs(tasks, 1, 30).toArray();
        return new Project(micros, needs, successors, nodesOf, capacity);
    }

    private static void requirePossible(Project project, Timetable timetable) {
        long end = 0;
        for (int task = 0; task < project.size(); task++) {
            long ends = timetable.start()[task] + project.micros()[task];
            end = Math.max(end, ends);
            for (int successor : project.successors()[task]) {
                assertThat(timetable.start()[successor]).isGreaterThanOrEqualTo(ends);
            }
            assertThat(project.nodesOf()[task]).contains(timetable.node()[task]);
            requireRoomAt(project, timetable, timetable.node()[task], timetable.start()[task]);
        }
        assertThat(timetable.makespan()).isEqualTo(end);
    }

    private static void requireRoomAt(Project project, Timetable timetable, int node, long time) {
        for (int resource = 0; resource < project.capacity()[node].length; resource++) {
            long taken = 0;
            for (int task = 0; task < project.size(); task++) {
                boolean isThere = timetable.node()[task] == node
                        && timetable.start()[task] <= time
                        && time < timetable.start()[task] + project.micros()[task];
                taken += isThere ? project.needs()[task][resource] : 0;
            }
            assertThat(taken).isLessThanOrEqualTo(project.capacity()[node][resource]);
        }
    }
}
