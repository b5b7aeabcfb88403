package dev.sampo.actors.body;

import dev.sampo.actors.limit.Limits;
import dev.sampo.actors.limit.NodeLimit;
import dev.sampo.actors.value.ValueGone;
import dev.sampo.dag.Kinds;
import dev.sampo.dag.LimitKey;
import dev.sampo.dag.Taking;
import dev.sampo.job.Failure;
import dev.sampo.job.Outcome;
import dev.sampo.worker.Action;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Where attempts wait for the permits that their tasks take of a limit. Each holds its slot meanwhile, so that it begins at the moment at
 * which the limit lets it, but no thread. One that is stopped leaves the line and has taken nothing.
 */
public final class Turnstile {
    private final Limits limits;
    private final BodyRunner runner;
    private final RunnerThreads threads;

    /** How an attempt that waits is stopped: it has nothing that could ignore that. */
    private record Leaving(CompletableFuture<Boolean> asked) implements RunningBody.Elsewhere {
        @Override
        public void interrupt() {
            asked.cancel(false);
        }

        @Override
        public void kill() {
            interrupt();
        }
    }

    public Turnstile(Limits limits, BodyRunner runner, RunnerThreads threads) {
        this.limits = limits;
        this.runner = runner;
        this.threads = threads;
    }

    /** Whether an attempt has to come by here before it runs. */
    public boolean isFor(RunningBody body) {
        return !taking(body).isNothing();
    }

    private static Taking taking(RunningBody body) {
        Action.Run run = body.run();
        return run.blueprint().options(run.blueprintTask()).limit();
    }

    /** @param then on another thread, once it has its permits; told how it ended if it is to have none */
    public void enter(RunningBody body, Consumer<Optional<Outcome>> then) {
        CompletableFuture<Boolean> asked = asked(body, taking(body));
        if (!body.begin(new Leaving(asked))) {
            asked.cancel(false);
        }
        asked.handleAsync(
                        (taken, failure) -> {
                            body.end();
                            Optional<Outcome> refusal =
                                    Optional.ofNullable(failure).map(why -> outcome(why, body));
                            body.awaitsNothing();
                            then.accept(refusal);
                            return null;
                        },
                        threads::execute)
                .exceptionally(Turnstile::fell);
    }

    /** What a future would keep to itself goes where it had gone without one. */
    private static Object fell(Throwable bug) {
        Thread here = Thread.currentThread();
        Throwable cause = bug instanceof CompletionException ? bug.getCause() : bug;
        here.getUncaughtExceptionHandler().uncaughtException(here, cause);
        return null;
    }

    private CompletableFuture<Boolean> asked(RunningBody body, Taking taking) {
        try {
            NodeLimit limit = limits.of(taking.limit());
            String key = key(body, taking);
            String what = AwaitedLimit.what(taking.permits());
            body.awaits(() -> new Awaited(
                    what + "limit \"" + limit.name() + "\"", body.millis(), "waits for " + what + limit.of(key)));
            return limit.ask(key, taking.permits(), NodeLimit.FOR_EVER);
        } catch (Throwable refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static Outcome outcome(Throwable failure, RunningBody body) {
        if (failure instanceof CancellationException) {
            String waited = "  it " + body.awaited().map(Awaited::words).orElse("waits for a permit") + "\n";
            return new Outcome.Failed(new Failure(Failure.Kind.THREW, "", "was stopped", waited));
        }
        return failure instanceof ValueGone gone ? new Outcome.InputLost(gone.task()) : Failures.around(failure);
    }

    private String key(RunningBody body, Taking taking) throws ValueGone {
        String key = taking.key();
        Object element = LimitKey.hasElement(key) ? runner.element(body) : null;
        return LimitKey.filled(key, placeholder -> switch (placeholder) {
            case LimitKey.TENANT -> body.run().tenant();
            case LimitKey.KIND -> kind(body.run());
            case LimitKey.TASK -> body.task();
            default -> text(element, placeholder, taking);
        });
    }

    private static String kind(Action.Run run) {
        String task = run.blueprint().taskName(run.blueprintTask());
        return run.blueprint().name() + "/" + (run.element() == Action.Run.NO_ELEMENT ? Kinds.of(task) : task);
    }

    /** Of a placeholder such as <code>${each.host}</code>. */
    private static String text(Object element, String placeholder, Taking taking) {
        Object found = element;
        String[] path = placeholder.substring(2, placeholder.length() - 1).split("\\.");
        for (int i = 1; i < path.length; i++) {
            found = found instanceof Map<?, ?> map ? map.get(path[i]) : null;
        }
        if (found instanceof String || found instanceof Number || found instanceof Boolean) {
            return found.toString();
        }
        throw new NotRunnable("the key of the limit \"" + taking.limit() + "\" has " + placeholder + ", which is "
                + (found == null ? "nothing" : "a " + found.getClass().getName())
                + " here; let it be a text, a number or a boolean");
    }
}
