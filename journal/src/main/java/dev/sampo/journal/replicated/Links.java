package dev.sampo.journal.replicated;

import java.util.function.Predicate;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.setup.Setup;

/** Which nodes this one may still send letters of the journal to; for tests that cut the network. */
public final class Links extends Setup {

    private final Predicate<Address> mayReach;

    public Links(Predicate<Address> mayReach) {
        this.mayReach = mayReach;
    }

    boolean mayReach(Address address) {
        return mayReach.test(address);
    }
}
