package dev.sampo.wire;

import dev.sampo.resilience.limit.Allowances;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;

/** What the owner of a limit that is kept for all nodes can be told. */
public sealed interface ToLimiter extends Wire {

    /**
     * A node wants permits.
     *
     * @param declared the limit as the node knows it: refused where it is another one
     * @param least nothing is taken when there are fewer
     * @param number tells the answers apart
     */
    record Ask(
            String limit,
            String declared,
            String key,
            long least,
            long most,
            long number,
            ActorRef<FromLimiter> replyTo)
            implements ToLimiter {
        public static Ask of(String limit, String declared, Allowances.Request request, ActorRef<FromLimiter> replyTo) {
            return new Ask(limit, declared, request.key(), request.least(), request.most(), request.number(), replyTo);
        }
    }

    /** What it tells itself; has no bytes. */
    non-sealed interface Internal extends ToLimiter, NoSerializationVerificationNeeded {}
}
