package dev.sampo.dag;

import dev.sampo.resilience.Retry;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the wishes of a task, in sentences; the same rules for what is compiled and what is read. */
final class OptionRules {
    static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
    static final Duration EXPECTED_MAX = Duration.ofDays(3_650);
    static final Duration TIMEOUT_MAX = Duration.ofDays(3_650);

    private OptionRules() {}

    static List<String> complaints(TaskOptions options) {
        var complaints = new ArrayList<String>();
        needs(options.needs(), complaints);
        if (!options.timeout().isZero() && !isTimeout(options.timeout())) {
            complaints.add(timeoutComplaint(options.timeout()));
        }
        if (Math.abs((long) options.priority()) > TaskOptions.PRIORITY_MAX) {
            complaints.add("priority=" + options.priority() + " must be between -" + TaskOptions.PRIORITY_MAX + " and "
                    + TaskOptions.PRIORITY_MAX);
        }
        retry(options.retry(), complaints);
        verification(options.verification(), complaints);
        PlacingRules.complain(options, complaints);
        return complaints;
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
