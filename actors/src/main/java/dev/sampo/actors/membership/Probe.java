package dev.sampo.actors.membership;

import dev.sampo.wire.ToPeer;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.io.Tcp;
import org.apache.pekko.io.TcpMessage;

/**
 * Keeps one connection to a member's port open and says what becomes of it. Nothing is ever sent: when the process dies,
 * its operating system closes the connection and refuses the next one, which no timeout could tell as surely or as soon.
 */
final class Probe extends AbstractActorWithTimers {
    /** Its connections go the way that the messages go. */
    private static final String OUTBOUND_HOST = "pekko.remote.artery.advanced.tcp.outbound-client-hostname";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
    private static final Duration AGAIN_SOON = Duration.ofMillis(75);
    private static final Duration AGAIN_LATER = Duration.ofMillis(500);
    private static final Duration BROKEN_AFTER = Duration.ofMillis(200);

    /** A process that restarts is not back so soon, and one that is alive does not refuse so long. */
    private static final int REFUSALS = 4;

    private final UniqueAddress member;
    private final ActorRef<ToPeer> watch;
    private final InetSocketAddress from;
    private boolean reachedOnce;
    private int refusals;

    Probe(UniqueAddress member, ActorRef<ToPeer> watch) {
        this.member = member;
        this.watch = watch;
        String host = getContext().getSystem().settings().config().getString(OUTBOUND_HOST);
        this.from = host.isEmpty() ? null : new InetSocketAddress(host, 0);
    }

    static Props props(UniqueAddress member, ActorRef<ToPeer> watch) {
        return Props.create(Probe.class, () -> new Probe(member, watch));
    }

    /** There is a connection. */
    record Reached(UniqueAddress member) implements ToPeer.Internal {}

    /** There was one, and it was not to be had again at once. */
    record Broken(UniqueAddress member) implements ToPeer.Internal {}

    /** Every attempt was refused, for so long that nobody can be there. */
    record Refused(UniqueAddress member) implements ToPeer.Internal {}

    private record Connect() {}

    private record StillBroken() {}

    @Override
    public void preStart() {
        connect();
    }

    private void connect() {
        var remote = InetSocketAddress.createUnresolved(
                member.address().getHost().orElseThrow(),
                member.address().getPort().orElseThrow());
        Tcp.get(getContext().getSystem())
                .manager()
                .tell(TcpMessage.connect(remote, from, List.of(), CONNECT_LIMIT, false), getSelf());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Tcp.Connected.class, connected -> connected())
                .match(Tcp.CommandFailed.class, this::failed)
                .match(Tcp.ConnectionClosed.class, closed -> closed())
                .match(Connect.class, again -> connect())
                .match(StillBroken.class, broken -> watch.tell(new Broken(member)))
                .matchAny(ignored -> {})
                .build();
    }

    private void connected() {
        getSender().tell(TcpMessage.register(getSelf()), getSelf());
        reachedOnce = true;
        refusals = 0;
        getTimers().cancel(StillBroken.class);
        watch.tell(new Reached(member));
    }

    private void closed() {
        getTimers().startSingleTimer(StillBroken.class, new StillBroken(), BROKEN_AFTER);
        connect();
    }

    private void failed(Tcp.CommandFailed failed) {
        boolean refused = failed.cause()
                .exists(cause -> cause instanceof ConnectException
                        && String.valueOf(cause.getMessage()).contains("refused"));
        refusals = refused && reachedOnce ? refusals + 1 : 0;
        if (refusals == 1) {
            getTimers().cancel(StillBroken.class);
            watch.tell(new Broken(member));
        } else if (refusals >= REFUSALS) {
            watch.tell(new Refused(member));
        }
        boolean soon = refusals > 0 && refusals < REFUSALS;
        getTimers().startSingleTimer(Connect.class, new Connect(), soon ? AGAIN_SOON : AGAIN_LATER);
    }
}
