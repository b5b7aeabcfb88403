package dev.sampo.resilience.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Those who wait for permits of one limit: a line for each key, first come, first served. Who wants many is not passed by
 * those behind who want few.
 *
 * @param <W> who waits; told apart by {@code equals}
 */
public final class Gate<W> {
    private static final int KEY_MAX = 256;

    private final LimitSettings settings;
    private final Permits permits;
    private final Map<String, Line<W>> lines = new HashMap<>();
    private int waiting;

    private static final class Line<W> {
        private final Map<W, Long> wanted = new LinkedHashMap<>();
        private long total;
        private long alarm = Long.MAX_VALUE;
    }

    /**
     * What follows from a look at a line.
     *
     * @param admitted have their permits and wait no more
     * @param alarm when to look at the line again, unless that was said before; {@link Long#MAX_VALUE} for no need
     */
    public record Turn<W>(List<W> admitted, long alarm) {}

    public Gate(LimitSettings settings, Permits permits) {
        this.settings = settings;
        this.permits = permits;
    }

    public LimitSettings settings() {
        return settings;
    }

    /** Somebody wants permits. */
    public Turn<W> join(String key, long count, W who, long now) {
        check(key, count);
        Line<W> line = lines.computeIfAbsent(key, unused -> new Line<>());
        line.wanted.put(who, count);
        line.total += count;
        waiting++;
        return look(key, line, now);
    }

    /** Somebody wants permits, and will not wait. */
    public Turn<W> tryNow(String key, long count, W who, long now) {
        Turn<W> joined = join(key, count, who, now);
        if (joined.admitted().contains(who)) {
            return joined;
        }
        Turn<W> left = leave(key, who, now);
        var admitted = new ArrayList<>(joined.admitted());
        admitted.addAll(left.admitted());
        return new Turn<>(admitted, hasLine(key) ? Math.min(joined.alarm(), left.alarm()) : Long.MAX_VALUE);
    }

    /** How many wait, for any key. */
    public int waiting() {
        return waiting;
    }

    public boolean hasLine(String key) {
        return lines.containsKey(key);
    }

    private void check(String key, long count) {
        if (count < 1) {
            throw new LimitRefused(settings.name(), count + " permits were asked for; ask for at least 1");
        }
        if (count > settings.atOnceMax()) {
            throw new LimitRefused(
                    settings.name(),
                    count + " permits were asked for at once, but it never gives more than " + settings.atOnceMax()
                            + " (" + settings.declared() + "); ask for fewer, or allow more");
        }
        if (key.length() > KEY_MAX) {
            throw new LimitRefused(
                    settings.name(), "a key of " + key.length() + " characters; at most " + KEY_MAX + " may be");
        }
        if (waiting >= settings.waitingMax()) {
            throw new LimitRefused(
                    settings.name(),
                    "as many wait as may (waiting-max=" + settings.waitingMax() + "); come back later");
        }
    }

    /** Somebody waits no more; whoever is behind may be served now. */
    public Turn<W> leave(String key, W who, long now) {
        Line<W> line = lines.get(key);
        Long count = line == null ? null : line.wanted.remove(who);
        if (count == null) {
            return new Turn<>(List.of(), Long.MAX_VALUE);
        }
        line.total -= count;
        waiting--;
        return look(key, line, now);
    }

    /** @param alarm the one that rang; any number if something else is new */
    public Turn<W> look(String key, long alarm, long now) {
        Line<W> line = lines.get(key);
        if (line == null) {
            return new Turn<>(List.of(), Long.MAX_VALUE);
        }
        if (line.alarm == alarm) {
            line.alarm = Long.MAX_VALUE;
        }
        return look(key, line, now);
    }

    private Turn<W> look(String key, Line<W> line, long now) {
        var admitted = new ArrayList<W>(1);
        while (!line.wanted.isEmpty()) {
            var head = line.wanted.entrySet().iterator().next();
            Admission admission = permits.ask(key, head.getValue(), line.total, now);
            if (admission instanceof Admission.NotBefore notBefore) {
                boolean isSooner = notBefore.nanos() < line.alarm;
                line.alarm = Math.min(line.alarm, notBefore.nanos());
                return new Turn<>(admitted, isSooner ? notBefore.nanos() : Long.MAX_VALUE);
            }
            line.wanted.remove(head.getKey());
            line.total -= head.getValue();
            waiting--;
            admitted.add(head.getKey());
        }
        lines.remove(key);
        return new Turn<>(admitted, Long.MAX_VALUE);
    }

    /** Sends away all who wait for this key. */
    public List<W> dismiss(String key) {
        Line<W> line = lines.remove(key);
        if (line == null) {
            return List.of();
        }
        waiting -= line.wanted.size();
        return List.copyOf(line.wanted.keySet());
    }

    /** Sends away all who wait. */
    public List<W> dismissAll() {
        return List.copyOf(lines.keySet()).stream()
                .flatMap(key -> dismiss(key).stream())
                .toList();
    }
}
