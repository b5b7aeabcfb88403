package dev.sampo.actors.body;

import dev.sampo.body.BodyLoader;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The bodies of each job that runs here, decoded once however many tasks share one; dropped with the job. */
final class DecodedBodies {
    private static final int BLUEPRINTS_MAX = 64;

    /** The bodies of one blueprint by payload index, and what reads its values. */
    static final class Of {
        final BodyLoader loader;
        private final Blueprint blueprint;
        private final AtomicReferenceArray<Object> bodies;

        private Of(Blueprint blueprint, BodyLoader loader) {
            this.blueprint = blueprint;
            this.loader = loader;
            this.bodies = new AtomicReferenceArray<>(1 + highestPayload(blueprint));
        }

        private static int highestPayload(Blueprint blueprint) {
            int highest = 0;
            for (int task = 0; task < blueprint.size(); task++) {
                highest = Math.max(highest, blueprint.payloadIndex(task));
            }
            return highest;
        }

        Object body(int task) {
            int index = blueprint.payloadIndex(task);
            Object body = bodies.get(index);
            if (body == null) {
                body = loader.load(blueprint.taskName(task), blueprint.payload(task));
                bodies.set(index, body);
            }
            return body;
        }
    }

    private final UserCode code;
    private final Map<JobId, Map<Digest, Of>> jobs = new ConcurrentHashMap<>();

    DecodedBodies(UserCode code) {
        this.code = code;
    }

    Of of(JobId job, Blueprint blueprint) {
        Map<Digest, Of> blueprints = jobs.get(job);
        if (blueprints == null) {
            blueprints = jobs.computeIfAbsent(job, id -> new ConcurrentHashMap<>());
        }
        Of known = blueprints.get(blueprint.digest());
        if (known != null) {
            return known;
        }
        if (blueprints.size() >= BLUEPRINTS_MAX) {
            blueprints.clear();
        }
        return blueprints.computeIfAbsent(blueprint.digest(), digest -> new Of(blueprint, code.loader(blueprint)));
    }

    void drop(JobId job) {
        jobs.remove(job);
    }
}
