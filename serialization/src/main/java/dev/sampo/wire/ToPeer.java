package dev.sampo.wire;

import dev.sampo.membership.Presence;
import dev.sampo.membership.Standing;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;

/** What the part of a node that keeps track of the cluster can be told by that of another, member or not. */
public sealed interface ToPeer extends Wire {

    /** Where a node stands that has not joined yet, or the answer to one. */
    record Gather(Standing standing) implements ToPeer {}

    /**
     * The process of a member is gone: its port refuses connections.
     *
     * @param member host:port of the process that is gone
     * @param uid which of the processes that ever had this address
     * @param by host:port of who found out
     */
    record Gone(String member, long uid, String by) implements ToPeer {}

    /** A beat. */
    record Present(Presence presence) implements ToPeer {}

    /** What it tells itself; has no bytes. */
    non-sealed interface Internal extends ToPeer, NoSerializationVerificationNeeded {}
}
