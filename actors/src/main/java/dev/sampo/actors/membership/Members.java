package dev.sampo.actors.membership;

import dev.sampo.actors.EngineSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** The members by the events that were seen so far; what Pekko answers when asked may be older than its last event. */
final class Members {
    private static final Set<MemberStatus> IN =
            Set.of(MemberStatus.up(), MemberStatus.leaving(), MemberStatus.exiting());

    private final TreeMap<Address, Member> members = new TreeMap<>(Member.addressOrdering());

    void see(ClusterEvent.MemberEvent event) {
        Member member = event.member();
        if (!member.status().equals(MemberStatus.removed())) {
            members.put(member.address(), member);
        } else if (members.containsKey(member.address())
                && members.get(member.address()).uniqueAddress().equals(member.uniqueAddress())) {
            members.remove(member.address());
        }
    }

    Collection<Member> all() {
        return members.values();
    }

    boolean contains(Address address) {
        return members.containsKey(address);
    }

    /** As host:port, the lowest first; those that are not up yet, or taken out, do not count. */
    List<String> voters() {
        var voters = new ArrayList<String>();
        for (Member member : members.values()) {
            if (member.hasRole(EngineSettings.VOTER) && IN.contains(member.status())) {
                voters.add(Peers.hostPort(member.address()));
            }
        }
        return voters;
    }
}
