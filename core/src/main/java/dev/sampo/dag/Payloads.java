package dev.sampo.dag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The encoded bodies and constants of a Dag, equal ones once. A body object shared by many tasks is encoded once. */
final class Payloads {
    private static final int NOT_ENCODED = -1;

    private final BodyEncoder encoder;
    private final Problems problems;
    private final Map<Object, Integer> byBody = new IdentityHashMap<>();
    private final Map<Payload, Integer> byContent = new HashMap<>();
    private final List<Payload> distinct = new ArrayList<>();
    private long size;

    Payloads(BodyEncoder encoder, Problems problems) {
        this.encoder = encoder;
        this.problems = problems;
    }

    /** What may travel: what the Dag allows and the packages its bodies come from. */
    SortedSet<String> allowed(DagSpec dag) {
        var allowed = new TreeSet<>(dag.allowed());
        Map<Object, Boolean> seen = new IdentityHashMap<>();
        for (TaskSpec task : dag.tasks()) {
            Body body = bodyOf(task.work());
            if (body != null && seen.put(body, true) == null) {
                allowed.addAll(packagesOf(task.name(), body));
            }
        }
        return allowed;
    }

    /** A body that is refused here already is not encoded any more, so that it is refused once. */
    private Set<String> packagesOf(String task, Body body) {
        try {
            return encoder.packagesOf(body);
        } catch (IllegalArgumentException refusal) {
            refuse(task, refusal);
            byBody.put(body, NOT_ENCODED);
            return Set.of();
        }
    }

    /** The index of the task's payload; a meaningless one after a problem. */
    int encode(TaskSpec task, Set<String> allowed, boolean mappedOver) {
        try {
            Body body = bodyOf(task.work());
            if (body == null) {
                Object value = ((TaskSpec.Work.Holds) task.work()).value();
                boolean asList = mappedOver && isList(task.name(), value);
                int count = asList ? ((Collection<?>) value).size() : Payload.NO_LIST;
                return indexOf(new Payload(encoder.encodeConstant(task.name(), value, allowed, asList), count));
            }
            Integer known = byBody.get(body);
            if (known == null) {
                byBody.put(body, NOT_ENCODED);
                known = indexOf(new Payload(encoder.encodeBody(task.name(), body, allowed), Payload.NO_LIST));
                byBody.put(body, known);
            }
            return known;
        } catch (IllegalArgumentException refusal) {
            refuse(task.name(), refusal);
            return NOT_ENCODED;
        }
    }

    private void refuse(String task, IllegalArgumentException refusal) {
        problems.add(Problem.Kind.CANNOT_TRAVEL, task, String.valueOf(refusal.getMessage()));
    }

    /** Whether a constant that is mapped over can be; a problem when not. */
    private boolean isList(String name, Object value) {
        if (!(value instanceof Collection<?> elements)) {
            String what = "is mapped over but is a " + value.getClass().getName() + "; give the each a collection";
            problems.add(Problem.Kind.BAD_SHAPE, name, what);
            return false;
        }
        if (elements.size() > Blueprint.TASKS_MAX) {
            String what = "has " + elements.size() + " elements to map over, at most " + Blueprint.TASKS_MAX
                    + " are allowed; map over larger pieces";
            problems.add(Problem.Kind.TOO_LARGE, name, what);
            return false;
        }
        return true;
    }

    /** Bytes of all distinct payloads together. */
    long size() {
        return size;
    }

    List<Payload> distinct() {
        return distinct;
    }

    private int indexOf(Payload payload) {
        return byContent.computeIfAbsent(payload, added -> {
            distinct.add(added);
            size += added.bytes().length;
            return distinct.size() - 1;
        });
    }

    private static Body bodyOf(TaskSpec.Work work) {
        if (work instanceof TaskSpec.Work.Runs runs) {
            return runs.body();
        }
        return work instanceof TaskSpec.Work.Maps maps ? maps.body() : null;
    }
}
