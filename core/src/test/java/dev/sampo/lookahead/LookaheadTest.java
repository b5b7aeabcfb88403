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
        // Beside the first the second fits at once, but then the third, which all others wait for, starts at ten.
        var project = new Project(
                new long[] {1, 10, 2, 10},
                new long[][] {{1}, {1}, {2}, {1}},
                new int[][] {{2}, {}, {3}, {}},
                new int[][] {{0}, {0}, {0}, {0}},
                new long[][] {{2}});

        var timetable = search(project, EFFORT);

        requirePossible(project, timetable);
        assertThat(timetable.makespan()).isEqualTo(13);
        assertThat(timetable.start()[1]).isEqualTo(3);
    }

    @Test
    void smallProjectsGetTheShortestTimetableThereIs() {
        var random = new SplittableRandom(5);
        for (int i = 0; i < 150; i++) {
            Project project = drawn(random, 5);

            var timetable = search(project, 20_000);

            requirePossible(project, timetable);
            assertThat(timetable.makespan()).isEqualTo(shortest(project));
        }
    }

    @Test
    void itEndsWhenItIsToldTo() {
        var project = drawn(new SplittableRandom(9), 25);
        var most = new long[1];

        Lookahead.search(project, 1, placed -> {
            most[0] = placed;
            return placed < 200;
        });

        assertThat(most[0]).isLessThan(200 + 3L * project.size());
    }

    @Test
    void itEndsWhenNothingCanBeShorter() {
        var project = new Project(
                new long[] {3, 4},
                new long[][] {{1}, {1}},
                new int[][] {{1}, {}},
                new int[][] {{0}, {0}},
                new long[][] {{1}});

        assertThat(Lookahead.search(project, 1, placed -> true).makespan()).isEqualTo(7);
    }

    @Test
    void amountsOfAnySizeAreKeptApart() {
        long much = Long.MAX_VALUE / 4;
        var project = new Project(
                new long[] {3, 4, 5},
                new long[][] {{much, 1, 0}, {2, 2, 7}, {much - 2, 1, 0}},
                new int[][] {{}, {}, {}},
                new int[][] {{0}, {0}, {0}},
                new long[][] {{much, 3, 7}});

        var timetable = search(project, EFFORT);

        requirePossible(project, timetable);
        assertThat(timetable.makespan()).isEqualTo(8);
    }

    @Test
    void everyTimetableIsPossibleAndTheSameTwice() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            Project project = drawn(random, 25);

            var timetable = search(project, EFFORT);

            requirePossible(project, timetable);
            assertThat(search(project, EFFORT)).usingRecursiveComparison().isEqualTo(timetable);
        }
    }

    @Test
    void moreEffortNeverMakesItLonger() {
        var random = new SplittableRandom(4);
        for (int i = 0; i < 100; i++) {
            Project project = drawn(random, 25);

            assertThat(search(project, EFFORT).makespan())
                    .isLessThanOrEqualTo(search(project, 0).makespan())
                    .isGreaterThanOrEqualTo(project.leastMakespan());
        }
    }

    private static Timetable search(Project project, long effort) {
        return Lookahead.search(project, 7, placed -> placed < effort);
    }

    /** By trying every order on every choice of nodes. */
    private static long shortest(Project project) {
        var board = new Board(project);
        return shortest(project, board, new int[project.size()], new int[project.size()], 0, 0);
    }

    private static long shortest(Project project, Board board, int[] list, int[] node, int done, int placed) {
        int size = project.size();
        if (placed == size) {
            return board.place(list, project.predecessors(), node, new long[size], new int[size]);
        }
        long shortest = Long.MAX_VALUE;
        for (int task = 0; task < size; task++) {
            boolean isReady = (done >> task & 1) == 0;
            for (int other : project.predecessors()[task]) {
                isReady &= (done >> other & 1) == 1;
            }
            for (int i = 0; isReady && i < project.nodesOf()[task].length; i++) {
                list[placed] = task;
                node[task] = project.nodesOf()[task][i];
                shortest = Math.min(shortest, shortest(project, board, list, node, done | 1 << task, placed + 1));
            }
        }
        return shortest;
    }

    private static Project drawn(SplittableRandom random, int tasksMax) {
        int tasks = random.nextInt(1, tasksMax + 1);
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
