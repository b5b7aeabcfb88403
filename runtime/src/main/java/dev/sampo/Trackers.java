package dev.sampo;

import dev.sampo.actors.EngineSettings;
import dev.sampo.resource.Change;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.wire.Equipped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;

/** Asks a node's trackers for what it has, each on a thread of its own: one that hangs holds up no other. */
final class Trackers {
    private static final Duration FIRST_LOOK_MAX = Duration.ofSeconds(5);
    private static final Duration PAUSE_MIN = Duration.ofMillis(10);
    private static final Equipment NOTHING = Equipment.of(Resources.NONE);

    private final List<Tracked> all;

    private Trackers(List<Tracked> all) {
        this.all = all;
    }

    /** @param names those that are to be used, of all that this class loader sees */
    static Trackers named(List<String> names, ClassLoader loader, Logger log) {
        Map<String, ResourceTracker> found = names.isEmpty() ? Map.of() : found(loader);
        return new Trackers(names.stream()
                .distinct()
                .map(name -> new Tracked(required(found, name), log))
                .toList());
    }

    private static Map<String, ResourceTracker> found(ClassLoader loader) {
        var found = new TreeMap<String, ResourceTracker>();
        try {
            for (ResourceTracker tracker : ServiceLoader.load(ResourceTracker.class, loader)) {
                ResourceTracker other = found.put(tracker.name(), tracker);
                if (other != null) {
                    throw new IllegalArgumentException("two trackers are called \"" + tracker.name() + "\": "
                            + other.getClass().getName() + " and "
                            + tracker.getClass().getName() + "; rename one of them or leave it out");
                }
            }
        } catch (ServiceConfigurationError | LinkageError broken) {
            throw new IllegalArgumentException(
                    "a tracker that is named as a service cannot be used: " + broken, broken);
        }
        return found;
    }

    private static ResourceTracker required(Map<String, ResourceTracker> found, String name) {
        ResourceTracker tracker = found.get(name);
        if (tracker == null) {
            throw new IllegalArgumentException("sampo.node.trackers: no tracker is called \"" + name + "\"; there "
                    + (found.isEmpty() ? "are none" : "are: " + String.join(", ", found.keySet())));
        }
        if (tracker.every().compareTo(PAUSE_MIN) < 0) {
            throw new IllegalArgumentException("tracker \"" + name + "\" is to be asked every " + tracker.every()
                    + "; let every() be at least " + PAUSE_MIN);
        }
        return tracker;
    }

    /** A node has from the start what they see, unless one of them takes its time over it. */
    EngineSettings equip(EngineSettings settings) {
        Equipment has = settings.equipment();
        for (Tracked each : all) {
            has = each.begin(has);
        }
        return settings.with(has);
    }

    /** From now on the node is told what changes. */
    void follow(Function<Change, CompletionStage<Equipped>> node) {
        all.forEach(each -> each.thread.scheduleWithFixedDelay(
                () -> each.follow(node),
                each.tracker.every().toMillis(),
                each.tracker.every().toMillis(),
                TimeUnit.MILLISECONDS));
    }

    void close() {
        all.forEach(each -> each.thread.shutdownNow());
    }

    private static final class Tracked {
        private final ResourceTracker tracker;
        private final Logger log;
        private final ScheduledExecutorService thread;
        /** What the node has of it. */
        private Equipment told = NOTHING;

        private String complaint = "";

        Tracked(ResourceTracker tracker, Logger log) {
            this.tracker = tracker;
            this.log = log;
            this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
                var daemon = new Thread(task, "sampo-tracker-" + tracker.name());
                daemon.setDaemon(true);
                return daemon;
            });
        }

        Equipment begin(Equipment has) {
            try {
                Equipment seen = thread.submit(this::look).get(FIRST_LOOK_MAX.toMillis(), TimeUnit.MILLISECONDS);
                Equipment equipped = has.with(Change.between(NOTHING, seen));
                told = seen;
                return equipped;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException late) {
                complain("has not answered within " + FIRST_LOOK_MAX + "; the node starts without what it knows", late);
            } catch (ExecutionException failed) {
                complain("has failed: " + failed.getCause(), failed.getCause());
            } catch (IllegalArgumentException impossible) {
                complain("sees what the node cannot have: " + impossible.getMessage(), impossible);
            }
            return has;
        }

        void follow(Function<Change, CompletionStage<Equipped>> node) {
            try {
                Equipment seen = look();
                Change change = Change.between(told, seen);
                String refusal = change.equals(Change.NONE) ? "" : refusal(node.apply(change));
                if (refusal.isEmpty()) {
                    told = seen;
                    complaint = "";
                } else {
                    complain("sees what the node cannot have: " + refusal, null);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (Exception | LinkageError | AssertionError failed) {
                complain("has failed: " + failed, failed);
            }
        }

        /** What takes long to be answered has been sent within this JVM all the same, and is not lost. */
        private static String refusal(CompletionStage<Equipped> answer) throws Exception {
            try {
                return answer.toCompletableFuture().get().refusal();
            } catch (ExecutionException failed) {
                if (SampoException.causeOf(failed) instanceof TimeoutException) {
                    return "";
                }
                throw failed;
            }
        }

        private Equipment look() throws Exception {
            return Objects.requireNonNull(tracker.look(), "look() has returned null");
        }

        /** Once, however often it goes wrong in the same way. */
        private void complain(String what, Throwable cause) {
            if (!what.equals(complaint)) {
                log.warn("tracker \"{}\" {}", tracker.name(), what, cause);
            }
            complaint = what;
        }
    }
}
