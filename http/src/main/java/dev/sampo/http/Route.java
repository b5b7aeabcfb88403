package dev.sampo.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that can be asked: a line of the table that requests are served by, and that is told as OpenAPI.
 *
 * @param path with names in braces: /v1/jobs/{job}
 * @param queries parameters it knows; others are refused
 * @param body what is to be sent; empty for nothing
 * @param answer what is answered; empty for server-sent events
 * @param isLarge whether the body may be as large as a job
 */
record Route(
        String method,
        String path,
        String summary,
        List<Query> queries,
        Optional<Class<?>> body,
        Optional<Class<?>> answer,
        boolean isLarge,
        Handler handler) {

    record Query(String name, String description) {}

    static Route get(String path, String summary, Class<?> answer, Handler handler) {
        return new Route("GET", path, summary, List.of(), Optional.empty(), Optional.of(answer), false, handler);
    }

    static Route events(String path, String summary, Handler handler) {
        return new Route("GET", path, summary, List.of(), Optional.empty(), Optional.empty(), false, handler);
    }

    /** Changes something. */
    static Route change(String method, String path, String summary, Class<?> body, Class<?> answer, Handler handler) {
        return new Route(method, path, summary, List.of(), Optional.of(body), Optional.of(answer), false, handler);
    }

    Route query(String name, String description) {
        var all = new ArrayList<>(queries);
        all.add(new Query(name, description));
        return new Route(method, path, summary, List.copyOf(all), body, answer, isLarge, handler);
    }

    /** Takes a body as large as a job. */
    Route large() {
        return new Route(method, path, summary, queries, body, answer, true, handler);
    }

    /** Its parts between slashes. */
    List<String> parts() {
        return List.of(path.substring(1).split("/"));
    }

    boolean knows(String query) {
        return queries.stream().anyMatch(each -> each.name().equals(query));
    }
}
