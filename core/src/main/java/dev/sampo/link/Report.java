package dev.sampo.link;

import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.resource.Resources;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An envelope from a node to a partition. Numbered without gaps within its session, kept by the node until durable.
 *
 * @param number 0 for a bare acknowledgement, which is neither kept nor acknowledged itself
 * @param ordersSeen the partition's envelopes up to this number have arrived
 * @param greeting ends the first words of a session: what ended before it has been told by then
 * @param others what the node has for other partitions, as it was not long ago; a bare acknowledgement does not say
 */
public record Report(
        Session session,
        NodeId node,
        long incarnation,
        long number,
        long ordersSeen,
        List<Queued> queued,
        List<Started> started,
        List<Ended> ended,
        List<Kept> kept,
        Optional<Greeting> greeting,
        Others others) {

    public Report {
        queued = List.copyOf(queued);
        started = List.copyOf(started);
        ended = List.copyOf(ended);
        kept = List.copyOf(kept);
    }

    /**
     * What is queued or runs there on the orders of others.
     *
     * @param tenants for whom the most of it is; of what is left nobody is told for whom it is
     * @param waiting what of all that is there has not begun, on whosever orders; none where too many wait
     * @param millisLeft how long each of all that are there, on whosever orders, runs from now on in the mean; 0 where that is not
     *     known, or there is nothing of others
     */
    public record Others(Held all, List<Holder> tenants, List<Holder> waiting, long millisLeft) {
        public static final Others NONE = new Others(Held.NOTHING, List.of(), List.of(), 0);
        /** Those who hold less are not named: a report is not to grow with the number of tenants. */
        public static final int TENANTS_MAX = 16;
        /** Of what the node can hold. */
        private static final double MUCH = 1 / 16.0;
        /** Of a time: what passes while nothing happens is said again ever less often, the longer it is. */
        private static final double OTHERWISE = 1 / 4.0;

        public Others {
            if (millisLeft < 0) {
                throw new IllegalArgumentException("what runs for another " + millisLeft + " ms");
            }
            if (tenants.size() > TENANTS_MAX || waiting.size() > TENANTS_MAX) {
                throw new IllegalArgumentException("what " + tenants.size() + " tenants hold and " + waiting.size()
                        + " wait for; at most " + TENANTS_MAX);
            }
            tenants = List.copyOf(tenants);
            waiting = List.copyOf(waiting);
        }

        /** Who holds what is the same, and it takes about as long as was said. */
        boolean isAsSaid(Others said) {
            return all.equals(said.all)
                    && tenants.equals(said.tenants)
                    && waiting.equals(said.waiting)
                    && Math.abs(millisLeft - said.millisLeft) <= OTHERWISE * Math.max(millisLeft, said.millisLeft);
        }

        /** There is nothing left, or what somebody holds has changed by more than a small part of the node. */
        boolean differsMuch(Others said, Resources capacity) {
            return all.attempts() == 0
                    || isMuch(said.all.needs(), all.needs(), capacity)
                    || differMuch(said.tenants, tenants, capacity)
                    || differMuch(said.waiting, waiting, capacity);
        }

        private static boolean differMuch(List<Holder> said, List<Holder> present, Resources capacity) {
            Map<String, Resources> before = byTenant(said);
            Map<String, Resources> after = byTenant(present);
            before.keySet().forEach(tenant -> after.putIfAbsent(tenant, Resources.NONE));
            return after.entrySet().stream()
                    .anyMatch(each ->
                            isMuch(before.getOrDefault(each.getKey(), Resources.NONE), each.getValue(), capacity));
        }

        private static Map<String, Resources> byTenant(List<Holder> holders) {
            var all = new TreeMap<String, Resources>();
            holders.forEach(each -> all.put(each.tenant(), each.held().needs()));
            return all;
        }

        private static boolean isMuch(Resources before, Resources after, Resources capacity) {
            return after.minus(before).largestShareOf(capacity) > MUCH
                    || before.minus(after).largestShareOf(capacity) > MUCH;
        }
    }

    /** @param held by what is queued or runs for this tenant */
    public record Holder(String tenant, Held held) {}

    /** What so many attempts hold together. */
    public record Held(Resources needs, int attempts) {
        private static final int ATTEMPTS_MAX = 1 << 24;
        public static final Held NOTHING = new Held(Resources.NONE, 0);

        /** It is added up: less than nothing of it, or more than there can be, would spoil every sum. */
        public Held {
            boolean isPossible = attempts >= 0 && attempts <= ATTEMPTS_MAX;
            for (String name : needs.names()) {
                isPossible &= needs.units(name) >= 0 && needs.units(name) <= Resources.AMOUNT_MAX;
            }
            if (!isPossible) {
                throw new IllegalArgumentException(attempts + " attempts that hold " + needs);
            }
        }

        public Held plus(Held more) {
            return new Held(needs.plusAtMost(more.needs), Math.min(ATTEMPTS_MAX, attempts + more.attempts));
        }
    }

    /** How an {@link Order.Keep} went; {@code maker} tells which value is here now, or cannot be had. */
    public record Kept(JobId job, int task, Fence maker, boolean isHere) {}

    /** An attempt has waited for a slot for so long that it might rather run elsewhere. Said once; that it began is said then, too. */
    public record Queued(Attempt attempt, long millis) {}

    /**
     * An attempt that is watched began, be it for its timeout, be it that it may get a copy: from now on the partition counts its time.
     *
     * @param alone it is about to begin, as soon as this is durable, and nothing else runs on the node
     */
    public record Started(Attempt attempt, boolean alone) {}

    /**
     * An attempt ended. In causal order: an attempt this node started by itself comes after the one that allowed it.
     *
     * @param micros how long the body ran
     * @param adopted tasks this attempt was the last input of and which the node has started at once, under its fence
     * @param grounds which values it used, see {@link dev.sampo.job.Grounds}
     */
    public record Ended(Attempt attempt, Outcome outcome, long micros, int[] adopted, long grounds) {
        public static final int[] NONE = {};

        /** About how much room it takes in an envelope. */
        long roughBytes() {
            if (outcome instanceof Outcome.Succeeded succeeded) {
                long grown = succeeded.growth().isPresent()
                        ? succeeded.growth().get().blueprint().bytes().length
                        : 0;
                return 24
                        + grown
                        + (succeeded.value() instanceof Value.Inline ? 0 : 16)
                        + succeeded.value().carried();
            }
            return outcome instanceof Outcome.Failed failed
                    ? 64 + failed.failure().roughBytes()
                    : 24;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ended ended
                    && attempt.equals(ended.attempt)
                    && outcome.equals(ended.outcome)
                    && micros == ended.micros
                    && grounds == ended.grounds
                    && Arrays.equals(adopted, ended.adopted);
        }

        @Override
        public int hashCode() {
            return 31 * attempt.hashCode() + outcome.hashCode();
        }

        @Override
        public String toString() {
            return "Ended[" + attempt + " " + outcome
                    + (adopted.length == 0 ? "" : " adopted " + Arrays.toString(adopted)) + "]";
        }
    }

    /**
     * An attempt and what it holds or is to hold.
     *
     * @param needs as it was ordered, see {@link Order.Assign#needs}
     */
    public record Holding(Attempt attempt, Optional<Resources> needs) {}

    /**
     * What the node has as a session begins.
     *
     * @param held attempts queued or running
     * @param jobs jobs it keeps anything of
     */
    public record Greeting(List<Holding> held, List<JobId> jobs) {
        public Greeting {
            held = List.copyOf(held);
            jobs = List.copyOf(jobs);
        }
    }
}
