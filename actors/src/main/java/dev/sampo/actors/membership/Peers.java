package dev.sampo.actors.membership;

import dev.sampo.wire.ToPeer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;

/** The way to the membership actor of any node, member or not, by its address. */
final class Peers {
    static final String NAME = "sampo-membership";

    private final ActorSystem system;
    private final Address self;

    Peers(org.apache.pekko.actor.typed.ActorSystem<?> typed) {
        this.system = Adapter.toClassic(typed);
        this.self = Cluster.get(system).selfAddress();
    }

    Address self() {
        return self;
    }

    String selfHostPort() {
        return hostPort(self);
    }

    static String hostPort(Address address) {
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }

    /** @param hostPort as people write it; protocol and system are the same on all nodes of a cluster */
    Address address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        return new Address(
                self.protocol(),
                self.system(),
                hostPort.substring(0, colon),
                Integer.parseInt(hostPort.substring(colon + 1)));
    }

    void tell(Address address, ToPeer message) {
        at(address).tell(message, ActorRef.noSender());
    }

    /** Done when the actor there has answered. Pekko has the question that every actor answers, so none of ours is needed. */
    CompletionStage<Done> touch(Address address, Duration within) {
        return at(address).resolveOne(within).thenApply(there -> Done.done());
    }

    private ActorSelection at(Address address) {
        return system.actorSelection(address + "/system/" + NAME);
    }
}
