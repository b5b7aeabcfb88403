package dev.sampo.harness.soak;

/**
 * Each fault but the killing of nodes by itself, done to one cluster under load, with what must come of it; the checkers judge
 * all of it in the end. The build does each of them once and briefly, {@code -Pfaults} as often and as long as it takes to find
 * what is rare.
 */
class DirectedFaultsTest extends OnTrial implements CutsOnTrial, ClientsOnTrial, MachinesOnTrial {}
