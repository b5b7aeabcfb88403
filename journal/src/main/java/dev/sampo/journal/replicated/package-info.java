/**
 * The journal kept by a majority of the cluster's nodes.
 *
 * <p>Start at {@link dev.sampo.journal.replicated.ReplicatedJournal}, then {@code Peer}, where every letter arrives and from
 * where every letter leaves. The plugins are {@link dev.sampo.journal.replicated.RaftJournal} and {@link
 * dev.sampo.journal.replicated.RaftSnapshots}.
 */
package dev.sampo.journal.replicated;
