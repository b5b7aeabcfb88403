package dev.sampo.wire;

import com.esotericsoftware.kryo.KryoException;
import dev.sampo.bytes.BoundedInput;
import dev.sampo.bytes.Limits;
import dev.sampo.bytes.MalformedBytes;
import dev.sampo.dag.Digest;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/** Reads what {@link WireWriter} wrote, and of anything else says what is wrong with it. */
final class WireReader {

    private final BoundedInput in;
    private final Refs refs;
    private final List<JobId> jobs = new ArrayList<>();
    private final List<NodeId> nodes = new ArrayList<>();
    private JobId job;
    private NodeId node;
    private int task;
    private int number;
    private long term;
    private long serial;
    private long time;

    WireReader(byte[] bytes, int length, int bytesMax, Refs refs) {
        this.in = new BoundedInput(Limits.DEFAULT.withBytesMax(bytesMax));
        this.in.setBuffer(bytes, 0, length);
        this.refs = refs;
    }

    /** Runs a reading to the last byte; whatever goes wrong in it is the bytes' fault. */
    <T> T whole(Supplier<T> reading) {
        try {
            T value = reading.get();
            if (in.position() != in.limit()) {
                throw corrupt((in.limit() - in.position()) + " bytes follow the end of the message");
            }
            return value;
        } catch (KryoException underflow) {
            throw new MalformedBytes.Truncated("the message ends inside a field: " + underflow.getMessage());
        } catch (IllegalArgumentException | ArithmeticException refused) {
            throw new MalformedBytes.Corrupt("a field has no possible value: " + refused.getMessage(), refused);
        }
    }

    /** Reads a type by its id; refused unless it is one of the wanted family. */
    <T> T any(Class<T> family) {
        return Table.CODECS.read(this, family);
    }

    int raw() {
        return in.readByte() & 0xff;
    }

    int rawInt() {
        return in.readInt();
    }

    long rawLong() {
        return in.readLong();
    }

    boolean flag() {
        return in.readBoolean();
    }

    int count() {
        return in.readVarInt(true);
    }

    long longCount() {
        return in.readVarLong(true);
    }

    int signed() {
        return in.readVarInt(false);
    }

    long longSigned() {
        return in.readVarLong(false);
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return in.readBytes(in.readVarInt(true));
    }

    <E extends Enum<E>> E constant(E[] constants) {
        int ordinal = raw();
        if (ordinal >= constants.length) {
            throw corrupt(constants[0].getDeclaringClass().getSimpleName() + " has no constant " + ordinal);
        }
        return constants[ordinal];
    }

    /** @param bytesMin what the smallest element takes, so that no list can be declared that does not fit the message */
    <T> List<T> list(String what, int bytesMin, Function<WireReader, T> element) {
        int length = in.length(what, bytesMin);
        var list = new ArrayList<T>(length);
        for (int i = 0; i < length; i++) {
            list.add(element.apply(this));
        }
        return list;
    }

    <T> List<T> mixed(String what, int bytesMin, Class<T> family) {
        return list(what, bytesMin, reader -> reader.any(family));
    }

    <T> ActorRef<T> actor() {
        return refs.toActor(text());
    }

    Digest digest() {
        return new Digest(rawLong(), rawLong());
    }

    JobId job() {
        int said = count();
        if (said == WireWriter.NEW) {
            job = new JobId(text());
            jobs.add(job);
        } else if (said != WireWriter.SAME) {
            job = known(jobs, said);
        }
        return present(job, "job");
    }

    NodeId node() {
        int said = count();
        if (said == WireWriter.NEW) {
            node = new NodeId(text());
            nodes.add(node);
        } else if (said != WireWriter.SAME) {
            node = known(nodes, said);
        }
        return present(node, "node");
    }

    private static <T> T known(List<T> known, int said) {
        int index = said - WireWriter.KNOWN;
        if (index < 0 || index >= known.size()) {
            throw corrupt("name " + index + " of " + known.size() + " named so far");
        }
        return known.get(index);
    }

    private static <T> T present(T last, String what) {
        if (last == null) {
            throw corrupt("the same " + what + " as before, but there was none");
        }
        return last;
    }

    int task() {
        task += signed();
        return task;
    }

    int[] tasks() {
        int[] all = new int[in.length("task numbers", 1)];
        for (int i = 0; i < all.length; i++) {
            all[i] = task();
        }
        return all;
    }

    long serial() {
        serial += longSigned();
        return serial;
    }

    long time() {
        time += longSigned();
        return time;
    }

    Attempt attempt() {
        if (!flag()) {
            job();
            number = count();
            fence();
        }
        return new Attempt(present(job, "job"), task(), number, new Fence(term, serial));
    }

    Fence fence() {
        term += longSigned();
        return new Fence(term, serial());
    }

    static MalformedBytes.Corrupt corrupt(String what) {
        return new MalformedBytes.Corrupt(what);
    }
}
