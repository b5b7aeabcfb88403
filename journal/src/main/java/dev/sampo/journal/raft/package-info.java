/**
 * One member of the Raft group: MicroRaft, bound to this module's logs. It knows nothing of Pekko.
 *
 * <p>Start at {@link dev.sampo.journal.raft.RaftMember}. {@code RaftDisk} is what it must not forget, {@code StreamMachine}
 * what it does with what is committed.
 */
package dev.sampo.journal.raft;
