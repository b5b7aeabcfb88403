package dev.sampo.journal;

import com.typesafe.config.Config;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;

/**
 * A journal outside of the program, such as a database, whose module brings what it takes to use it. Found by {@link
 * java.util.ServiceLoader}, so that programs that do not use it need not carry it.
 */
public interface ExternalJournal {

    String name();

    /**
     * Makes sure that the journal can be used with these settings, and gives what an actor system must have set to use it.
     *
     * @throws JournalUnavailable when it cannot, and why
     */
    Config open(Config settings);

    /** The highest sequence number that anybody has written of this entity, at a moment after the call. */
    CompletionStage<Long> highest(ActorSystem system, String persistenceId);
}
