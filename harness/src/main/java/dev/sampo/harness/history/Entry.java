package dev.sampo.harness.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One line of a history. {@code t} is {@link System#nanoTime}, which all JVMs of one machine share; {@code p} is the process
 * that saw it. What an entry has not is null and left out.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "k")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Entry.Call.class, name = "call"),
    @JsonSubTypes.Type(value = Entry.Declared.class, name = "declared"),
    @JsonSubTypes.Type(value = Entry.Run.class, name = "run"),
    @JsonSubTypes.Type(value = Entry.Capacity.class, name = "capacity"),
    @JsonSubTypes.Type(value = Entry.Stored.class, name = "stored"),
    @JsonSubTypes.Type(value = Entry.Fault.class, name = "fault"),
    @JsonSubTypes.Type(value = Entry.Load.class, name = "load")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Entry {

    long t();

    String p();

    /** What a client asks. */
    enum Ask {
        SUBMIT,
        CANCEL,
        STATUS,
        AWAIT,
        RESULT
    }

    /** How a call stands. A call that timed out is {@code INFO}: it may or may not have happened; {@code FAIL} has not. */
    enum Stage {
        INVOKE,
        OK,
        FAIL,
        INFO
    }

    /**
     * A client's call: one line when it is made, one when it is over.
     *
     * @param op what both lines have in common, within {@code p}
     * @param key what a submit was to be idempotent by
     * @param via the node the client was connected to
     * @param res a status, a value, or what went wrong
     */
    record Call(long t, String p, long op, Stage ty, Ask f, String key, String job, String task, String via, String res)
            implements Entry {

        public Call over(long at, Stage how, String job, String res) {
            return new Call(at, p, op, how, f, key, job, task, via, res);
        }
    }

    /** What a job consists of, written before it is submitted. */
    record Declared(long t, String p, String job, List<Task> tasks) implements Entry {

        /** @param value what it must come to, as text */
        public record Task(String name, List<String> after, String value) {}
    }

    enum Moment {
        START,
        END
    }

    /**
     * A body's run: a line before it does anything and one when it has done everything. A killed one has no second line.
     *
     * @param inc which life of the node: its process id
     * @param cpu thousandths of a cpu that it holds
     * @param ok at its end: whether it came to a value; null when it was interrupted
     */
    record Run(
            long t,
            String p,
            long inc,
            Moment f,
            String job,
            String task,
            int att,
            long term,
            long serial,
            long cpu,
            long mem,
            Boolean ok)
            implements Entry {}

    /** What a node has to give, written in each of its lives. */
    record Capacity(long t, String p, long inc, long cpu, long mem) implements Entry {}

    enum What {
        TERM,
        SUBMITTED,
        DONE,
        FAILED,
        VALUE_LOST,
        ENDED
    }

    /**
     * A fact of the journal, read when all was over.
     *
     * @param at its place among the facts of {@code p}, a partition
     * @param term that began; of an outcome, with {@code serial}, the fence of its attempt
     */
    record Stored(
            long t,
            String p,
            long at,
            What f,
            Long term,
            Long serial,
            String key,
            String job,
            String task,
            String node,
            Integer att,
            String status)
            implements Entry {

        /** As one tells it who does not know it: of a success whose value was lost a job remembers the fence of the next. */
        public Stored withoutFence() {
            return new Stored(t, p, at, f, null, null, key, job, task, node, att, status);
        }
    }

    enum Kind {
        KILL,
        PAUSE,
        PARTITION,
        /** A single link, or one direction of it: there is no side without a majority. */
        CUT,
        DRAIN,
        /** The time of day of a node jumps. */
        CLOCK,
        /** What a node writes takes long to be on its disk. */
        DISK
    }

    /**
     * Something done to nodes: a line when it begins, one when it is made good.
     *
     * @param nodes whom it was done to; of a partition, the side without a majority
     * @param seen whether it was noticed to have worked: a process gone, a node silent
     */
    record Fault(long t, String p, long id, Kind f, boolean begins, List<String> nodes, Boolean seen)
            implements Entry {}

    /** The load begins or ends. */
    record Load(long t, String p, boolean on) implements Entry {}
}
