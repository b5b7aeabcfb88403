package dev.sampo.actors.membership;

import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.DowningProvider;
import org.apache.pekko.cluster.sbr.SplitBrainResolverProvider;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * Pekko's split-brain resolver with a removal margin of its own. Pekko waits as long again as the resolver itself before
 * what ran on a removed node starts elsewhere, since nothing else keeps two of it apart there; here the journal does, by
 * refusing the older term.
 */
public final class Downing extends DowningProvider {
    private static final String MARGIN = "sampo.cluster.down-removal-margin";

    private final DowningProvider resolver;
    private final FiniteDuration margin;

    public Downing(ActorSystem system) {
        this.resolver = new SplitBrainResolverProvider(system);
        long millis = system.settings().config().getDuration(MARGIN, TimeUnit.MILLISECONDS);
        this.margin = FiniteDuration.create(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public FiniteDuration downRemovalMargin() {
        return margin;
    }

    @Override
    public Option<Props> downingActorProps() {
        return resolver.downingActorProps();
    }
}
