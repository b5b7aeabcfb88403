package dev.sampo.actors.membership;

import com.typesafe.config.Config;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.Address;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.remote.PhiAccrualFailureDetector;

/**
 * Pekko's failure detector, told at once of processes that are gone. So it can be patient with those that are silent, and
 * needs no patience with the dead.
 */
public final class Detector extends PhiAccrualFailureDetector {
    /** Pekko tells a detector only the address it watches; that is enough to find it here, also from several systems. */
    private static final Set<String> GONE = ConcurrentHashMap.newKeySet();

    private volatile String watched = "";

    public Detector(Config config, EventStream events) {
        super(config, events);
    }

    static void gone(Address address) {
        GONE.add(address.toString());
    }

    static void back(Address address) {
        GONE.remove(address.toString());
    }

    @Override
    public void setAddress(String address) {
        super.setAddress(address);
        watched = address;
    }

    @Override
    public boolean isAvailable() {
        return !GONE.contains(watched) && super.isAvailable();
    }
}
