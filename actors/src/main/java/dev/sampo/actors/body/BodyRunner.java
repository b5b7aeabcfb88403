package dev.sampo.actors.body;

import dev.sampo.actors.value.ValueGone;
import dev.sampo.actors.value.ValueStore;
import dev.sampo.body.ListValue;
import dev.sampo.body.Values;
import dev.sampo.job.Attempt;
import dev.sampo.job.JobId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs one body on the calling thread, or has it run elsewhere while that thread waits: gathers the bytes of its inputs and
 * keeps those of its result. Never throws.
 */
public final class BodyRunner {

    /** Runs the bodies that ask for a JVM of their own. */
    public interface Elsewhere {
        /**
         * @param given its arguments, all of them inline
         * @param jar the file of the job's jar, if it came with one
         */
        Outcome run(RunningBody running, List<Action.Argument> given, Optional<Path> jar);
    }

    private final UserCode code;
    private final BodyCaller caller;
    private final Elsewhere elsewhere;
    private final ValueStore values;
    private final RunnerThreads threads;
    private final int inlineMax;

    /** @param inlineMax results of more bytes stay in the store and only their whereabouts travel */
    public BodyRunner(UserCode code, Elsewhere elsewhere, ValueStore values, RunnerThreads threads, int inlineMax) {
        this.code = code;
        this.caller = new BodyCaller(code);
        this.elsewhere = elsewhere;
        this.values = values;
        this.threads = threads;
        this.inlineMax = inlineMax;
    }

    public Outcome run(RunningBody running) {
        Action.Run run = running.run();
        try (var jar = code.jars().lease(run.blueprint().jar())) {
            List<Action.Argument> given = given(run);
            Outcome outcome = run.blueprint().options(run.blueprintTask()).ownJvm()
                    ? elsewhere.run(running, given, jar.file())
                    : caller.call(running, given, threads.seat());
            return outcome instanceof Outcome.Succeeded success ? kept(running, success) : outcome;
        } catch (ValueGone gone) {
            return new Outcome.InputLost(gone.task());
        } catch (Throwable broken) {
            return Failures.around(broken);
        }
    }

    /** The element that an attempt at an each is given. Its class may be in the jar, which is held meanwhile. */
    @SuppressWarnings("try")
    Object element(RunningBody running) throws ValueGone {
        Action.Run run = running.run();
        try (var jar = code.jars().lease(run.blueprint().jar())) {
            var list = (Action.Argument.One) run.arguments().get(0);
            Value.Inline element = element(inline(run.attempt().job(), list.task(), list.value()), run.element());
            return Values.decode(running.task(), code.loader(run.blueprint()).codec(), element.bytes());
        }
    }

    /** The job is over: its decoded bodies are of no more use. */
    public void forget(JobId job) {
        caller.forget(job);
    }

    private List<Action.Argument> given(Action.Run run) throws ValueGone {
        JobId job = run.attempt().job();
        var given = new ArrayList<Action.Argument>(run.arguments().size());
        for (Action.Argument argument : run.arguments()) {
            if (argument instanceof Action.Argument.One one) {
                boolean isSliced = given.isEmpty() && run.element() != Action.Run.NO_ELEMENT;
                Value.Inline value = inline(job, one.task(), one.value());
                given.add(new Action.Argument.One(isSliced ? element(value, run.element()) : value, one.task()));
            } else {
                var many = (Action.Argument.Many) argument;
                var elements = new ArrayList<Value>(many.values().size());
                for (Value value : many.values()) {
                    elements.add(inline(job, many.firstTask() + elements.size(), value));
                }
                given.add(new Action.Argument.Many(elements, many.firstTask()));
            }
        }
        return given;
    }

    private static Value.Inline element(Value.Inline list, int index) {
        return new Value.Inline(ListValue.element(list.bytes(), index), Value.NO_LIST);
    }

    private Value.Inline inline(JobId job, int task, Value value) throws ValueGone {
        return value instanceof Value.Inline inline
                ? inline
                : new Value.Inline(values.read(job, task, (Value.Stored) value), value.count());
    }

    private Outcome kept(RunningBody running, Outcome.Succeeded success) throws IOException {
        var value = (Value.Inline) success.value();
        return value.bytes().length <= inlineMax
                ? success
                : new Outcome.Succeeded(keep(running, value.bytes(), value.count()), success.growth());
    }

    private Value keep(RunningBody running, byte[] bytes, int count) throws IOException {
        Attempt attempt = running.run().attempt();
        try {
            return values.put(attempt.job(), attempt.task(), bytes, count).saying(running.inShort());
        } catch (IOException full) {
            throw new IOException(
                    "the body has ended well, but this node could not keep its result of " + bytes.length + " bytes: "
                            + full,
                    full);
        }
    }
}
