package dev.sampo;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the door that the configuration asks for. */
public final class Doors {
    private Doors() {}

    /** Whether there is a door on the class path. */
    public static boolean isThere() {
        return found().isPresent();
    }

    static Optional<Door.Open> open(Sampo sampo, Home home) {
        Config http = home.system().settings().config().getConfig("sampo.http");
        String enabled = http.getString("enabled");
        if (enabled.equals("auto") || !http.getBoolean("enabled")) {
            return Optional.empty();
        }
        Door door = found().orElseThrow(
                        () -> new SampoException.BadConfiguration(
                                "sampo.http.enabled is on, and the module sampo-http is not on the class path; add it, or switch it off"));
        Path data = home.data()
                .orElseThrow(() -> new SampoException.BadConfiguration(
                        "sampo.http.enabled is on, and there is no directory for its token; set sampo.data"));
        return Optional.of(door.open(sampo, http, data));
    }

    private static Optional<Door> found() {
        return ServiceLoader.load(Door.class, Door.class.getClassLoader()).findFirst();
    }
}
