package dev.sampo.worker;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import dev.sampo.link.Report;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** All a node knows of jobs, and the blueprints they share. */
final class JobsHere {
    private static final int SPARE_BLUEPRINTS_MAX = 16;

    private final Map<JobId, JobHere> jobs = new LinkedHashMap<>();
    private final Map<Digest, Blueprint> blueprints = new HashMap<>();
    /** What is on its way here. */
    private final Set<Action.FetchBlueprint> fetched = new HashSet<>();

    private final Consumer<Action> actions;

    JobsHere(Consumer<Action> actions) {
        this.actions = actions;
    }

    /** The job, known from now on. */
    JobHere know(JobId id, int partition) {
        return jobs.computeIfAbsent(id, each -> new JobHere(id, partition));
    }

    /** The job, or null. */
    JobHere get(JobId id) {
        return jobs.get(id);
    }

    /** Nothing of the job is to begin here; gives what is held of it and has not begun. */
    List<Held> pause(JobId id) {
        JobHere job = jobs.get(id);
        if (job == null) {
            return List.of();
        }
        job.isPaused = true;
        return job.held.values().stream().filter(held -> !held.isStarted()).toList();
    }

    /** Those of these tasks that are held and have not begun. */
    List<Held> notBegun(JobId id, int[] tasks) {
        JobHere job = jobs.get(id);
        return job == null
                ? List.of()
                : Arrays.stream(tasks)
                        .mapToObj(job.held::get)
                        .filter(held -> held != null && !held.isStarted())
                        .toList();
    }

    void resume(JobId id) {
        JobHere job = jobs.get(id);
        if (job != null) {
            job.isPaused = false;
        }
    }

    /** The partition will say anew what is paused, and what is next. */
    void resumeAll(int partition) {
        jobs.values().stream().filter(job -> job.partition == partition).forEach(JobHere::resume);
    }

    /** Forgets the job and returns it, or null. */
    JobHere remove(JobId id) {
        JobHere job = jobs.remove(id);
        if (job != null) {
            blueprints.values().removeIf(this::isOfNoUseWithItsJar);
        }
        if (job != null && blueprints.size() > jobs.size() * 2 + SPARE_BLUEPRINTS_MAX) {
            blueprints.keySet().removeIf(this::isOfNoUse);
        }
        return job;
    }

    private boolean isOfNoUse(Digest digest) {
        return jobs.values().stream().noneMatch(each -> each.uses(digest));
    }

    /** Other blueprints are kept for the next job of theirs; one with a jar would keep all its classes. */
    private boolean isOfNoUseWithItsJar(Blueprint blueprint) {
        boolean isDropped = blueprint.jar().isPresent() && isOfNoUse(blueprint.digest());
        if (isDropped) {
            actions.accept(new Action.DropJar(blueprint.jar().get(), blueprint.digest()));
        }
        return isDropped;
    }

    /** The blueprint, or null while it is not here; then it is asked for, if it has not been. */
    Blueprint blueprint(int partition, Digest digest) {
        Blueprint here = blueprints.get(digest);
        var fetch = new Action.FetchBlueprint(partition, digest);
        if (here == null && fetched.add(fetch)) {
            actions.accept(fetch);
        }
        return here;
    }

    /** The attempt goes on when the blueprint is here; one that could not be had before is asked for again. */
    void await(Held attempt, Digest digest) {
        blueprint(attempt.partition, digest);
        attempt.job.awaitBlueprint(attempt, digest);
    }

    /** Keeps a blueprint; the attempts that waited for it can go on. */
    List<Held> arrived(Blueprint blueprint) {
        isNotOnItsWay(blueprint.digest());
        if (isOfNoUseWithItsJar(blueprint)) { // It has come too late.
            return List.of();
        }
        Blueprint known = blueprints.put(blueprint.digest(), blueprint);
        if (known != null && blueprint.jar().isPresent()) { // It has come twice, and its jar is held twice.
            actions.accept(new Action.DropJar(blueprint.jar().get(), blueprint.digest()));
        }
        var unblocked = new ArrayList<Held>();
        jobs.values().forEach(job -> unblocked.addAll(job.arrived(blueprint)));
        return stillWaiting(unblocked);
    }

    private void isNotOnItsWay(Digest digest) {
        fetched.removeIf(fetch -> fetch.digest().equals(digest));
    }

    /** There will be no such blueprint for now: the attempts that waited for it. */
    List<Held> unavailable(Digest digest) {
        isNotOnItsWay(digest);
        var unblocked = new ArrayList<Held>();
        jobs.values().forEach(job -> unblocked.addAll(job.unblocked(digest)));
        return stillWaiting(unblocked);
    }

    private static List<Held> stillWaiting(List<Held> attempts) {
        return attempts.stream()
                .filter(held -> held.state == Held.State.WAITING)
                .toList();
    }

    Report.Greeting greetingFor(int partition) {
        var held = new ArrayList<Report.Holding>();
        var known = new ArrayList<JobId>();
        for (JobHere job : jobs.values()) {
            if (job.partition == partition) {
                known.add(job.id);
                job.held.values().stream()
                        .filter(each -> each.state != Held.State.STOPPING)
                        .forEach(each -> held.add(new Report.Holding(each.attempt, each.ordered)));
            }
        }
        return new Report.Greeting(held, known);
    }

    /** Those that are known to wait, as {@link LongWaits} says. */
    List<Report.Queued> queuedFor(int partition, long now) {
        return allHeld().stream()
                .filter(held -> held.partition == partition && held.isSaidToWait && held.state == Held.State.QUEUED)
                .map(held -> LongWaits.told(held, now))
                .toList();
    }

    /** Of attempts that are watched, and of those that run alone, a greeting does not say that they began. */
    List<Report.Started> begunFor(int partition) {
        var begun = new ArrayList<Report.Started>();
        for (JobHere job : jobs.values()) {
            for (Held held : job.held.values()) {
                boolean isWatched = held.state == Held.State.RUNNING && held.options.isWatched();
                boolean isAlone = held.isAnnounced && held.state != Held.State.STOPPING;
                if (job.partition == partition && (isWatched || isAlone)) {
                    begun.add(new Report.Started(held.attempt, isAlone));
                }
            }
        }
        return begun;
    }

    /** What is queued or runs here, by the partition that ordered it and the tenant for whom it is. */
    Map<Integer, Map<String, Report.Held>> heldByPartition() {
        Map<Integer, Map<String, Report.Held>> byPartition = new HashMap<>();
        for (JobHere job : jobs.values()) {
            Report.Held all = sum(job, held -> true);
            if (all.attempts() > 0) {
                byPartition
                        .computeIfAbsent(job.partition, first -> new HashMap<>())
                        .merge(job.precedence.tenant(), all, Report.Held::plus);
            }
        }
        return byPartition;
    }

    /** What has not begun here, by the tenant for whom it is. */
    Map<String, Report.Held> waiting() {
        Map<String, Report.Held> byTenant = new TreeMap<>();
        for (JobHere job : jobs.values()) {
            Report.Held waiting = sum(job, held -> !held.isStarted());
            if (waiting.attempts() > 0) {
                byTenant.merge(job.precedence.tenant(), waiting, Report.Held::plus);
            }
        }
        return byTenant;
    }

    /**
     * How long each that is held runs from now on in the mean, by those of which somebody knows; 0 when that is less than half of them. Of
     * those that run it is the harmonic mean, by which one short one among long ones will soon make room.
     */
    long millisLeft(long now) {
        double waiting = 0;
        double ends = 0;
        int running = 0;
        int known = 0;
        int all = 0;
        for (JobHere job : jobs.values()) {
            for (Held held : job.held.values()) {
                all++;
                known += held.expectedMillis > 0 ? 1 : 0;
                if (held.expectedMillis > 0 && held.isStarted()) {
                    running++;
                    ends += 1.0 / Math.max(1, held.millisLeft(now));
                } else {
                    waiting += held.expectedMillis;
                }
            }
        }
        double runningLeft = running == 0 ? 0 : running * (running / ends);
        return 2 * known < all || known == 0 ? 0 : Math.max(1, (long) ((runningLeft + waiting) / known));
    }

    private static Report.Held sum(JobHere job, Predicate<Held> isMeant) {
        Resources needs = Resources.NONE;
        int attempts = 0;
        for (Held held : job.held.values()) {
            if (isMeant.test(held)) {
                needs = held.options == null ? needs : needs.plus(held.needs());
                attempts++;
            }
        }
        return new Report.Held(needs, attempts);
    }

    List<Held> allHeld() {
        var held = new ArrayList<Held>();
        jobs.values().forEach(job -> held.addAll(job.held.values()));
        return held;
    }

    /** Attempts queued or running. */
    int heldCount() {
        int held = 0;
        for (JobHere job : jobs.values()) {
            held += job.held.size();
        }
        return held;
    }
}
