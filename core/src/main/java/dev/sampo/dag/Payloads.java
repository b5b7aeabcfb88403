package dev.sampo.dag;

import java.util.ArrayList;
import java.util.Arrays;
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
    private final Map<Content, Integer> byContent = new HashMap<>();
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
                allowed.addAll(encoder.packagesOf(body));
            }
        }
        return allowed;
    }

    /** The index of the task's payload; a meaningless one after a problem. */
    int encode(TaskSpec task, Set<String> allowed, boolean mappedOver) {
        try {
            Body body = bodyOf(task.work());
            if (body == null) {
                Object value = ((TaskSpec.Work.Holds) task.work()).value();
                int count = mappedOver && value instanceof Collection<?> elements ? elements.size() : Payload.NO_LIST;
                return indexOf(encoder.encodeConstant(task.name(), value, allowed, mappedOver), count);
            }
            Integer known = byBody.get(body);
            if (known == null) {
                byBody.put(body, NOT_ENCODED);
                known = indexOf(encoder.encodeBody(task.name(), body, allowed), Payload.NO_LIST);
                byBody.put(body, known);
            }
            return known;
        } catch (IllegalArgumentException refusal) {
            problems.add(Problem.Kind.CANNOT_TRAVEL, task.name(), String.valueOf(refusal.getMessage()));
            return NOT_ENCODED;
        }
    }

    /** Bytes of all distinct payloads together. */
    long size() {
        return size;
    }

    List<Payload> distinct() {
        return distinct;
    }

    private int indexOf(byte[] payload, int count) {
        return byContent.computeIfAbsent(new Content(payload, Arrays.hashCode(payload)), content -> {
            distinct.add(new Payload(content.bytes, count));
            size += content.bytes.length;
            return distinct.size() - 1;
        });
    }

    private static Body bodyOf(TaskSpec.Work work) {
        if (work instanceof TaskSpec.Work.Runs runs) {
            return runs.body();
        }
        return work instanceof TaskSpec.Work.Maps maps ? maps.body() : null;
    }

    /** Bytes as a key; comparable so that colliding hashes do not make a map slow. */
    private record Content(byte[] bytes, int hash) implements Comparable<Content> {
        @Override
        public boolean equals(Object other) {
            return other instanceof Content content && Arrays.equals(bytes, content.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public int compareTo(Content other) {
            return Arrays.compare(bytes, other.bytes);
        }
    }
}
