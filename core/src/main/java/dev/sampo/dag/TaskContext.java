package dev.sampo.dag;

import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.TraceParent;
import dev.sampo.resilience.limit.RateLimit;
import dev.sampo.resource.Resources;
import java.util.List;

/** What a running body may know and say about its own attempt. Valid only while the body runs. */
public interface TaskContext {

    String jobId();

    String task();

    /** 1 for the first attempt at the task. */
    int attempt();

    /** Rises with every attempt at this task: outside systems that refuse lower ones are safe from a late attempt. */
    Fence fencingToken();

    String node();

    /**
     * The header {@code traceparent} to send along to others, so that what they do is in the trace of this job; see W3C's
     * Trace Context.
     */
    default String traceParent() {
        return TraceParent.of(new JobId(jobId())).header();
    }

    /** What this attempt holds: of several alternatives that which it was given, and what its inputs made of it. */
    Resources needs();

    /**
     * The items this attempt may use of a resource that consists of such, and nobody else uses meanwhile: licences by
     * name, {@code "gpu"}s by name or number. One item for each that it needs; a fraction shares the last one. Another
     * attempt at the task may get others. Empty for what is only counted.
     */
    List<String> held(String resource);

    /** Whether this attempt should stop; its thread is interrupted as well. */
    boolean isCancelled();

    /**
     * Says how far this attempt is to whoever asks why the task takes so long.
     *
     * @param fraction how much of the work is done, from 0 to 1
     */
    void progress(double fraction, String note);

    /** Tells that a long attempt is alive though it has nothing to report. */
    void heartbeat();

    /**
     * A limit that {@code sampo.limits} declares on the node that runs this. A body that waits for it keeps its slot, and
     * stops waiting when it is interrupted. For what is limited as a whole, the task can say so: {@code limit(name)}.
     */
    RateLimit limit(String name);

    /** Adds the Dag's tasks to this job once this attempt has succeeded; its own value is what the body returns. */
    void spawn(Dag dag);

    /**
     * Adds the Dag's tasks to this job and makes the value of {@code result} the value of this task.
     *
     * @return null, so that a body may end in {@code return context.spawn(dag, sum);}; such a body must not return a
     *     primitive type, which cannot be null
     */
    <T> T spawn(Dag dag, Handle<T> result);
}
