package dev.sampo.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that can be asked: a line of the table that requests are served by, and that is told as OpenAPI.
 *
 * @param path with names in braces: /v1/jobs/{job}
 * @param queries parameters it knows; others are refused
 * @param headers that it looks at, besides those that all do
 * @param body what is to be sent as JSON, or {@code byte[]} for what is none; empty for nothing
 * @param answer what is answered as JSON, or {@link Asset} for a file of the page; empty for what is neither
 * @param type of the content of the answer
 * @param isLarge whether the body may be as large as a job
 */
record Route(
        String method,
        String path,
        String summary,
        List<Parameter> queries,
        List<Parameter> headers,
        Optional<Class<?>> body,
        Optional<Class<?>> answer,
        String type,
        Access access,
        boolean isLarge,
        Handler handler) {
    private static final String JSON = "application/json";
    private static final Parameter KEY =
            Parameter.text(Call.KEY, "a name of this request: sent again under it, it is done once");

    /** Who may ask. */
    enum Access {
        /** Whoever reaches this node from no other site: it is of no use to strangers, or in every Sampo. */
        EVERYBODY,
        /** Who knows the token, and the page that was let in by it. */
        LET_IN,
        /** Who knows the token itself. */
        TOKEN
    }

    static Route get(String path, String summary, Class<?> answer, Handler handler) {
        return new Route(
                "GET",
                path,
                summary,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(answer),
                JSON,
                Access.LET_IN,
                false,
                handler);
    }

    static Route events(String path, String summary, Handler handler) {
        return text(path, summary, "text/event-stream", handler);
    }

    /** Answers something that is no JSON. */
    static Route text(String path, String summary, String type, Handler handler) {
        return new Route(
                "GET",
                path,
                summary,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                type,
                Access.LET_IN,
                false,
                handler);
    }

    /** Changes something. */
    static Route change(String method, String path, String summary, Class<?> body, Class<?> answer, Handler handler) {
        return new Route(
                method,
                path,
                summary,
                List.of(),
                method.equals("POST") ? List.of(KEY) : List.of(),
                Optional.of(body),
                Optional.of(answer),
                JSON,
                Access.LET_IN,
                false,
                handler);
    }

    Route query(Parameter parameter) {
        return new Route(
                method, path, summary, with(queries, parameter), headers, body, answer, type, access, isLarge, handler);
    }

    Route header(Parameter parameter) {
        return new Route(
                method, path, summary, queries, with(headers, parameter), body, answer, type, access, isLarge, handler);
    }

    private static List<Parameter> with(List<Parameter> some, Parameter more) {
        var all = new ArrayList<>(some);
        all.add(more);
        return List.copyOf(all);
    }

    Route only(Access other) {
        return new Route(method, path, summary, queries, headers, body, answer, type, other, isLarge, handler);
    }

    /** Takes a body as large as a job. */
    Route large() {
        return new Route(method, path, summary, queries, headers, body, answer, type, access, true, handler);
    }

    /** Whether it takes bytes of any kind, such as a jar. */
    boolean takesBytes() {
        return body.filter(byte[].class::equals).isPresent();
    }

    /** Its parts between slashes. */
    List<String> parts() {
        return path.equals("/") ? List.of() : List.of(path.substring(1).split("/"));
    }

    Optional<Parameter> query(String name) {
        return queries.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
