package dev.sampo.wire;

import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import dev.sampo.bytes.MalformedBytes;
import dev.sampo.dag.Digest;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Writes the fields of one message. It remembers what the message said last, so that what repeats is not said again: a
 * job or node is named once and then numbered, task numbers, fences and times are differences to the ones before. {@link
 * WireReader} remembers the same; a field written and not read, or read in another order, puts the two out of step.
 */
final class WireWriter {

    /** Says of a {@link #job} or {@link #node} that it is the one before; others are numbered from {@link #KNOWN}. */
    static final int SAME = 0;

    static final int NEW = 1;
    static final int KNOWN = 2;

    private static final int START = 512;
    private static final int KEPT_MAX = 1 << 20;

    private final Output out = new Output(START);
    private final Map<JobId, Integer> jobs = new HashMap<>();
    private final Map<NodeId, Integer> nodes = new HashMap<>();
    private Refs refs = Refs.NONE;
    private JobId job;
    private NodeId node;
    private int task;
    private int number;
    private long term;
    private long serial;
    private long time;

    /** Makes ready for a message of at most so many bytes. */
    void begin(Refs actors, int bytesMax) {
        byte[] buffer = out.getBuffer();
        int kept = Math.min(bytesMax, Math.min(buffer.length, KEPT_MAX));
        out.setBuffer(kept == buffer.length ? buffer : new byte[kept], bytesMax);
        refs = actors;
        jobs.clear();
        nodes.clear();
        job = null;
        node = null;
        task = 0;
        number = 0;
        term = 0;
        serial = 0;
        time = 0;
    }

    /** Runs a writing of {@code what}, turning Kryo's word for "too large" into ours. */
    void within(Object what, int bytesMax, Runnable writing) {
        try {
            writing.run();
        } catch (KryoBufferOverflowException full) {
            throw new MalformedBytes.Oversize("a message " + what.getClass().getName(), bytesMax);
        }
    }

    /** The bytes written; a buffer that had to grow large for them is not kept. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(out.getBuffer(), out.position());
        if (out.getBuffer().length > KEPT_MAX) {
            out.setBuffer(new byte[START]);
        }
        return taken;
    }

    byte[] buffer() {
        return out.getBuffer();
    }

    int size() {
        return out.position();
    }

    /** Writes a type with its id; one of a sealed family, whichever it is. */
    void any(Object value) {
        Table.CODECS.write(this, value);
    }

    void raw(int value) {
        out.writeByte(value);
    }

    void rawInt(int value) {
        out.writeInt(value);
    }

    void rawLong(long value) {
        out.writeLong(value);
    }

    void flag(boolean value) {
        out.writeBoolean(value);
    }

    /** A number that is hardly ever negative: small ones are short, negative ones long. */
    void count(int value) {
        out.writeVarInt(value, true);
    }

    void count(long value) {
        out.writeVarLong(value, true);
    }

    /** A number that may as well be negative. */
    void signed(int value) {
        out.writeVarInt(value, false);
    }

    void signed(long value) {
        out.writeVarLong(value, false);
    }

    void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) {
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
    }

    void constant(Enum<?> constant) {
        out.writeByte(constant.ordinal());
    }

    <T> void list(Collection<T> elements, BiConsumer<WireWriter, T> element) {
        out.writeVarInt(elements.size(), true);
        elements.forEach(one -> element.accept(this, one));
    }

    /** The elements' own types are told; the list may mix them. */
    void mixed(Collection<?> elements) {
        list(elements, WireWriter::any);
    }

    void actor(ActorRef<?> actor) {
        text(refs.toText(actor));
    }

    void digest(Digest digest) {
        rawLong(digest.high());
        rawLong(digest.low());
    }

    void job(JobId next) {
        if (next.equals(job)) {
            out.writeByte(SAME);
            return;
        }
        job = next;
        Integer known = jobs.putIfAbsent(next, jobs.size());
        if (known == null) {
            out.writeByte(NEW);
            text(next.value());
        } else {
            count(known + KNOWN);
        }
    }

    void node(NodeId next) {
        if (next.equals(node)) {
            out.writeByte(SAME);
            return;
        }
        node = next;
        Integer known = nodes.putIfAbsent(next, nodes.size());
        if (known == null) {
            out.writeByte(NEW);
            text(next.value());
        } else {
            count(known + KNOWN);
        }
    }

    void task(int next) {
        signed(next - task);
        task = next;
    }

    void tasks(int[] all) {
        count(all.length);
        for (int one : all) {
            task(one);
        }
    }

    void serial(long next) {
        signed(next - serial);
        serial = next;
    }

    void time(long next) {
        signed(next - time);
        time = next;
    }

    void attempt(Attempt attempt) {
        Fence fence = attempt.fence();
        boolean same = attempt.job().equals(job)
                && attempt.number() == number
                && fence.term() == term
                && fence.serial() == serial;
        flag(same);
        if (!same) {
            job(attempt.job());
            number = attempt.number();
            count(number);
            fence(fence);
        }
        task(attempt.task());
    }

    void fence(Fence fence) {
        signed(fence.term() - term);
        term = fence.term();
        serial(fence.serial());
    }
}
