package dev.sampo.actors.membership;

import org.apache.pekko.actor.Address;

/** A member that was {@link Suspected} can be reached again. */
public record Cleared(Address address, long uid) {}
