package dev.sampo.harness.soak;

/** As {@link DirectedFaultsTest}: nodes that are killed, paused and restarted. */
class DirectedKillsTest extends OnTrial implements KillsOnTrial {}
