package dev.sampo.actors.body;

import dev.sampo.body.Codec;
import dev.sampo.body.ListValue;
import dev.sampo.body.Values;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.BodyCall;
import dev.sampo.dag.Need;
import dev.sampo.job.JobId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Calls one body in this JVM: decodes it and its inputs, calls it, encodes what it returns. Never throws. */
public final class BodyCaller {
    private final UserCode code;
    private final DecodedBodies bodies;

    public BodyCaller(UserCode code) {
        this.code = code;
        this.bodies = new DecodedBodies(code);
    }

    /** On a thread that nobody else has a use for. */
    public Outcome call(RunningBody running, List<Action.Argument> given) {
        return call(running, given, null);
    }

    /**
     * @param given its arguments, all of them inline
     * @param seat of the calling thread
     */
    Outcome call(RunningBody running, List<Action.Argument> given, RunnerThreads.Seat seat) {
        if (running.run().blueprint().jar().isEmpty()) {
            return called(running, given, seat);
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(code.of(running.run().blueprint()).classes());
            return called(running, given, seat);
        } catch (RuntimeException gone) {
            return Failures.around(gone);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Outcome called(RunningBody running, List<Action.Argument> given, RunnerThreads.Seat seat) {
        Action.Run run = running.run();
        DecodedBodies.Of decoded;
        Object body;
        List<Object> arguments;
        try {
            decoded = bodies.of(run.attempt().job(), run.blueprint());
            body = decoded.body(run.blueprintTask());
            arguments = arguments(run, given, decoded.loader.codec());
        } catch (Throwable broken) {
            return Failures.around(broken);
        }
        if (!running.begin(seat)) {
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

    private static List<Object> arguments(Action.Run run, List<Action.Argument> given, Codec<?> codec) {
        var arguments = new ArrayList<Object>(given.size());
        for (Action.Argument argument : given) {
            Need need = run.blueprint().need(run.blueprintTask(), arguments.size());
            if (argument instanceof Action.Argument.One one) {
                arguments.add(need == Need.VALUE ? decode(run, codec, one.value()) : optional(run, codec, one.value()));
            } else {
                arguments.add(elements(run, codec, ((Action.Argument.Many) argument).values(), need));
            }
        }
        return arguments;
    }

    /** The values of an each: a list of them or of what each came to, or a list only if none is missing. */
    private static Object elements(Action.Run run, Codec<?> codec, List<Value> values, Need need) {
        if (need == Need.OPTIONAL && values.stream().anyMatch(Value::isAbsent)) {
            return Optional.empty();
        }
        var elements = new ArrayList<Object>(values.size());
        for (Value value : values) {
            elements.add(need == Need.ELEMENTS ? optional(run, codec, value) : decode(run, codec, value));
        }
        return need == Need.OPTIONAL ? Optional.of(elements) : elements;
    }

    private static Optional<Object> optional(Action.Run run, Codec<?> codec, Value value) {
        return value.isAbsent() ? Optional.empty() : Optional.ofNullable(decode(run, codec, value));
    }

    private static Object decode(Action.Run run, Codec<?> codec, Value value) {
        return Values.decode(run.blueprint().taskName(run.blueprintTask()), codec, ((Value.Inline) value).bytes());
    }

    private static Value encode(Action.Run run, Object result, Codec<Object> codec) {
        Blueprint blueprint = run.blueprint();
        int task = run.blueprintTask();
        if (blueprint.kind(task) != Blueprint.Kind.TASK || !blueprint.feedsEach(task)) {
            return new Value.Inline(Values.encode(blueprint.taskName(task), codec, result), Value.NO_LIST);
        }
        Collection<?> elements = elements(blueprint.taskName(task), result);
        return new Value.Inline(ListValue.of(codec, elements), elements.size());
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
