package dev.sampo.journal.postgresql;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.journal.ExternalJournal;
import java.util.Map;

/**
 * A journal and snapshot store in a PostgreSQL server. The tables are made when they are missing. Two writers of one entity
 * are kept apart by the primary key: the later write of a sequence number fails.
 */
public final class PostgresqlJournal implements ExternalJournal {

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

    /** Many rows in one statement, which is what makes batches worth having. */
    private static String withBatches(String url) {
        return url.contains("reWriteBatchedInserts")
                ? url
                : url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
    }
}
