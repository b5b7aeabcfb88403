package dev.sampo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.sampo.actors.Barrier;
import dev.sampo.actors.EngineSettings;
import dev.sampo.journal.ExternalJournal;
import dev.sampo.journal.replicated.ReplicatedJournal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** Where partitions keep their facts: the one setting {@code sampo.journal.home}, and what it means for an actor system. */
enum JournalHome {
    /** On this machine's disk: as safe as that is, and of use to nobody else. */
    LOCAL("sampo.journal.log", "sampo.journal.snapshots"),

    /** With the members of the cluster themselves; survives the loss of any minority of them. */
    REPLICATED("sampo.journal.replicated", "sampo.journal.replicated-snapshots"),

    /** In a PostgreSQL server, which the module {@code sampo-journal-postgresql} knows how to use. */
    POSTGRESQL("jdbc-journal", "jdbc-snapshot-store");

    private final String journal;
    private final String snapshots;

    JournalHome(String journal, String snapshots) {
        this.journal = journal;
        this.snapshots = snapshots;
    }

    private static final String AUTO = "auto";

    /** The one that is set; if none is, this machine's disk for a process alone, and the members for a cluster. */
    static JournalHome from(Config sampo, boolean alone) {
        String chosen = sampo.getString("journal.home");
        if (chosen.equals(AUTO)) {
            return alone ? LOCAL : REPLICATED;
        }
        JournalHome home = Arrays.stream(values())
                .filter(each -> each.toString().equals(chosen))
                .findFirst()
                .orElseThrow(() -> unusable("\"" + chosen + "\" is none of " + AUTO + ", "
                        + Arrays.stream(values()).map(JournalHome::toString).collect(Collectors.joining(", "))));
        if (alone && home == REPLICATED) {
            throw unusable(
                    "\"" + home + "\" needs a cluster; a process alone has \"" + LOCAL + "\" or \"" + AUTO + "\"");
        }
        return home;
    }

    private static ConfigException unusable(String why) {
        return new ConfigException.BadValue("sampo.journal.home", why);
    }

    /** As it stands in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What an actor system needs so that its partitions write there.
     *
     * @param data where this process keeps its files
     * @param durable false where nothing is to survive the end of the process
     */
    Config overlay(Config sampo, Path data, boolean durable) {
        Config plugins = ConfigFactory.parseMap(Map.of(
                "pekko.persistence.journal.plugin", journal,
                "pekko.persistence.snapshot-store.plugin", snapshots,
                "sampo.journal.log.directory", data.resolve("journal").toString(),
                "sampo.journal.log.fsync", durable,
                "sampo.journal.replicated.directory", data.resolve("replicated").toString(),
                "sampo.journal.replicated.raft-log.fsync", durable,
                "sampo.journal.replicated.streams.fsync", durable,
                "sampo.journal.replicated.name", sampo.getString("node.name")));
        return this == POSTGRESQL
                ? external().open(sampo.getConfig("journal." + this)).withFallback(plugins)
                : plugins;
    }

    boolean isOf(ActorSystem<?> system) {
        return system.settings()
                .config()
                .getString("pekko.persistence.journal.plugin")
                .equals(journal);
    }

    /** Where others may go on with a journal, whoever answers from it asks first whether they did. */
    static Barrier barrier(ActorSystem<?> system) {
        if (REPLICATED.isOf(system)) {
            return ReplicatedJournal.get(system)::barrier;
        }
        Optional<ExternalJournal> postgresql = POSTGRESQL.isOf(system) ? POSTGRESQL.module() : Optional.empty();
        return postgresql
                .<Barrier>map(server -> persistenceId -> server.highest(Adapter.toClassic(system), persistenceId))
                .orElse(Barrier.IMMEDIATE);
    }

    private Optional<ExternalJournal> module() {
        return ServiceLoader.load(ExternalJournal.class, JournalHome.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(journal -> journal.name().equals(toString()))
                .findFirst();
    }

    private ExternalJournal external() {
        return module().orElseThrow(() -> unusable("\"" + this + "\" needs the module sampo-journal-" + this
                + ", which is not on the class path; add" + " dev.sampo:sampo-journal-" + this
                + " to the dependencies"));
    }

    /** What a node of these roles does besides: where members keep the journal, all that count for a majority do. */
    Set<String> impliedRoles(Set<String> roles) {
        boolean counts = roles.contains(EngineSettings.COORDINATOR) || roles.contains(EngineSettings.OBSERVER);
        return this == REPLICATED && counts ? Set.of(EngineSettings.JOURNAL) : Set.of();
    }
}
