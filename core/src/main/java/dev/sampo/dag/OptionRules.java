package dev.sampo.dag;

import dev.sampo.resilience.Escalation;
import dev.sampo.resilience.Retry;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Demand;
import dev.sampo.resource.MemorySize;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the wishes of a task, in sentences; the same rules for what is compiled and what is read. */
final class OptionRules {
    static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
    static final Duration EXPECTED_MAX = Duration.ofDays(3_650);
    static final Duration TIMEOUT_MAX = Duration.ofDays(3_650);

    static final long OWN_JVM_MEMORY_MIN = 32L << 20;
    static final int ALTERNATIVES_MAX = 8;
    static final double PER_INPUT_BYTE_MAX = 1_000_000;

    private OptionRules() {}

    static List<String> complaints(TaskOptions options) {
        var complaints = new ArrayList<String>();
        demand(options, complaints);
        if (!options.timeout().isZero() && !isTimeout(options.timeout())) {
            complaints.add(timeoutComplaint(options.timeout()));
        }
        if (Math.abs((long) options.priority()) > TaskOptions.PRIORITY_MAX) {
            complaints.add("priority=" + options.priority() + " must be between -" + TaskOptions.PRIORITY_MAX + " and "
                    + TaskOptions.PRIORITY_MAX);
        }
        retry(options.retry(), complaints);
        escalation(options, complaints);
        verification(options.verification(), complaints);
        options.demand().all().forEach(needs -> ownJvm(options.ownJvm(), needs.memoryBytes(), complaints));
        PlacingRules.complain(options, complaints);
        copies(options, complaints);
        limit(options.limit(), complaints);
        return complaints;
    }

    /** A copy runs on another node, by itself, and only one of the two is heard. */
    private static void copies(TaskOptions options, List<String> complaints) {
        String other = !options.verification().isNone()
                ? "verify(..), which runs it on several nodes as it is"
                : !options.placing().gang().isEmpty()
                        ? "gang(..), of which none starts by itself"
                        : !options.placing().together().isEmpty()
                                ? "together(..), which keeps it on one node"
                                : !options.limit().isNothing()
                                        ? "limit(..), for which it may wait long and not be slow"
                                        : "";
        if (options.copySlow() && !other.isEmpty()) {
            complaints.add("copyWhenSlow() does not go with " + other + "; leave one of them out");
        }
    }

    private static void limit(Taking taking, List<String> complaints) {
        if (taking.equals(Taking.NOTHING)) {
            return;
        }
        if (taking.limit().isBlank()) {
            complaints.add("limit is given a blank name; give it one of sampo.limits");
        }
        if (taking.permits() < 1) {
            complaints.add("limit(\"" + taking.limit() + "\") takes " + taking.permits() + " permits; take at least 1");
        }
        if (Math.max(taking.limit().length(), taking.key().length()) > Taking.TEXT_MAX) {
            complaints.add(
                    "limit is given a name or key of more than " + Taking.TEXT_MAX + " characters; give a shorter one");
        }
        LimitKey.unknown(taking.key())
                .ifPresent(unknown -> complaints.add("limit(\"" + taking.limit() + "\") is given a key with " + unknown
                        + ", which stands for nothing; there are ${tenant}, ${kind}, ${task}, and of an each ${each} and"
                        + " ${each.field}"));
    }

    private static void ownJvm(boolean isAsked, long memory, List<String> complaints) {
        if (isAsked && memory < OWN_JVM_MEMORY_MIN) {
            complaints.add("inOwnJvm() gives its JVM the memory it needs as heap, which is "
                    + (memory == 0 ? "none" : MemorySize.format(memory))
                    + "; say .needs(cpus(1).memory(\"1 GiB\")), at least "
                    + MemorySize.format(OWN_JVM_MEMORY_MIN));
        }
    }

    private static void verification(Verification wanted, List<String> complaints) {
        String told = "verify(" + wanted.copies() + ", " + wanted.quorum() + ")";
        if (wanted.copies() < 1 || wanted.copies() > Verification.COPIES_MAX) {
            complaints.add(told + ": a task runs on 1 to " + Verification.COPIES_MAX + " nodes");
        } else if (wanted.quorum() > wanted.copies()) {
            complaints.add(told + ": no more than all " + wanted.copies() + " can agree");
        } else if (2 * wanted.quorum() <= wanted.copies()) {
            complaints.add(
                    told + ": so few could agree on different things; ask for at least " + (wanted.copies() / 2 + 1));
        }
    }

    private static void retry(Retry retry, List<String> complaints) {
        if (retry.first().compareTo(retry.longest()) > 0) {
            complaints.add("retry starts with a wait of " + retry.first() + ", longer than its longest, "
                    + retry.longest() + "; say a longer atMost(..)");
        }
        if (retry.retriesMax() > 0 && !retry.hasTime(0, Math.round(retry.shortestMillis(1)))) {
            complaints.add("retry within=" + retry.within() + " is over before its first wait, of " + retry.first()
                    + "; give it more, or start with a shorter wait");
        }
    }

    static boolean isTimeout(Duration timeout) {
        return timeout.compareTo(TIMEOUT_MIN) >= 0 && timeout.compareTo(TIMEOUT_MAX) <= 0;
    }

    static String timeoutComplaint(Duration timeout) {
        return "timeout=" + timeout + " must be between 1 ms and " + TIMEOUT_MAX.toDays()
                + " days; leave it out for no limit";
    }

    static boolean isExpected(Duration duration) {
        return !duration.isNegative() && duration.compareTo(EXPECTED_MAX) <= 0;
    }

    static String expectedComplaint(Duration duration) {
        return "expected=" + duration + " must be between nothing and " + EXPECTED_MAX.toDays()
                + " days; leave it out to have it learned";
    }

    private static void demand(TaskOptions options, List<String> complaints) {
        Demand demand = options.demand();
        demand.all().forEach(needs -> needs(needs, complaints));
        if (demand.otherwise().size() >= ALTERNATIVES_MAX) {
            complaints.add("needs one of " + (demand.otherwise().size() + 1) + " amounts; give " + ALTERNATIVES_MAX
                    + " at most");
        }
        if (!demand.otherwise().isEmpty() && !options.placing().gang().isEmpty()) {
            complaints.add("is of the gang \"" + options.placing().gang()
                    + "\", and makes do with other needs; room for a gang is found for one amount each, so say one");
        }
        double bytes = demand.memoryPerInputByte();
        if (!(bytes >= 0 && bytes <= PER_INPUT_BYTE_MAX)) {
            complaints.add("memoryPerInputByte=" + bytes + " must be between 0 and " + (long) PER_INPUT_BYTE_MAX);
        }
    }

    /** What has no size cannot be twice as large. */
    private static void escalation(TaskOptions options, List<String> complaints) {
        Escalation escalation = options.retry().escalation();
        Demand demand = options.demand();
        if (!escalation.raisesMemory() || demand.needs().isNone()) {
            return;
        }
        for (Resources needs : demand.all()) {
            if (needs.memoryBytes() == 0 && demand.isFixed()) {
                complaints.add("retry is to raise the memory it needs, and it needs none; say how much, such as"
                        + " needs(cpus(1).memory(\"1GB\"))");
            } else if (needs.memoryBytes() > escalation.memoryMax()) {
                complaints.add("retry may raise the memory it needs to " + MemorySize.format(escalation.memoryMax())
                        + ", which is less than it needs: " + needs);
            }
        }
    }

    private static void needs(Resources needs, List<String> complaints) {
        amount("cpus", needs.cpuUnits(), complaints);
        amount("memory", needs.memoryBytes(), complaints);
        amount("gpus", needs.gpuUnits(), complaints);
        needs.extraUnits().forEach((name, units) -> {
            amount(name, units, complaints);
            if (units == 0) {
                complaints.add("needs " + name + "=0, which asks for nothing; leave it out");
            }
        });
    }

    private static void amount(String name, long amount, List<String> complaints) {
        if (amount < 0) {
            complaints.add("needs a negative amount of " + name + "; give zero or a positive number");
        }
        if (amount > Resources.AMOUNT_MAX) {
            complaints.add("needs more " + name + " than can be counted; give a smaller number");
        }
    }
}
