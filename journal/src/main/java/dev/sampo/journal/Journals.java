package dev.sampo.journal;

import dev.sampo.journal.log.LogSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.event.Logging;

/**
 * The logs that one actor system has open, one per directory, shared by its journal and its snapshot store and closed when
 * the system has terminated.
 */
public final class Journals implements Extension {

    /** How Pekko finds the extension. */
    public static final class Id extends AbstractExtensionId<Journals> implements ExtensionIdProvider {

        private static final Id INSTANCE = new Id();

        @Override
        public Id lookup() {
            return INSTANCE;
        }

        @Override
        public Journals createExtension(ExtendedActorSystem system) {
            return new Journals(system);
        }
    }

    private final ActorSystem system;
    private final JournalSetup setup;
    private final Map<Path, EventLog> open = new HashMap<>();

    private Journals(ExtendedActorSystem system) {
        this.system = system;
        this.setup = JournalSetup.of(system);
        system.registerOnTermination(this::close);
    }

    public static Journals get(ClassicActorSystemProvider system) {
        return Id.INSTANCE.get(system);
    }

    /**
     * Opens the log of a journal plugin now instead of at its first use, so that a program can end at boot with the message
     * of the {@link dev.sampo.journal.log.LogException} when its directory is locked, unusable or damaged.
     */
    public void open(String journalPluginId) {
        log(journalPluginId);
    }

    /** The highest sequence number of a stream in the log of a journal plugin, written or about to be. */
    public CompletionStage<Long> highest(String journalPluginId, String persistenceId) {
        return CompletableFuture.completedFuture(log(journalPluginId).reserved(persistenceId));
    }

    EventLog log(String journalPluginId) {
        return log(LogSettings.from(system.settings().config().getConfig(journalPluginId)));
    }

    synchronized EventLog log(LogSettings settings) {
        return open.computeIfAbsent(
                settings.directory(), directory -> new EventLog(settings, setup.disk(), reporting()));
    }

    private Reporting reporting() {
        return new Reporting(Logging.getLogger(system, Journals.class), setup.lastResort());
    }

    private synchronized void close() {
        open.values().forEach(EventLog::close);
        open.clear();
    }
}
