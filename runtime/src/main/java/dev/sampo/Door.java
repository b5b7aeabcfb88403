package dev.sampo;

import com.typesafe.config.Config;
import java.nio.file.Path;

/**
 * How programs that are no part of a cluster reach it: the module {@code sampo-http} brings one. Found by
 * {@link java.util.ServiceLoader}, and opened when {@code sampo.http.enabled} is on.
 */
public interface Door {

    /** What is behind it, for as long as it is open. */
    interface Open {
        /** Where others knock. */
        String address();

        void close();
    }

    /**
     * @param http the section {@code sampo.http}
     * @param data where this node keeps what must survive
     */
    Open open(Sampo sampo, Config http, Path data);
}
