/**
 * Sampo among the peers: the workloads every system is measured by, spoken to in lines of text. Start at {@link
 * dev.sampo.bench.peer.PeerDriver}.
 */
package dev.sampo.bench.peer;
