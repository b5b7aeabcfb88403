package dev.sampo.actors.child;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.Attempt;
import dev.sampo.job.Failure;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.resource.Resources;
import dev.sampo.worker.Action;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node and its child say to each other, as bytes. Both are of one build and on one machine, so this needs no
 * versions; each message begins with its kind.
 */
final class Frames {
    /** From the node: run this. */
    static final int RUN = 1;
    /** From the node: the attempt of this number should stop. */
    static final int INTERRUPT = 2;
    /** From the node: how a question for a limit was answered. */
    static final int ANSWER = 3;
    /** From the child: it can run something. */
    static final int READY = 4;
    /** From the child: what follows of this attempt is the body's doing. */
    static final int BEGUN = 5;

    static final int PROGRESS = 6;
    /** From the child: a body wants permits of a limit of its node. */
    static final int ASK = 7;
    /** From the child: it wants them no more. */
    static final int LEAVE = 8;

    static final int ENDED = 9;

    private static final int SUCCEEDED = 0;
    private static final int FAILED = 1;
    private static final int CANCELLED = 2;
    private static final Failure.Kind[] KINDS = Failure.Kind.values();

    private Frames() {}

    /**
     * @param run whose arguments are all inline
     * @param jar the file of the blueprint's jar; empty for none
     * @param known the blueprint that the child has already; null for none
     */
    static void run(DataOutputStream out, Action.Run run, String node, String jar, Digest known) throws IOException {
        out.writeByte(RUN);
        out.writeLong(run.run());
        text(out, run.attempt().job().value());
        out.writeInt(run.attempt().task());
        out.writeInt(run.attempt().number());
        out.writeLong(run.attempt().fence().term());
        out.writeLong(run.attempt().fence().serial());
        text(out, node);
        text(out, jar);
        bytes(
                out,
                run.blueprint().digest().equals(known)
                        ? new byte[0]
                        : run.blueprint().bytes());
        out.writeInt(run.blueprintTask());
        out.writeInt(run.element());
        needs(out, run.needs());
        out.writeInt(run.items().size());
        for (Map.Entry<String, List<String>> each : run.items().entrySet()) {
            text(out, each.getKey());
            out.writeInt(each.getValue().size());
            for (String item : each.getValue()) {
                text(out, item);
            }
        }
        out.writeInt(run.arguments().size());
        for (Action.Argument argument : run.arguments()) {
            argument(out, argument);
        }
        out.flush();
    }

    /**
     * A run as the child has it, and the name of the node it runs for.
     *
     * @param jar the file of the blueprint's jar; empty for none
     */
    record Told(Action.Run run, String node, String jar) {}

    /** @param known the blueprint of the run before; null for none */
    static Told run(DataInputStream in, Blueprint known) throws IOException {
        long run = in.readLong();
        var job = new JobId(text(in));
        int task = in.readInt();
        int number = in.readInt();
        var fence = new Fence(in.readLong(), in.readLong());
        String node = text(in);
        String jar = text(in);
        byte[] bytes = bytes(in);
        Blueprint blueprint = bytes.length == 0 ? known : Blueprint.read(bytes);
        int blueprintTask = in.readInt();
        int element = in.readInt();
        Resources needs = needs(in);
        var items = new TreeMap<String, List<String>>();
        for (int left = in.readInt(); left > 0; left--) {
            String resource = text(in);
            var held = new ArrayList<String>();
            for (int each = in.readInt(); each > 0; each--) {
                held.add(text(in));
            }
            items.put(resource, held);
        }
        var arguments = new ArrayList<Action.Argument>();
        for (int left = in.readInt(); left > 0; left--) {
            arguments.add(argument(in));
        }
        var attempt = new Attempt(job, task, number, fence);
        return new Told(
                new Action.Run(run, attempt, blueprint, blueprintTask, element, arguments, needs, items), node, jar);
    }

    private static void needs(DataOutputStream out, Resources needs) throws IOException {
        out.writeLong(needs.cpuUnits());
        out.writeLong(needs.memoryBytes());
        out.writeLong(needs.gpuUnits());
        out.writeInt(needs.extraUnits().size());
        for (Map.Entry<String, Long> extra : needs.extraUnits().entrySet()) {
            text(out, extra.getKey());
            out.writeLong(extra.getValue());
        }
    }

    private static Resources needs(DataInputStream in) throws IOException {
        long cpus = in.readLong();
        long memory = in.readLong();
        long gpus = in.readLong();
        var extras = new TreeMap<String, Long>();
        for (int left = in.readInt(); left > 0; left--) {
            extras.put(text(in), in.readLong());
        }
        return new Resources(cpus, memory, gpus, extras);
    }

    private static void argument(DataOutputStream out, Action.Argument argument) throws IOException {
        if (argument instanceof Action.Argument.One one) {
            out.writeBoolean(false);
            out.writeInt(one.task());
            value(out, one.value());
        } else {
            var many = (Action.Argument.Many) argument;
            out.writeBoolean(true);
            out.writeInt(many.firstTask());
            out.writeInt(many.values().size());
            for (Value value : many.values()) {
                value(out, value);
            }
        }
    }

    private static Action.Argument argument(DataInputStream in) throws IOException {
        boolean isMany = in.readBoolean();
        int task = in.readInt();
        if (!isMany) {
            return new Action.Argument.One(value(in), task);
        }
        var values = new ArrayList<Value>();
        for (int left = in.readInt(); left > 0; left--) {
            values.add(value(in));
        }
        return new Action.Argument.Many(values, task);
    }

    static void ended(DataOutputStream out, Outcome outcome) throws IOException {
        out.writeByte(ENDED);
        if (outcome instanceof Outcome.Succeeded success) {
            out.writeByte(SUCCEEDED);
            value(out, success.value());
            out.writeBoolean(success.growth().isPresent());
            if (success.growth().isPresent()) {
                bytes(out, success.growth().get().blueprint().bytes());
                out.writeInt(success.growth().get().result());
            }
        } else if (outcome instanceof Outcome.Failed failed) {
            out.writeByte(FAILED);
            failure(out, failed.failure());
        } else {
            out.writeByte(CANCELLED);
        }
        out.flush();
    }

    static Outcome ended(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case SUCCEEDED -> {
                Value value = value(in);
                yield new Outcome.Succeeded(value, in.readBoolean() ? Optional.of(growth(in)) : Optional.empty());
            }
            case FAILED -> new Outcome.Failed(failure(in));
            default -> new Outcome.Cancelled();
        };
    }

    private static Outcome.Growth growth(DataInputStream in) throws IOException {
        return new Outcome.Growth(Blueprint.read(bytes(in)), in.readInt());
    }

    private static void failure(DataOutputStream out, Failure failure) throws IOException {
        out.writeByte(failure.kind().ordinal());
        text(out, failure.type());
        text(out, failure.message());
        text(out, failure.trace());
        out.writeBoolean(failure.excluded());
        out.writeLong(failure.askedMillis());
    }

    private static Failure failure(DataInputStream in) throws IOException {
        return new Failure(KINDS[in.readByte()], text(in), text(in), text(in), in.readBoolean(), in.readLong());
    }

    private static void value(DataOutputStream out, Value value) throws IOException {
        out.writeInt(value.count());
        bytes(out, ((Value.Inline) value).bytes());
    }

    private static Value.Inline value(DataInputStream in) throws IOException {
        int count = in.readInt();
        return new Value.Inline(bytes(in), count);
    }

    static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
