package dev.sampo.dag;

import dev.sampo.resilience.Causes;
import dev.sampo.resilience.Escalation;
import dev.sampo.resilience.Retry;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Demand;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;

/** The bytes of one task's wishes within a blueprint. */
final class OptionsFormat {
    private static final int ONE_OF = 0;
    private static final int NONE_OF = 1;
    private static final int PRESENT = 2;
    private static final int KEEP = 1;
    private static final int OWN_JVM = 2;
    private static final int COPY_WHEN_SLOW = 4;
    private static final int LIMITED = 8;
    private static final Retry.Backoff[] BACKOFFS = Retry.Backoff.values();

    private OptionsFormat() {}

    static void write(TaskOptions options, ByteWriter out) {
        writeDemand(options.demand(), out);
        writeSelector(options.where(), out);
        writeSelector(options.prefer(), out);
        writeRetry(options.retry(), out);
        writeDuration(options.timeout(), out);
        out.signed(options.priority());
        out.put((options.keep() ? KEEP : 0)
                | (options.ownJvm() ? OWN_JVM : 0)
                | (options.copySlow() ? COPY_WHEN_SLOW : 0)
                | (options.limit().isNothing() ? 0 : LIMITED));
        out.number(options.verification().copies());
        out.number(options.verification().quorum());
        PlacingFormat.write(options.placing(), out);
        if (!options.limit().isNothing()) {
            writeTaking(options.limit(), out);
        }
    }

    static TaskOptions read(ByteReader in) {
        TaskOptions options;
        try {
            Demand demand = readDemand(in);
            Selector where = readSelector(in);
            Selector prefer = readSelector(in);
            Retry retry = readRetry(in);
            Duration timeout = readDuration(in);
            int priority = in.signed("a priority");
            int flags = in.number("flags", KEEP | OWN_JVM | COPY_WHEN_SLOW | LIMITED);
            var verification = new Verification(
                    in.number("copies", Verification.COPIES_MAX), in.number("a quorum", Verification.COPIES_MAX));
            boolean keep = (flags & KEEP) != 0;
            boolean ownJvm = (flags & OWN_JVM) != 0;
            boolean copySlow = (flags & COPY_WHEN_SLOW) != 0;
            options = new TaskOptions(
                    demand,
                    where,
                    prefer,
                    retry,
                    timeout,
                    priority,
                    keep,
                    verification,
                    PlacingFormat.read(in),
                    ownJvm,
                    copySlow,
                    (flags & LIMITED) == 0 ? Taking.NOTHING : readTaking(in));
        } catch (IllegalArgumentException refusal) {
            throw new MalformedBlueprint("options that cannot be: " + refusal.getMessage());
        }
        var complaints = OptionRules.complaints(options);
        if (!complaints.isEmpty()) {
            throw new MalformedBlueprint("options that cannot be: " + String.join("; ", complaints));
        }
        return options;
    }

    private static void writeTaking(Taking taking, ByteWriter out) {
        out.text(taking.limit());
        out.text(taking.key());
        out.number(taking.permits());
    }

    /** The many that take nothing have no bytes for it. */
    private static Taking readTaking(ByteReader in) {
        var taking = new Taking(in.text("a limit"), in.text("the key of a limit"), in.number());
        if (taking.isNothing()) {
            throw new MalformedBlueprint("permits of no limit");
        }
        return taking;
    }

    private static void writeDemand(Demand demand, ByteWriter out) {
        writeResources(demand.needs(), out);
        out.number(demand.otherwise().size());
        demand.otherwise().forEach(needs -> writeResources(needs, out));
        out.eight(Double.doubleToLongBits(demand.memoryPerInputByte()));
    }

    private static Demand readDemand(ByteReader in) {
        Resources first = readResources(in);
        var otherwise = new ArrayList<Resources>();
        for (int left = in.count("alternatives"); left > 0; left--) {
            otherwise.add(readResources(in));
        }
        return new Demand(first, otherwise, Double.longBitsToDouble(in.eight()));
    }

    private static void writeResources(Resources needs, ByteWriter out) {
        out.number(needs.cpuUnits());
        out.number(needs.memoryBytes());
        out.number(needs.gpuUnits());
        out.number(needs.extraUnits().size());
        needs.extraUnits().forEach((name, units) -> {
            out.text(name);
            out.number(units);
        });
    }

    private static Resources readResources(ByteReader in) {
        long cpus = in.number();
        long memory = in.number();
        long gpus = in.number();
        var extras = new TreeMap<String, Long>();
        for (int left = in.count("extra resources"); left > 0; left--) {
            String name = in.text("a resource name");
            in.checkRises(extras.isEmpty() ? null : extras.lastKey(), name);
            extras.put(name, in.number());
        }
        return new Resources(cpus, memory, gpus, extras);
    }

    private static void writeSelector(Selector selector, ByteWriter out) {
        out.number(selector.conditions().size());
        for (Selector.Condition condition : selector.conditions()) {
            if (condition instanceof Selector.OneOf oneOf) {
                writeCondition(ONE_OF, oneOf.label(), oneOf.values(), out);
            } else if (condition instanceof Selector.NoneOf noneOf) {
                writeCondition(NONE_OF, noneOf.label(), noneOf.values(), out);
            } else if (condition instanceof Selector.Present present) {
                writeCondition(PRESENT, present.label(), Set.of(), out);
            } else {
                throw new AssertionError(condition);
            }
        }
    }

    private static void writeCondition(int kind, String label, Set<String> values, ByteWriter out) {
        out.put(kind);
        out.text(label);
        if (kind != PRESENT) {
            writeTexts(values, out);
        }
    }

    private static void writeTexts(Set<String> texts, ByteWriter out) {
        out.number(texts.size());
        texts.forEach(out::text);
    }

    private static Selector readSelector(ByteReader in) {
        var conditions = new ArrayList<Selector.Condition>();
        for (int left = in.count("conditions"); left > 0; left--) {
            int kind = in.number("a condition", PRESENT);
            String label = in.text("a label");
            conditions.add(
                    switch (kind) {
                        case ONE_OF -> new Selector.OneOf(label, in.texts("label values"));
                        case NONE_OF -> new Selector.NoneOf(label, in.texts("label values"));
                        default -> new Selector.Present(label);
                    });
        }
        return new Selector(conditions);
    }

    private static void writeRetry(Retry retry, ByteWriter out) {
        out.number(retry.retriesMax());
        out.put(retry.backoff().ordinal());
        writeDuration(retry.first(), out);
        writeDuration(retry.longest(), out);
        out.eight(Double.doubleToLongBits(retry.jitter()));
        writeTexts(retry.causes().on(), out);
        writeTexts(retry.causes().notOn(), out);
        writeDuration(retry.within(), out);
        out.put(retry.otherNodes() ? 1 : 0);
        out.eight(Double.doubleToLongBits(retry.escalation().memoryFactor()));
        out.number(retry.escalation().memoryMax());
        writeSelector(retry.escalation().afterTimeout(), out);
    }

    private static Retry readRetry(ByteReader in) {
        return new Retry(
                in.number("retries", Integer.MAX_VALUE),
                BACKOFFS[in.number("a backoff", BACKOFFS.length - 1)],
                readDuration(in),
                readDuration(in),
                Double.longBitsToDouble(in.eight()),
                new Causes(in.texts("exceptions"), in.texts("exceptions")),
                readDuration(in),
                in.number("a flag", 1) == 1,
                new Escalation(Double.longBitsToDouble(in.eight()), in.number(), readSelector(in)));
    }

    private static void writeDuration(Duration duration, ByteWriter out) {
        out.number(duration.getSeconds());
        out.number(duration.getNano());
    }

    private static Duration readDuration(ByteReader in) {
        return Duration.ofSeconds(in.number(), in.number("nanoseconds", 999_999_999));
    }
}
