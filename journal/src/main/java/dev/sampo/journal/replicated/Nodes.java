package dev.sampo.journal.replicated;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/** The cluster as the journal needs it: who carries its role, and who of them can be reached. */
final class Nodes {

    private static final Set<MemberStatus> COMING_OR_THERE =
            Set.of(MemberStatus.joining(), MemberStatus.weaklyUp(), MemberStatus.up(), MemberStatus.leaving());

    private final Cluster cluster;
    private final String role;

    Nodes(ActorSystem system, String role) {
        this.cluster = Cluster.get(system);
        this.role = role;
    }

    Cluster cluster() {
        return cluster;
    }

    /** What a node is called that does not say otherwise. */
    static String nameOf(Address address) {
        return address.getHost().orElse("local") + ":" + address.getPort().orElse(0);
    }

    boolean isMember() {
        return cluster.selfRoles().contains(role);
    }

    /** The nodes with the role that are up, oldest first: the same order for everybody. */
    List<Address> up() {
        List<Member> up = new ArrayList<>();
        for (Member member : cluster.state().getMembers()) {
            if (member.hasRole(role) && member.status().equals(MemberStatus.up())) {
                up.add(member);
            }
        }
        up.sort((one, other) -> one.equals(other) ? 0 : one.isOlderThan(other) ? -1 : 1);
        return up.stream().map(Member::address).toList();
    }

    /** The nodes with the role that are not gone for good. */
    List<Address> present() {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.hasRole(role) && COMING_OR_THERE.contains(member.status()))
                .map(Member::address)
                .toList();
    }

    boolean isUnreachable(Address address) {
        return cluster.state().getUnreachable().stream()
                .anyMatch(member -> member.address().equals(address));
    }

    Address self() {
        return cluster.selfAddress();
    }
}
