package dev.sampo.actors.scheduler;

import dev.sampo.planning.Search;
import dev.sampo.wire.ToScheduler;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for timetables on threads of its own, for as long as each may take; a later search ends an earlier one. */
final class Searchers {
    private static final Logger LOG = LoggerFactory.getLogger(Searchers.class);

    private final ActorRef<ToScheduler> self;
    private final Executor threads;
    private final Object life;
    private volatile long latest;

    Searchers(ActorContext<ToScheduler> context, Object life) {
        this.self = context.getSelf();
        this.threads = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        this.life = life;
    }

    void begin(Search search) {
        latest = search.number();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(search.budgetMillis());
        threads.execute(() -> run(search, until));
    }

    private void run(Search search, long until) {
        try {
            var found = search.run(placed -> latest == search.number() && System.nanoTime() < until);
            self.tell(new News.SearchEnded(life, found));
        } catch (RuntimeException | OutOfMemoryError failure) {
            LOG.warn("no timetable for {}: the search failed, and the job goes on without", search.job(), failure);
        }
    }

    /** Nobody waits for anything any more. */
    void stop() {
        latest = 0;
    }
}
