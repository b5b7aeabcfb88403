package dev.sampo;

import dev.sampo.job.BreakerName;
import dev.sampo.planning.BreakerEntry;
import dev.sampo.resilience.Forced;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The breaker of a node, or of tasks of one kind there: how it is, and how somebody wants it to be. What is forced is so for all schedulers,
 * until {@link #reset}: neither a failover nor a restart of the node ends it.
 */
public final class Breaker {
    private final Home home;
    private final Client client;
    private final BreakerName name;

    Breaker(Home home, Client client, BreakerName name) {
        this.home = home;
        this.client = client;
        this.name = name;
    }

    /** Empty when there is nothing to say: nothing has failed there, and nobody has forced it. */
    public Optional<BreakerEntry> state() {
        return Job.join(client.breaker(name));
    }

    /**
     * Nothing of it is given to the node any more, even if it can run nowhere else; what the node has been given goes on.
     *
     * @param why for those who ask why a task does not start there
     */
    public void forceOpen(String why) {
        Job.join(forceAsync(Forced.To.OPEN, why));
    }

    /** It is begun there however it goes; what is found out meanwhile counts again after {@link #reset}. */
    public void forceClosed(String why) {
        Job.join(forceAsync(Forced.To.CLOSED, why));
    }

    /** Nobody has forced it and nothing was found out: of a node, neither of any kind of tasks there. */
    public void reset() {
        Job.join(forceAsync(Forced.To.NONE, ""));
    }

    /** Any of the three; done when all schedulers have written it down. */
    public CompletionStage<Void> forceAsync(Forced.To to, String why) {
        Objects.requireNonNull(why, "why the breaker is forced is null; an empty text says nothing");
        if (to != Forced.To.NONE) {
            Node.requireKnown(home, name.node());
        }
        return client.force(name, to, home.engine().node().value(), why);
    }

    @Override
    public String toString() {
        return "Breaker[" + name + "]";
    }
}
