package dev.sampo.journal.postgresql;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.journal.ExternalJournal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Dispatchers;
import org.apache.pekko.persistence.jdbc.db.SlickExtension;
import org.apache.pekko.persistence.jdbc.db.SlickExtensionImpl;

/**
 * A journal and snapshot store in a PostgreSQL server. The tables are made when they are missing. Two writers of one entity
 * are kept apart by the primary key: the later write of a sequence number fails.
 */
public final class PostgresqlJournal implements ExternalJournal {

    private static final String HIGHEST =
            "SELECT coalesce(max(sequence_number), 0) FROM event_journal WHERE persistence_id = ?";

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Config open(Config settings) {
        var server = PostgresqlSettings.from(settings);
        new Schema(server).createUnlessThere();
        long timeoutMillis = server.connectTimeout().toMillis();
        Config own = ConfigFactory.parseMap(Map.of(
                "url", withBatches(server.url()),
                "user", server.user(),
                "password", server.password(),
                // Slick wants as many threads as connections.
                "numThreads", server.poolMax(),
                "maxConnections", server.poolMax(),
                "connectionTimeout", timeoutMillis,
                "properties.connectTimeout", Math.max(1, timeoutMillis / 1_000),
                "properties.tcpKeepAlive", true));
        return own.atPath("pekko-persistence-jdbc.shared-databases.sampo.db")
                .withFallback(ConfigFactory.parseResources(
                        PostgresqlJournal.class.getClassLoader(), "sampo-journal-postgresql.conf"));
    }

    @Override
    public CompletionStage<Long> highest(ActorSystem system, String persistenceId) {
        var slick = (SlickExtensionImpl) SlickExtension.get(system);
        var pool = slick.database(system.settings().config().getConfig("jdbc-journal"))
                .database()
                .source();
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Connection connection = pool.createConnection();
                            PreparedStatement query = connection.prepareStatement(HIGHEST)) {
                        query.setString(1, persistenceId);
                        try (ResultSet found = query.executeQuery()) {
                            found.next();
                            return found.getLong(1);
                        }
                    } catch (SQLException failure) {
                        throw new CompletionException(failure);
                    }
                },
                system.dispatchers().lookup(Dispatchers.DefaultBlockingDispatcherId()));
    }

    /** Many rows in one statement, which is what makes batches worth having. */
    private static String withBatches(String url) {
        return url.contains("reWriteBatchedInserts")
                ? url
                : url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
    }
}
