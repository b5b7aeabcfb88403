/** The journal in a PostgreSQL server, by pekko-persistence-jdbc: start with {@link dev.sampo.journal.postgresql.PostgresqlJournal}. */
package dev.sampo.journal.postgresql;
