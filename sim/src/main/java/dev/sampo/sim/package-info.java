/**
 * The same core under virtual time: start with {@link dev.sampo.sim.Simulation} for hostile worlds by the thousand, and
 * with {@link dev.sampo.sim.whatif.WhatIf} for the schedule a workload would get.
 *
 * <h2>Theory of operation</h2>
 *
 * <p>A world is one thread, one clock and one source of chance. Everything that takes time (a message, a body, a sync, a
 * timer) is an event in a heap ordered by time, then by the order of scheduling; handling one may schedule others. The
 * planner and the worker are the real ones; what surrounds them in production (actors, network, disk, threads) is played
 * by small shells that are allowed to be unlucky in every way chance can think of.
 *
 * <pre>
 *             +--------------------------- Timeline: (time, sequence) heap ---------------------------+
 *             |                                                                                       |
 *             v  next event                                                        new events         |
 *   +-----------------+   inputs   +------------------+  facts   +---------+  synced, lost, refused   |
 *   |  PartitionHost  |----------->|  Planner (core)  |--------->|  Store  |--------------------------+
 *   |  (shell)        |<-----------|                  |          +---------+                          |
 *   +-----------------+    plan    +------------------+                                               |
 *      |  letters, once their term is durable        ^  reports                                       |
 *      |  replies, once their facts are              |                                                |
 *      v                                             |                                                |
 *   +------------------------------------------------------------------+   late, twice, never         |
 *   |  Network: delay, loss, doubling, reordering, cuts one way or both |------------------------------+
 *   +------------------------------------------------------------------+                              |
 *      |  orders                                     ^                                                |
 *      v                                             |                                                |
 *   +-----------------+   inputs   +------------------+  runs    +----------+  ends, throws, hangs    |
 *   |  NodeHost       |----------->|  Worker (core)   |--------->|  Bodies  |-------------------------+
 *   |  (shell)        |<-----------|                  |          +----------+
 *   +-----------------+  actions   +------------------+
 *
 *   Nemesis: crashes, pauses, cuts, moves, false suspicions, shrinking, blackouts   (until the faults are over)
 *   Clients: submit, submit again, await, follow events, cancel, contradict          (until each knows its job's end)
 *   Observer: sees every start, end, fact, letter and answer; every invariant is checked on every one of them
 * </pre>
 *
 * <p>A seed has two phases. In the first the {@code Nemesis} does harm; which kinds of harm, and how much, is drawn from
 * the seed, and each kind is off in half of all seeds. Then everything is mended, and within a bound of virtual time every
 * accepted job must have ended and its client must have heard of it.
 *
 * <p>Values carry stamps. Two attempts at one task make different values, so that a mix-up of attempts, lost journal
 * tails and recomputed inputs cannot hide behind equal results.
 *
 * <p>What is not simulated: clocks that disagree (the core is handed its time) and corrupted bytes (checksums turn them
 * into losses).
 */
package dev.sampo.sim;
