package dev.sampo.actors.body;

import dev.sampo.actors.value.ValueGone;
import dev.sampo.actors.value.ValueStore;
import dev.sampo.body.Codec;
import dev.sampo.body.ListValue;
import dev.sampo.body.Values;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.BodyCall;
import dev.sampo.job.JobId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Runs one body on the calling thread: decodes it and its inputs, calls it, encodes what it returns. Never throws. */
public final class BodyRunner {
    private final DecodedBodies bodies;
    private final ValueStore values;
    private final RunnerThreads threads;
    private final int inlineMax;

    /** @param inlineMax results of more bytes stay in the store and only their whereabouts travel */
    public BodyRunner(UserCode code, ValueStore values, RunnerThreads threads, int inlineMax) {
        this.bodies = new DecodedBodies(code);
        this.values = values;
        this.threads = threads;
        this.inlineMax = inlineMax;
    }

    public Outcome run(RunningBody running) {
        Action.Run run = running.run();
        DecodedBodies.Of decoded;
        Object body;
        List<Object> arguments;
        try {
            decoded = bodies.of(run.attempt().job(), run.blueprint());
            body = decoded.body(run.blueprintTask());
            arguments = arguments(run, decoded.loader.codec());
        } catch (ValueGone gone) {
            return new Outcome.InputLost(gone.task());
        } catch (Throwable broken) {
            return Failures.around(broken);
        }
        if (!running.begin(threads.seat())) {
            return new Outcome.Cancelled();
        }
        Object result;
        try {
            result = BodyCall.invoke(body, arguments, running);
        } catch (Throwable thrown) {
            return Failures.threw(
                    thrown, run.blueprint().options(run.blueprintTask()).retry());
        } finally {
            running.end();
        }
        try {
            return new Outcome.Succeeded(encode(run, result, decoded.loader.codec()), running.growth());
        } catch (Throwable broken) {
            return Failures.around(broken);
        }
    }

    /** The job is over: its decoded bodies are of no more use. */
    public void forget(JobId job) {
        bodies.drop(job);
    }

    private List<Object> arguments(Action.Run run, Codec<?> codec) throws ValueGone {
        JobId job = run.attempt().job();
        var arguments = new ArrayList<Object>(run.arguments().size());
        for (Action.Argument argument : run.arguments()) {
            if (argument instanceof Action.Argument.One one) {
                byte[] bytes = bytes(job, one.task(), one.value());
                boolean isSliced = arguments.isEmpty() && run.element() != Action.Run.NO_ELEMENT;
                arguments.add(decode(run, codec, isSliced ? ListValue.element(bytes, run.element()) : bytes));
            } else {
                var many = (Action.Argument.Many) argument;
                var elements = new ArrayList<Object>(many.values().size());
                for (Value value : many.values()) {
                    elements.add(decode(run, codec, bytes(job, many.firstTask() + elements.size(), value)));
                }
                arguments.add(elements);
            }
        }
        return arguments;
    }

    private byte[] bytes(JobId job, int task, Value value) throws ValueGone {
        return value instanceof Value.Inline inline ? inline.bytes() : values.read(job, task, (Value.Stored) value);
    }

    private static Object decode(Action.Run run, Codec<?> codec, byte[] bytes) {
        return Values.decode(run.blueprint().taskName(run.blueprintTask()), codec, bytes);
    }

    private Value encode(Action.Run run, Object result, Codec<Object> codec) throws IOException {
        Blueprint blueprint = run.blueprint();
        int task = run.blueprintTask();
        byte[] bytes;
        int count = Value.NO_LIST;
        if (blueprint.kind(task) == Blueprint.Kind.TASK && blueprint.feedsEach(task)) {
            Collection<?> elements = elements(blueprint.taskName(task), result);
            bytes = ListValue.of(codec, elements);
            count = elements.size();
        } else {
            bytes = Values.encode(blueprint.taskName(task), codec, result);
        }
        return bytes.length <= inlineMax ? new Value.Inline(bytes, count) : keep(run, bytes, count);
    }

    private Value keep(Action.Run run, byte[] bytes, int count) throws IOException {
        try {
            return values.put(run.attempt().job(), run.attempt().task(), bytes, count);
        } catch (IOException full) {
            throw new IOException(
                    "the body has ended well, but this node could not keep its result of " + bytes.length + " bytes: "
                            + full,
                    full);
        }
    }

    private static Collection<?> elements(String task, Object result) {
        if (result instanceof Collection<?> elements) {
            return elements;
        }
        String what = result == null ? "null" : "a " + result.getClass().getName();
        throw new NotRunnable("an each maps over the value of task \"" + task + "\", but it returned " + what
                + "; let it return a Collection, such as a List");
    }
}
