package dev.sampo.sim.mutant;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.sampo.job.JobEvent;
import dev.sampo.link.NodeLink;
import dev.sampo.link.Orders;
import dev.sampo.resource.Resources;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.StubMethod;

/**
 * Bugs planted in the core by rewriting one method of it: what {@code RELIABILITY} lists, said in terms of this protocol,
 * and one for each rule that the simulator itself has taught.
 */
enum CoreMutant {
    NO_ADMISSION("worker.Slots", constant("take", true)),
    RESOURCES_RELEASED_TWICE("worker.Slots", advice("release", ReleaseTwice.class)),
    RESOURCES_NEVER_RELEASED("worker.Slots", nothing("release")),
    ITEMS_GIVEN_TO_ANYBODY("worker.Pool$Item", constant("isWhole", true)),
    ITEMS_NEVER_RELEASED("worker.Pool", nothing("release")),
    SUITED_TO_ANYTHING("worker.Worker", constant("isSuited", true), 480),
    CHANGE_NOT_HEARD("worker.Worker", nothing("equipmentChanged")),
    REPORTS_TAKEN_TWICE("link.PartitionLink", constant("takes", true)),
    ORDERS_TAKEN_TWICE("link.NodeLink", advice("take", TakeAgain.class)),
    NO_SESSION_FENCING("link.Session", constant("isNewerThan", true)),
    LETTERS_NOT_REPEATED("link.PartitionLink", constant("resendTime", Long.MAX_VALUE)),
    JOBS_NOT_RESTORED("planning.JobLife", nothing("restore")),
    END_NOT_TOLD_AGAIN("planning.Waiters", nothing("awaitJob")),
    EVENTS_NOT_TOLD("planning.Waiters", nothing("askEvents")),
    CANCEL_IGNORED_BY_THE_NODE("worker.Worker", nothing("cancelled")),
    CANCEL_STARTS_NOTHING("planning.JobLife", nothing("cancelAssigned")),
    RETRY_FORGOTTEN("job.JobLedger", nothing("retryDue")),
    RETRY_AT_ONCE_AFTER_FAILOVER("job.Tries", advice("note", DueAtOnce.class)),
    RETRY_BUDGET_IGNORED("resilience.Retry", constant("hasTime", true)),
    RETRY_BUDGET_BEGUN_ANEW("job.Tries", advice("firstAt", FirstAtNow.class)),
    EXCLUSION_IGNORED("planning.FurtherTries", constant("isAfter", true)),
    ASKED_WAIT_IGNORED("resilience.Retry", constant("granted", 0L)),
    PREVIOUS_WAIT_MADE_UP("job.Tries", constant("lastWait", 100_000L)),
    WAKE_UP_LOST("planning.Books", nothing("requeue")),
    LOST_NODE_KEEPS_ITS_TASKS("planning.Sessions", nothing("lose")),
    ORDER_DROPPED_AT_FAILOVER("planning.JobLife", nothing("settle")),
    STALE_OUTCOME_ADOPTED("planning.Lineage", constant("isKnown", true), 1452),
    OUTCOME_OF_ANYONE_ADOPTED("planning.Outcomes", constant("isUnclaimed", true)),
    FAILURE_COUNTED_AGAIN("planning.Outcomes", constant("isNews", true), 76),
    TASK_NUMBERS_NOT_DURABLE("planning.JobPlan", constant("hasNewNumbers", false)),
    COUNTS_OF_INPUTS_NOT_KEPT("job.Flow", nothing("oneMoreFor")),
    FAILURES_ALWAYS_COVERED("job.Coverage", constant("covers", true)),
    STAND_INS_NOT_DISMISSED("job.Flow", nothing("dismissStandIns")),
    VALUES_OF_THE_PREDECESSOR("worker.Stock", constant("isSaidToBeHere", false)),
    BLUEPRINT_FORGOTTEN("worker.JobHere", advice("arrived", ArriveNowhere.class)),
    TIMEOUT_IGNORED("worker.Worker", nothing("passDeadlines")),
    GRACE_IGNORED("worker.Worker", constant("graceIsOver", false)),
    POISON_AT_ONCE("job.Deaths", constant("under", 9)),
    SUSPICION_TAKEN_FOR_DEATH("planning.Losses", nothing("lives"), 508),
    VALUES_LEFT_BEHIND("planning.Moves", nothing("made"), 173),
    LEAVES_UNDISMISSED("link.NodeLink", constant("isDismissed", true)),
    FALLBACK_AT_ONCE("planning.Absence", constant("isLong", true)),
    NEVER_RUN_ALONE("planning.JobPlan", constant("runsAlone", false), 522),
    PLACEMENTS_NOT_RECORDED("planning.Decisions", constant("isWorthIt", false)),
    NEIGHBOURS_NOT_MINDED("planning.Vicinity", nothing("against")),
    LIMITS_NOT_MINDED("planning.Vicinity", constant("isHeldUp", false), 498),
    LIMITS_COUNTED_APART("planning.Allotments", constant("areShared", false)),
    ONE_OF_TWO_TAKEN_FOR_ALL("planning.Stragglers", constant("isOneOfTwo", false), 190),
    NO_NODE_IS_KEPT("planning.Dispatch", nothing("keepANodeFor"), 380),
    REFUSALS_NOT_RECORDED("planning.Refusals", constant("isAsked", false));

    private record Rewriting(String method, UnaryOperator<DynamicType.Builder<?>> change) {}

    private final String className;
    private final Rewriting rewriting;
    private final long seedFrom;

    CoreMutant(String className, Rewriting rewriting) {
        this(className, rewriting, 1);
    }

    /** @param seedFrom where to begin to look for a world that notices, when they are rare */
    CoreMutant(String className, Rewriting rewriting, long seedFrom) {
        this.className = "dev.sampo." + className;
        this.rewriting = rewriting;
        this.seedFrom = seedFrom;
    }

    String className() {
        return className;
    }

    long seedFrom() {
        return seedFrom;
    }

    /** The method that is rewritten: one that is not there would make a mutant of nothing. */
    String method() {
        return rewriting.method();
    }

    DynamicType.Builder<?> rewrite(DynamicType.Builder<?> builder) {
        return rewriting.change().apply(builder);
    }

    private static Rewriting constant(String method, Object value) {
        return new Rewriting(method, builder -> builder.method(named(method)).intercept(FixedValue.value(value)));
    }

    private static Rewriting nothing(String method) {
        return new Rewriting(method, builder -> builder.method(named(method)).intercept(StubMethod.INSTANCE));
    }

    private static Rewriting advice(String method, Class<?> advice) {
        return new Rewriting(method, builder -> builder.visit(Advice.to(advice).on(named(method))));
    }

    /** Gives the same room back twice. */
    static final class ReleaseTwice {
        private ReleaseTwice() {}

        @Advice.OnMethodEnter
        static void release(
                @Advice.FieldValue(value = "free", readOnly = false) Resources free,
                @Advice.Argument(0) Resources needs) {
            free = free.plus(needs);
        }
    }

    /** Forgets how long to wait. */
    static final class DueAtOnce {
        private DueAtOnce() {}

        @Advice.OnMethodExit
        static void note(
                @Advice.FieldValue("due") Map<Integer, Long> due, @Advice.Argument(0) JobEvent.AttemptFailed event) {
            due.replace(event.task(), event.at());
        }
    }

    /** Takes each failure for the first. */
    static final class FirstAtNow {
        private FirstAtNow() {}

        @Advice.OnMethodExit
        static void firstAt(@Advice.Argument(1) long otherwise, @Advice.Return(readOnly = false) long at) {
            at = otherwise;
        }
    }

    /** Obeys orders that came before once more. */
    static final class TakeAgain {
        private TakeAgain() {}

        @Advice.OnMethodExit
        static void take(@Advice.Argument(0) Orders orders, @Advice.Return(readOnly = false) NodeLink.Arrival arrival) {
            if (arrival == NodeLink.Arrival.NOTHING_NEW && orders.number() > 0) {
                arrival = NodeLink.Arrival.NEXT;
            }
        }
    }

    /** Lets go of nobody who waited for the blueprint. */
    static final class ArriveNowhere {
        private ArriveNowhere() {}

        @Advice.OnMethodExit
        static void arrived(@Advice.Return(readOnly = false) java.util.List<?> released) {
            released = java.util.List.of();
        }
    }
}
