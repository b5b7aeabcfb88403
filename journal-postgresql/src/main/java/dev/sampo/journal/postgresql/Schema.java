package dev.sampo.journal.postgresql;

import dev.sampo.journal.JournalUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The tables, made by the first who comes; several may come at once. */
final class Schema {
    private static final String SCRIPT = "/sampo-journal-postgresql.sql";

    /** Any number that others are unlikely to lock by, too. */
    private static final long LOCK = 7_301_002_042L;

    private final PostgresqlSettings server;

    Schema(PostgresqlSettings server) {
        this.server = server;
    }

    void createUnlessThere() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            if (!isThere(statement)) {
                statement.execute(script());
            }
            connection.commit();
        } catch (SQLException failure) {
            throw new JournalUnavailable(words(failure), failure);
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        properties.setProperty(
                "connectTimeout",
                Long.toString(Math.max(1, server.connectTimeout().toSeconds())));
        return DriverManager.getConnection(server.url(), properties);
    }

    private static boolean isThere(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery(
                "SELECT to_regclass('event_journal') IS NOT NULL AND to_regclass('snapshot') IS NOT NULL"
                        + " AND to_regproc('sampo_follows') IS NOT NULL")) {
            return found.next() && found.getBoolean(1);
        }
    }

    private static String script() {
        try (InputStream in = Schema.class.getResourceAsStream(SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What the one who starts the node can do about it. */
    private String words(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String remedy =
                switch (state) {
                    case "28P01", "28000" -> "check sampo.journal.postgresql.user and .password or .password-file";
                    case "3D000" -> "create the database, or name another in sampo.journal.postgresql.url";
                    case "42501" ->
                        "let the user create tables, or create them with " + SCRIPT + " of this module's jar";
                    case "42P07", "42723" ->
                        "the tables are there, but not all as Sampo needs them; give it a database of its own";
                    default ->
                        state.startsWith("08")
                                ? "is the server running, and sampo.journal.postgresql.url right?"
                                : "see the server's log";
                };
        return "JOURNAL_UNAVAILABLE " + server + ": " + failure.getMessage() + ": " + remedy;
    }
}
