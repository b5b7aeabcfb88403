package dev.sampo.actors.membership;

import org.apache.pekko.actor.Address;

/**
 * The connection to a member broke and was not taken up again at once: its process may be gone. Published on the system's
 * event stream long before the member is removed. What a suspect holds may be given to others, since fences sort out which
 * attempt counts; {@link Cleared} follows when it was a false alarm.
 *
 * @param uid tells this process from others that had or will have the same address
 */
public record Suspected(Address address, long uid) {}
