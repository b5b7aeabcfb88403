package dev.sampo.http.remote;

import dev.sampo.NamedBodies;
import dev.sampo.dag.Body;
import java.util.Map;
import java.util.function.Function;

/** Lets Dags name a queue where they would name a body: "remote.images". */
public final class RemoteBodies implements NamedBodies {
    @Override
    public Map<String, Body> bodies() {
        return Map.of();
    }

    @Override
    public Map<String, Function<String, Body>> families() {
        return Map.of(Body.REMOTE, RemoteBody::new);
    }
}
