package dev.sampo.sim.world;

import dev.sampo.job.Fact;
import dev.sampo.sim.check.Sometimes;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a partition's facts end up. It grants a lease to whoever opens it last, takes appends from the holder only and at
 * exactly the next position, and makes them durable a little later, or loses what was not yet durable when the disk fails
 * or the machine goes down.
 */
final class Store {
    /** A copy of everything there is, for the holder of the lease. */
    record Opened(long lease, List<Fact> facts) {}

    /** Who hears how its appends fared; with the lease, because a late word may be meant for an earlier owner. */
    interface Writer {
        void durable(long ofLease, int facts);

        void refused(long ofLease);

        void failed(long ofLease);
    }

    interface Reader {
        void opened(Opened opened);
    }

    private final World world;
    private final int partition;
    private final List<Fact> facts = new ArrayList<>();
    private int synced;
    private long lease;

    Store(World world, int partition) {
        this.world = world;
        this.partition = partition;
    }

    boolean isHeldBy(long ofLease) {
        return ofLease == lease;
    }

    interface Barrier {
        void highest(int facts);
    }

    /** Tells how many facts are on stable storage, at a moment after it was asked. */
    void highest(Barrier asker) {
        if (!world.chanceOfStoreLoss()) {
            world.timeline.after(travel(), () -> {
                int facts = synced;
                reply(() -> asker.highest(facts));
            });
        }
    }

    void open(Reader reader) {
        if (world.chanceOfStoreLoss()) {
            return;
        }
        world.timeline.after(travel(), () -> grant(reader));
    }

    private void grant(Reader reader) {
        long granted = ++lease;
        if (synced < facts.size()) {
            world.tally.hit(Sometimes.TAKEOVER_WITH_UNSYNCED_TAIL);
        }
        if (world.has(PlantedBug.TAIL_NOT_DRAINED)) {
            var read = List.copyOf(facts.subList(0, synced));
            reply(() -> reader.opened(new Opened(granted, read)));
            return;
        }
        world.timeline.after(world.chance.between(0, world.weather.syncMillisMax), () -> {
            sync(facts.size());
            reply(() -> reader.opened(new Opened(granted, List.copyOf(facts))));
        });
    }

    /** Appends a batch whose first fact is to have the position {@code first}; the same batch again changes nothing. */
    void append(long ofLease, int first, List<Fact> batch, Writer writer) {
        if (world.chanceOfStoreLoss()) {
            return;
        }
        int overtaking = world.has(PlantedBug.UNORDERED_APPENDS) ? world.chance.below(20) : 0;
        world.timeline.after(travel() + overtaking, () -> take(ofLease, first, batch, writer));
    }

    private void take(long ofLease, int first, List<Fact> batch, Writer writer) {
        boolean isAnyoneWelcome = world.has(PlantedBug.NO_STORE_FENCING);
        boolean isAnyPlaceGood = isAnyoneWelcome
                || world.has(PlantedBug.UNORDERED_APPENDS)
                || world.has(PlantedBug.TAIL_NOT_DRAINED)
                || world.has(PlantedBug.REPLAY_DROPS_LAST);
        boolean isRepetition = !isAnyPlaceGood && first + batch.size() <= facts.size();
        if (ofLease != lease && !isAnyoneWelcome || !isAnyPlaceGood && !isRepetition && first != facts.size()) {
            world.tally.hit(Sometimes.STALE_WRITER_REFUSED);
            world.note("refused", partition, first, () -> "append at " + first + " under lease " + ofLease);
            reply(() -> writer.refused(ofLease));
            return;
        }
        if (!isRepetition) {
            for (Fact fact : batch) {
                world.note("written", partition, facts.size(), () -> partition + ":" + facts.size() + " " + fact);
                facts.add(world.wire.carried(fact));
                world.observer.written(partition, fact);
            }
        }
        int upTo = isAnyPlaceGood ? facts.size() : first + batch.size();
        world.timeline.after(
                world.chance.between(0, world.weather.syncMillisMax),
                () -> finish(ofLease, upTo, first + batch.size(), writer));
    }

    private void finish(long ofLease, int upTo, int told, Writer writer) {
        if (upTo > facts.size()) {
            reply(() -> writer.failed(ofLease));
            return;
        }
        if (synced < upTo && world.chanceOfSyncFailure()) {
            world.tally.hit(Sometimes.SYNC_FAILED);
            world.note("syncfail", partition, synced, () -> partition + " keeps " + synced + " of " + facts.size());
            cut(synced);
            boolean isSwallowed = world.has(PlantedBug.SYNC_ERROR_SWALLOWED);
            reply(() -> {
                if (isSwallowed) {
                    writer.durable(ofLease, told);
                } else {
                    writer.failed(ofLease);
                }
            });
            return;
        }
        sync(upTo);
        reply(() -> writer.durable(ofLease, told));
    }

    private void sync(int upTo) {
        if (upTo > synced) {
            synced = upTo;
            world.note("synced", partition, synced, () -> partition + " up to " + upTo);
            world.observer.durable(partition, synced);
        }
    }

    /** The machine of the writer went down: of what was not synced, some may have reached the disk. */
    void crash() {
        int unsynced = facts.size() - synced;
        if (world.weather.isStoreLocal && unsynced > 0) {
            cut(synced + world.chance.below(unsynced + 1));
        }
    }

    private void cut(int size) {
        if (size < facts.size()) {
            world.tally.hit(Sometimes.TAIL_LOST);
            facts.subList(size, facts.size()).clear();
            world.observer.cut(partition, size);
        }
    }

    private void reply(Runnable reply) {
        if (!world.chanceOfStoreLoss()) {
            world.timeline.after(travel(), reply);
        }
    }

    private int travel() {
        return world.chance.below(2);
    }
}
