package dev.sampo.actors;

import org.apache.pekko.actor.Address;

/**
 * Published on the system's event stream by whoever has reason to think that the process at this address is dead. Every
 * partition then runs elsewhere what it had given to the node there; a suspicion that is wrong costs work, never results.
 */
public record Suspicion(Address node) {}
