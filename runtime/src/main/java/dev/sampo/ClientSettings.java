package dev.sampo;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How a client asks.
 *
 * @param askTimeout how long a request may stay unanswered before it counts as indeterminate
 * @param askAgainAfter how long a question waits for its answer before it is asked anew
 */
record ClientSettings(Duration askTimeout, Duration askAgainAfter) {

    static ClientSettings from(Config client) {
        return new ClientSettings(client.getDuration("ask-timeout"), client.getDuration("ask-again-after"));
    }
}
