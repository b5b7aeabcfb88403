package dev.sampo.harness.soak;

import dev.sampo.harness.Cluster;
import dev.sampo.harness.history.Entry.Fault;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whatever is done to the nodes of a cluster on purpose: each fault is written down when it begins and when it is made good. */
final class Faults {
    /** How long it is looked for whether a process stands still: ten seconds. */
    private static final int LOOKS_MAX = 200;

    private static final long LOOK_MILLIS = 50;

    private final Cluster cluster;
    private final Supervisor supervisor;
    private final Recorder recorder;
    private final AtomicLong begun = new AtomicLong();

    Faults(Cluster cluster, Supervisor supervisor, Recorder recorder) {
        this.cluster = cluster;
        this.supervisor = supervisor;
        this.recorder = recorder;
    }

    /** A fault that is on. */
    interface Ongoing {
        /** Makes it good. A node that is to run again has been started then, and may be no member yet. */
        void end();
    }

    /** What begins a fault of any other kind. */
    interface Start {
        void begin();
    }

    /** As kill -9; the node stays away until the end. */
    Ongoing kill(int node) {
        supervisor.hold(node);
        var names = List.of(cluster.name(node));
        long id = begin(Kind.KILL, names, true);
        if (cluster.isRunning(node)) {
            cluster.kill(node);
        }
        return () -> {
            supervisor.release(node);
            end(id, Kind.KILL, names, null);
        };
    }

    Ongoing pause(int node) {
        var names = List.of(cluster.name(node));
        boolean stands = standsStill(node);
        long id = begin(Kind.PAUSE, names, stands);
        return () -> {
            if (stands) {
                cluster.resume(node);
            }
            end(id, Kind.PAUSE, names, null);
        };
    }

    /** Not so if it has ended by itself just now. */
    private boolean standsStill(int node) {
        long pid = cluster.pid(node);
        try {
            cluster.pause(node);
        } catch (IllegalStateException gone) {
            return false;
        }
        for (int looks = 0; looks < LOOKS_MAX && !isStopped(pid); looks++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        return isStopped(pid);
    }

    /** Cuts a node off from all others. */
    Cut isolate(int node) {
        return partition(Set.of(node));
    }

    /**
     * Cuts these off from all others.
     *
     * @param few fewer than a majority of the nodes, perhaps with {@link Cluster#CLIENT}
     */
    Cut partition(Set<Integer> few) {
        Set<Integer> others =
                nodes().filter(node -> !few.contains(node)).boxed().collect(Collectors.toSet());
        List<String> names = few.stream()
                .map(member -> member == Cluster.CLIENT ? Trial.CLIENT : cluster.name(member))
                .toList();
        return new Cut(Kind.PARTITION, few, names, () -> cluster.partition(few, others));
    }

    /** Breaks links between nodes in a way of yours, whole ones or one direction; no side is without a majority by that. */
    Cut cut(Set<Integer> ends, Start start) {
        return new Cut(Kind.CUT, ends, ends.stream().map(cluster::name).toList(), start);
    }

    /** Links that are broken; its end heals all there are. */
    final class Cut implements Ongoing {
        private final Kind kind;
        private final Set<Integer> ends;
        private final List<String> names;
        private final Optional<Membership> before = Membership.now(cluster);
        private final long id;

        private Cut(Kind kind, Set<Integer> ends, List<String> names, Start start) {
            this.kind = kind;
            this.ends = ends;
            this.names = names;
            start.begin();
            this.id = Faults.this.begin(kind, names, kind == Kind.CUT ? true : null);
        }

        /** Whether somebody misses somebody on the other side, or gave up. */
        boolean isNoticed() {
            return ends.stream().anyMatch(end -> end != Cluster.CLIENT && !cluster.isRunning(end))
                    || before.stream().anyMatch(members -> nodes().anyMatch(members::misses));
        }

        @Override
        public void end() {
            boolean seen = isNoticed();
            cluster.heal();
            Faults.this.end(id, kind, names, seen);
        }
    }

    /** Tells a node to leave, as kill does. Gives its exit code; it stays away until the end. */
    Drain drain(int node) {
        supervisor.hold(node);
        var names = List.of(cluster.name(node));
        long id = begin(Kind.DRAIN, names, null);
        int code = cluster.terminate(node);
        return new Drain(code, () -> {
            supervisor.release(node);
            end(id, Kind.DRAIN, names, code == 0);
        });
    }

    /** A node that has left in order. */
    record Drain(int exitCode, Ongoing away) implements Ongoing {
        @Override
        public void end() {
            away.end();
        }
    }

    /** A fault of a kind that needs more than a cluster, such as a disk. */
    Ongoing other(Kind kind, int node, Start start, Ongoing end) {
        var names = List.of(cluster.name(node));
        start.begin();
        long id = begin(kind, names, true);
        return () -> {
            end.end();
            end(id, kind, names, null);
        };
    }

    private IntStream nodes() {
        return IntStream.range(0, cluster.size());
    }

    private long begin(Kind kind, List<String> nodes, Boolean seen) {
        long id = begun.incrementAndGet();
        recorder.record(new Fault(System.nanoTime(), "nemesis", id, kind, true, nodes, seen));
        return id;
    }

    private void end(long id, Kind kind, List<String> nodes, Boolean seen) {
        recorder.record(new Fault(System.nanoTime(), "nemesis", id, kind, false, nodes, seen));
    }

    /** Where there is no {@code /proc} the signal is trusted. */
    private static boolean isStopped(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            return !Files.exists(Path.of("/proc/self"))
                    || Files.readString(stat).replaceFirst("^.*\\) ", "").startsWith("T");
        } catch (IOException gone) {
            return false;
        }
    }
}
