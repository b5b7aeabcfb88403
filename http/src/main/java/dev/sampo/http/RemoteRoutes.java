package dev.sampo.http;

import dev.sampo.http.api.Json;
import dev.sampo.http.api.RemoteViews;
import dev.sampo.http.api.Requests;
import dev.sampo.http.remote.Handed;
import dev.sampo.http.remote.LeaseOffice;
import dev.sampo.http.remote.Verdict;
import dev.sampo.lease.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Lets programs in any language do the bodies of tasks: they take them on lease, and say how they have ended. */
final class RemoteRoutes {
    private static final Duration LEASE_USUAL = Duration.ofSeconds(30);
    private static final Duration LEASE_MIN = Duration.ofMillis(100);
    private static final Duration LEASE_MAX = Duration.ofMinutes(10);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int TEXT_MAX = 200;

    private final LeaseOffice office;
    private final Duration waitMax;

    RemoteRoutes(LeaseOffice office, Duration waitMax) {
        this.office = office;
        this.waitMax = waitMax;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/v1/remote",
                        "The queues of this node that workers take tasks from",
                        RemoteViews.Queues.class,
                        call -> done(RemoteViews.Queues.of(office.queues()))),
                change(
                        "/v1/remote/{queue}/lease",
                        "Takes the next task of a queue on lease, waiting for one; an empty object when there is none in time."
                                + " Asked again with the same worker and request it is the same lease",
                        Requests.TakeLease.class,
                        RemoteViews.Work.class,
                        this::lease),
                change(
                        "/v1/remote/leases/{lease}/heartbeat",
                        "Makes a lease last on; says whether the task is still wanted, and can wait for when it is not",
                        Requests.Heartbeat.class,
                        RemoteViews.Held.class,
                        this::heartbeat),
                change(
                        "/v1/remote/leases/{lease}/complete",
                        "The value of the task; with a lease that has run out it is refused, and changes nothing",
                        Requests.Complete.class,
                        RemoteViews.Settled.class,
                        call -> settle(
                                call,
                                new Verdict.Done(Json.readLarge(call.body(), Requests.Complete.class)
                                        .value()))),
                change(
                        "/v1/remote/leases/{lease}/fail",
                        "The task's attempt has failed; whether it is tried again is up to the task's options",
                        Requests.Fail.class,
                        RemoteViews.Settled.class,
                        call -> settle(call, failed(Json.readLarge(call.body(), Requests.Fail.class)))));
    }

    /** Who works for tasks is a program that has the token, no page. */
    private static Route change(String path, String summary, Class<?> body, Class<?> answer, Handler handler) {
        return Route.change("POST", path, summary, body, answer, handler).only(Route.Access.TOKEN);
    }

    private static CompletionStage<Reply> done(Object body) {
        return CompletableFuture.completedFuture(Reply.ok(body));
    }

    private CompletionStage<Reply> lease(Call call) {
        Requests.TakeLease wanted = call.body(Requests.TakeLease.class);
        String queue = call.path("queue");
        if (!NAME.matcher(queue).matches()) {
            throw new IllegalArgumentException(
                    "a queue has 1 to 128 letters, digits, '.', '_' or '-' in its name, as bodies have");
        }
        Duration lease = duration("lease", wanted.lease(), LEASE_USUAL);
        if (lease.compareTo(LEASE_MIN) < 0 || lease.compareTo(LEASE_MAX) > 0) {
            throw new IllegalArgumentException("lease=" + wanted.lease() + " is not from " + LEASE_MIN.toMillis()
                    + "ms to " + LEASE_MAX.toMinutes() + "m");
        }
        return office.lease(
                        queue,
                        bounded("worker", wanted.worker(), "somebody"),
                        bounded("request", wanted.request(), call.key().orElse("")),
                        lease,
                        waiting(wanted.waitFor()),
                        call.connection()::onEnd)
                .thenApply(work -> {
                    work.filter(some -> Boolean.TRUE.equals(wanted.stays()))
                            .ifPresent(some -> office.watch(some.name(), call.connection()::onEnd));
                    return Reply.ok(work.map(RemoteRoutes::view).orElse(RemoteViews.Work.NONE));
                });
    }

    private static RemoteViews.Work view(Handed work) {
        return new RemoteViews.Work(
                work.name(),
                work.lease().queue(),
                work.job(),
                work.task(),
                work.attempt(),
                work.fence(),
                work.traceParent(),
                work.lease().delivery(),
                work.lease().millis(),
                work.inputs());
    }

    private static Duration duration(String name, String text, Duration otherwise) {
        return text == null ? otherwise : Durations.parse(name, text);
    }

    private static String bounded(String what, String text, String otherwise) {
        if (text == null) {
            return otherwise;
        }
        if (text.length() > TEXT_MAX || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " is no name; give at most " + TEXT_MAX + " letters, and no control characters");
        }
        return text;
    }

    /** That its worker lives counts before all that it has to say. */
    private CompletionStage<Reply> heartbeat(Call call) {
        String lease = call.path("lease");
        Standing standing = office.heartbeat(lease);
        Requests.Heartbeat said = call.body(Requests.Heartbeat.class);
        if (standing == Standing.SETTLED) {
            requireHeld(call, standing);
        }
        if (said.progress() != null) {
            office.progress(lease, Math.max(0, Math.min(1, said.progress())), oneLine(said.note()));
        }
        return office.stay(lease, waiting(said.waitFor()), call.connection()::onEnd)
                .thenApply(later -> held(call, later));
    }

    /** What ended while its worker stayed was ended by it, or is called off. */
    private static Reply held(Call call, Standing standing) {
        if (standing == Standing.OVER) {
            requireHeld(call, standing);
        }
        return Reply.ok(new RemoteViews.Held(call.path("lease"), standing == Standing.WITHDRAWN));
    }

    private Duration waiting(String text) {
        Duration wait = duration("wait_for", text, Duration.ZERO);
        return wait.compareTo(waitMax) < 0 ? wait : waitMax;
    }

    private static String oneLine(String note) {
        if (note == null) {
            return "";
        }
        int end = note.offsetByCodePoints(0, Math.min(TEXT_MAX, note.codePointCount(0, note.length())));
        return note.substring(0, end)
                .codePoints()
                .map(letter -> Character.isISOControl(letter) ? ' ' : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private CompletionStage<Reply> settle(Call call, Verdict verdict) {
        Standing standing = office.settle(call.path("lease"), verdict);
        if (standing != Standing.SETTLED) {
            requireHeld(call, standing);
        }
        return done(new RemoteViews.Settled(call.path("lease"), standing == Standing.SETTLED));
    }

    private static void requireHeld(Call call, Standing standing) {
        if (standing == Standing.HELD) {
            return;
        }
        String why =
                switch (standing) {
                    case WITHDRAWN -> "its task was cancelled, or has ended otherwise";
                    case SETTLED -> "its task has ended";
                    default ->
                        "it has run out, and its task is with another worker or given up, or the node was started anew";
                };
        throw Problem.of(
                        409,
                        standing == Standing.WITHDRAWN ? "WITHDRAWN" : "LEASE_OVER",
                        "lease " + call.path("lease") + " is over: " + why + "; drop the work, and take another")
                .refusal();
    }

    private static Verdict failed(Requests.Fail said) {
        String type = said.type() == null ? "" : said.type() + ": ";
        String message = said.message() == null ? "the worker gave no reason" : said.message();
        return new Verdict.Failed(
                type + message,
                Optional.ofNullable(said.retryAfter()).map(text -> Durations.parse("retry_after", text)));
    }
}
