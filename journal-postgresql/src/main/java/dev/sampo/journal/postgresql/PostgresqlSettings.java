package dev.sampo.journal.postgresql;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Where the server is and how it is used: read once, at boot, from {@code sampo.journal.postgresql}. */
record PostgresqlSettings(String url, String user, String password, int poolMax, Duration connectTimeout) {
    private static final String SECTION = "sampo.journal.postgresql.";
    private static final String SCHEME = "jdbc:postgresql:";

    static PostgresqlSettings from(Config section) {
        String url = section.getString("url");
        if (!url.startsWith(SCHEME)) {
            throw new ConfigException.BadValue(SECTION + "url", "\"" + url + "\" does not begin with " + SCHEME);
        }
        int poolMax = section.getInt("pool-max");
        if (poolMax < 1) {
            throw new ConfigException.BadValue(SECTION + "pool-max", poolMax + " is too few; at least 1");
        }
        return new PostgresqlSettings(
                url, section.getString("user"), password(section), poolMax, section.getDuration("connect-timeout"));
    }

    private static String password(Config section) {
        String file = section.getString("password-file");
        if (file.isEmpty()) {
            return section.getString("password");
        }
        try {
            return Files.readString(Path.of(file)).lines().findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new ConfigException.BadValue(
                    SECTION + "password-file", "\"" + file + "\" cannot be read (" + unreadable + ")", unreadable);
        }
    }

    /** Never the password. */
    @Override
    public String toString() {
        return url + " user=" + user;
    }
}
