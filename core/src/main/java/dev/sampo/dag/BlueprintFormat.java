package dev.sampo.dag;

import dev.sampo.dag.Blueprint.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a blueprint: column by column, numbers as varints, edges as distances. Equal blueprints have equal bytes,
 * in every JVM; a change of this layout needs a new version.
 *
 * <pre>
 * version, name, allowed*, jar (as hex, empty for none), options*, payloads* (elements + 1, bytes), number of tasks,
 * length of each name, all names as one text, kind of each task,
 * inputs of each task (count, distances), those it comes after (the same),
 * options of each task, payload of each task,
 * whether durations are expected, and if so that of each task,
 * places of optional inputs, of those by element, and of optional predecessors (count, gaps),
 * stand-ins (count, gaps of those they stand in for, distances)
 * </pre>
 */
final class BlueprintFormat {
    static final int VERSION = 1;
    private static final int BYTES_PER_TASK = 24;

    private BlueprintFormat() {}

    static byte[] write(Blueprint blueprint) {
        int size = blueprint.size();
        var out = new ByteWriter(256 + size * BYTES_PER_TASK);
        out.put(VERSION);
        out.text(blueprint.name);
        out.number(blueprint.allowed.size());
        blueprint.allowed.forEach(out::text);
        out.text(blueprint.jar().map(Digest::toString).orElse(""));
        out.number(blueprint.options.size());
        blueprint.options.forEach(options -> OptionsFormat.write(options, out));
        out.number(blueprint.payloads.size());
        for (Payload payload : blueprint.payloads) {
            out.number(payload.count() + 1);
            out.block(payload.bytes());
        }
        out.number(size);
        writeNames(blueprint.names, out);
        out.raw(blueprint.kinds);
        writeEdges(blueprint.inputRows, blueprint.inputs, out);
        writeEdges(blueprint.afterRows, blueprint.afters, out);
        for (int task = 0; task < size; task++) {
            out.number(blueprint.optionIndex[task]);
        }
        for (int task = 0; task < size; task++) {
            out.number(blueprint.payloadIndex[task]);
        }
        blueprint.expectations.write(size, out);
        blueprint.lenience.write(out);
        return out.bytes();
    }

    private static void writeNames(Names names, ByteWriter out) {
        int start = 0;
        for (int end : names.ends) {
            out.number(end - start);
            start = end;
        }
        out.raw(names.text);
    }

    private static void writeEdges(int[] rows, int[] targets, ByteWriter out) {
        for (int task = 0; task < rows.length - 1; task++) {
            out.number(rows[task + 1] - rows[task]);
            for (int i = rows[task]; i < rows[task + 1]; i++) {
                out.number(task - targets[i]);
            }
        }
    }

    /** Throws {@link MalformedBlueprint} and nothing else, whatever the bytes. */
    static Blueprint read(byte[] bytes) {
        if (bytes.length > Blueprint.BYTES_MAX) {
            throw new MalformedBlueprint(bytes.length + " bytes are more than the " + Blueprint.BYTES_MAX + " allowed");
        }
        var in = new ByteReader(bytes);
        int version = in.take();
        if (version != VERSION) {
            throw new MalformedBlueprint("version " + version + " is unknown here, only " + VERSION
                    + " is; let both sides run the same release");
        }
        String name = readName(in);
        List<String> allowed = List.copyOf(in.texts("allowed packages"));
        Optional<Digest> jar = readJar(in);
        List<TaskOptions> options = readOptions(in);
        List<Payload> payloads = readPayloads(in);
        int size = in.number("the number of tasks", Math.min(in.left(), Blueprint.TASKS_MAX));
        if (size == 0) {
            throw new MalformedBlueprint("it has no tasks");
        }
        Names names = readNames(size, in);
        byte[] kinds = in.raw(size);
        Rows inputs = readEdges(size, in);
        Rows afters = readEdges(size, in);
        checkShapes(kinds, inputs.rows(), afters.rows());
        int[] optionIndex = readIndexes(size, options.size(), "an index of options", in);
        int[] payloadIndex = readIndexes(size, payloads.size(), "an index of a payload", in);
        Expectations expectations = Expectations.read(size, in);
        Lenience lenience = Lenience.read(size, inputs.targets().length, afters.targets().length, in);
        in.end();
        checkMapped(kinds, inputs, payloadIndex, payloads);
        var blueprint = new Blueprint(
                name,
                allowed,
                jar,
                names,
                kinds,
                inputs.rows(),
                inputs.targets(),
                afters.rows(),
                afters.targets(),
                optionIndex,
                options,
                payloadIndex,
                payloads,
                expectations,
                lenience);
        lenience.check(blueprint);
        return blueprint;
    }

    private static String readName(ByteReader in) {
        String name = in.text("the name");
        if (!TaskName.isValid(name)) {
            throw new MalformedBlueprint(TaskName.complaint(name));
        }
        return name;
    }

    private static Optional<Digest> readJar(ByteReader in) {
        String jar = in.text("the digest of its jar");
        if (jar.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Digest.parse(jar));
        } catch (IllegalArgumentException wrong) {
            throw new MalformedBlueprint(wrong.getMessage());
        }
    }

    private static List<TaskOptions> readOptions(ByteReader in) {
        var options = new ArrayList<TaskOptions>();
        for (int left = in.count("options"); left > 0; left--) {
            options.add(OptionsFormat.read(in));
        }
        return options;
    }

    private static List<Payload> readPayloads(ByteReader in) {
        var payloads = new ArrayList<Payload>();
        for (int left = in.count("payloads"); left > 0; left--) {
            int count = in.number("the number of elements of a constant", Blueprint.TASKS_MAX + 1) - 1;
            payloads.add(new Payload(in.block("a payload"), count));
        }
        return payloads;
    }

    private static Names readNames(int size, ByteReader in) {
        int[] ends = new int[size];
        int end = 0;
        for (int task = 0; task < size; task++) {
            end += in.number("the length of a name", TaskName.LENGTH_MAX);
            ends[task] = end;
        }
        byte[] text = in.raw(end);
        var seen = new HashSet<String>(size * 2);
        for (int task = 0, start = 0; task < size; start = ends[task++]) {
            String name = new String(text, start, ends[task] - start, StandardCharsets.ISO_8859_1);
            if (!TaskName.isValid(name)) {
                throw new MalformedBlueprint(TaskName.complaint(name));
            }
            if (!seen.add(name)) {
                throw new MalformedBlueprint("two tasks are called \"" + name + "\"");
            }
        }
        return new Names(text, ends);
    }

    private static Rows readEdges(int size, ByteReader in) {
        int[] rows = new int[size + 1];
        int[] targets = new int[size];
        int end = 0;
        for (int task = 0; task < size; task++) {
            int count = in.count("edges");
            if (end + count > targets.length) {
                targets = Arrays.copyOf(targets, Math.max(end + count, targets.length * 2));
            }
            for (int i = 0; i < count; i++) {
                targets[end++] = task - readDistance(task, in);
            }
            rows[task + 1] = end;
        }
        return new Rows(rows, Arrays.copyOf(targets, end));
    }

    private static int readDistance(int task, ByteReader in) {
        int distance = in.number("the distance of an edge", task);
        if (distance == 0) {
            throw new MalformedBlueprint("task " + task + " waits for itself");
        }
        return distance;
    }

    private static void checkShapes(byte[] kinds, int[] inputRows, int[] afterRows) {
        for (int task = 0; task < kinds.length; task++) {
            int inputs = inputRows[task + 1] - inputRows[task];
            int afters = afterRows[task + 1] - afterRows[task];
            if (kinds[task] < 0 || kinds[task] > Kind.CONSTANT.ordinal()) {
                throw new MalformedBlueprint("task " + task + " is of the unknown kind " + kinds[task]);
            }
            if (kinds[task] == Kind.EACH.ordinal() && inputs == 0) {
                throw new MalformedBlueprint("task " + task + " maps over nothing");
            }
            if (kinds[task] == Kind.CONSTANT.ordinal() && inputs + afters > 0) {
                throw new MalformedBlueprint("task " + task + " is a constant and waits for others");
            }
        }
    }

    /** A constant that an each maps over says how many elements it has. */
    private static void checkMapped(byte[] kinds, Rows inputs, int[] payloadIndex, List<Payload> payloads) {
        for (int task = 0; task < kinds.length; task++) {
            if (kinds[task] == Kind.EACH.ordinal()) {
                int mapped = inputs.targets()[inputs.rows()[task]];
                boolean isConstant = kinds[mapped] == Kind.CONSTANT.ordinal();
                if (isConstant && payloads.get(payloadIndex[mapped]).count() == Payload.NO_LIST) {
                    throw new MalformedBlueprint("task " + task + " maps over a constant that is no list");
                }
            }
        }
    }

    private static int[] readIndexes(int size, int count, String what, ByteReader in) {
        int[] indexes = new int[size];
        for (int task = 0; task < size; task++) {
            indexes[task] = in.number(what, count - 1L);
        }
        return indexes;
    }
}
