package dev.sampo.planning;

import dev.sampo.tenant.Tenant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The jobs of one tenant that wait in a {@link Line}: a heap that knows where each is, so that one that comes sooner or later than before
 * is moved in place.
 */
final class Group {
    private static final Comparator<Waiting> NEXT_OF_TENANT = (one, other) -> {
        int order = Long.compare(one.job.deadline(), other.job.deadline());
        order = order != 0 ? order : Double.compare(one.share, other.share);
        order = order != 0 ? order : Double.compare(one.used, other.used);
        return order != 0 ? order : Long.compare(one.job.number, other.job.number);
    };

    final Tenant tenant;
    /** None comes before the one at half its place. */
    private final List<Waiting> heap = new ArrayList<>();

    Group(Tenant tenant) {
        this.tenant = tenant;
    }

    /** Whose turn it is, or null. Shares only rise while turns are given out, so that a look at the first is enough. */
    Waiting first() {
        while (!heap.isEmpty()) {
            Waiting first = heap.get(0);
            if (!first.hasNext()) {
                remove(first);
            } else if (first.share == first.job.holding.rough()) {
                return first;
            } else {
                place(first);
            }
        }
        return null;
    }

    /** Who comes after the first, or null. */
    Waiting second() {
        int second = sooner(1);
        return second < 0 ? null : heap.get(second);
    }

    /** In no order. */
    List<Waiting> all() {
        return heap;
    }

    void add(Waiting waiting) {
        waiting.isInLine = true;
        waiting.job.inLine.add(waiting);
        tenant.waits(1);
        waiting.job.holding.join(tenant);
        heap.add(waiting);
        waiting.place = heap.size() - 1;
        place(waiting);
    }

    void remove(Waiting waiting) {
        waiting.isInLine = false;
        waiting.job.inLine.remove(waiting);
        tenant.waits(-1);
        Waiting last = heap.remove(heap.size() - 1);
        if (last != waiting) {
            put(last, waiting.place);
            move(last);
        }
    }

    void moveUp(Waiting waiting) {
        if (waiting.share != waiting.job.holding.rough()) {
            place(waiting);
        }
    }

    void sortAnew() {
        List.copyOf(heap).forEach(this::place);
    }

    private void place(Waiting waiting) {
        waiting.share = waiting.job.holding.rough();
        waiting.used = waiting.job.holding.used();
        move(waiting);
    }

    /** To where it belongs now: all others are where they do. */
    private void move(Waiting waiting) {
        int at = waiting.place;
        while (at > 0 && NEXT_OF_TENANT.compare(waiting, heap.get((at - 1) / 2)) < 0) {
            put(heap.get((at - 1) / 2), at);
            at = (at - 1) / 2;
        }
        for (int next = sooner(2 * at + 1); next >= 0; next = sooner(2 * at + 1)) {
            if (NEXT_OF_TENANT.compare(waiting, heap.get(next)) < 0) {
                break;
            }
            put(heap.get(next), at);
            at = next;
        }
        put(waiting, at);
    }

    /** Of this place and the one after it that of the one who comes sooner; -1 when nobody is at either. */
    private int sooner(int left) {
        int right = left + 1;
        if (right < heap.size()) {
            return NEXT_OF_TENANT.compare(heap.get(left), heap.get(right)) < 0 ? left : right;
        }
        return left < heap.size() ? left : -1;
    }

    private void put(Waiting waiting, int at) {
        heap.set(at, waiting);
        waiting.place = at;
    }
}
