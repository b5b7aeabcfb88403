package dev.sampo.http;

import dev.sampo.file.JobFile;
import dev.sampo.http.api.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the table of routes as an OpenAPI document: whatever is served is in it, and nothing else. */
final class OpenApi {
    static final String PATH = "/v1/openapi.json";

    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");
    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])([A-Z])");

    private final List<Route> routes;
    private final Map<String, Object> schemas = new TreeMap<>();

    OpenApi(List<Route> others) {
        routes = new ArrayList<>(others);
        routes.add(route());
    }

    Route route() {
        return Route.get(
                PATH, "This document", Map.class, call -> CompletableFuture.completedFuture(Reply.ok(document())));
    }

    private synchronized Map<String, Object> document() {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        routes.forEach(route -> paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                .put(route.method().toLowerCase(Locale.ROOT), operation(route)));
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Sampo", "version", "v1", "description", ABOUT));
        document.put("security", List.of(Map.of("token", List.of())));
        document.put("paths", paths);
        schema(Problem.class);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        schemas,
                        "responses",
                        problems(),
                        "securitySchemes",
                        Map.of(
                                "token",
                                Map.of(
                                        "type",
                                        "http",
                                        "scheme",
                                        "bearer",
                                        "description",
                                        "the content of the file \"token\" in the data directory of the node"))));
        return document;
    }

    private static final String ABOUT =
            "What a node of Sampo answers. Requests carry the node's token. A job is submitted once for each id: the same"
                    + " again is the same job, other content under its id is refused with 409. What was not done is told as"
                    + " application/problem+json (RFC 9457), with a code that does not change; the header Retry-After says when to come"
                    + " again. A stream of events that broke off goes on after the header Last-Event-ID.";

    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> BYTES = Map.of("type", "string", "format", "binary");

    private Map<String, Object> operation(Route route) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("operationId", name(route));
        operation.put("summary", route.summary());
        if (route.access() == Route.Access.EVERYBODY) {
            operation.put("security", List.of());
        }
        operation.put("parameters", parameters(route));
        route.body()
                .ifPresent(body -> operation.put(
                        "requestBody",
                        route.takesBytes()
                                ? content("application/octet-stream", BYTES)
                                : content("application/json", schema(body))));
        var success = new LinkedHashMap<String, Object>();
        success.put("description", "done");
        success.putAll(answer(route));
        var responses = new LinkedHashMap<String, Object>();
        responses.put("200", success);
        if (route.headers().stream().anyMatch(header -> header.name().equals(ValueRoutes.RANGE))) {
            responses.put("206", part());
            responses.put("416", response("NoSuchRange"));
        }
        if (route.access() != Route.Access.EVERYBODY) {
            responses.put("401", response("Unauthorized"));
        }
        for (String status : List.of("429", "503", "504")) {
            responses.put(status, response("Later"));
        }
        responses.put("default", response("Problem"));
        operation.put("responses", responses);
        return operation;
    }

    /** What is asked for of a value that is bytes. */
    private static Map<String, Object> part() {
        var part = new LinkedHashMap<String, Object>();
        part.put("description", "the bytes that the header Range asks for");
        part.put("headers", header("Content-Range", "which they are, and of how many", TEXT));
        part.putAll(content("application/octet-stream", BYTES));
        return part;
    }

    private static Map<String, Object> response(String name) {
        return Map.of("$ref", "#/components/responses/" + name);
    }

    /** How it is said that something was not done, as all routes do. */
    private static Map<String, Object> problems() {
        return Map.of(
                "Problem",
                problem("not done; detail says why, and what to do", Map.of()),
                "Unauthorized",
                problem(
                        "no token, a wrong one, or a pass of the page where the token itself is needed",
                        header("WWW-Authenticate", "the scheme that is asked for: Bearer", TEXT)),
                "NoSuchRange",
                problem("there are no such bytes", header("Content-Range", "how many there are, after bytes */", TEXT)),
                "Later",
                problem(
                        "not now: too many requests, too much to do, or no answer of the cluster in time",
                        header(
                                "Retry-After",
                                "after how many seconds to come again; left out when that is not known",
                                Map.of("type", "integer", "minimum", 0))));
    }

    private static Map<String, Object> header(String name, String description, Object schema) {
        return Map.of(name, Map.of("description", description, "schema", schema));
    }

    private static Map<String, Object> problem(String description, Map<String, Object> headers) {
        var problem = new LinkedHashMap<String, Object>();
        problem.put("description", description);
        if (!headers.isEmpty()) {
            problem.put("headers", headers);
        }
        problem.putAll(content("application/problem+json", Map.of("$ref", "#/components/schemas/Problem")));
        return problem;
    }

    /** What generators of clients call it: getJobsJobTasks. */
    private static String name(Route route) {
        var name = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String part : route.path().replaceFirst("^/v1/", "").split("[^a-z]+")) {
            if (!part.isEmpty()) {
                name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
        }
        return name.toString();
    }

    private Map<String, Object> answer(Route route) {
        if (route.answer().isEmpty()) {
            return content(route.type(), TEXT);
        }
        return route.answer().get() == Asset.class
                ? content("*/*", TEXT)
                : content("application/json", schema(route.answer().get()));
    }

    private static Map<String, Object> content(String type, Object schema) {
        return Map.of("content", Map.of(type, Map.of("schema", schema)));
    }

    private static List<Object> parameters(Route route) {
        var parameters = new ArrayList<Object>();
        Matcher names = NAME.matcher(route.path());
        while (names.find()) {
            var parameter = new LinkedHashMap<String, Object>();
            parameter.put("name", names.group(1));
            parameter.put("in", "path");
            parameter.put("required", true);
            parameter.put("schema", TEXT);
            parameters.add(parameter);
        }
        route.queries().forEach(each -> parameters.add(parameter("query", each)));
        route.headers().forEach(each -> parameters.add(parameter("header", each)));
        return parameters;
    }

    private static Map<String, Object> parameter(String in, Parameter told) {
        var parameter = new LinkedHashMap<String, Object>();
        parameter.put("name", told.name());
        parameter.put("in", in);
        parameter.put("description", told.description());
        if (told.isRequired()) {
            parameter.put("required", true);
        }
        parameter.put("schema", told.schema());
        return parameter;
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            boolean isList = Collection.class.isAssignableFrom((Class<?>) generic.getRawType());
            return isList
                    ? Map.of("type", "array", "items", schema(last))
                    : Map.of("type", "object", "additionalProperties", schema(last));
        }
        var plain = (Class<?>) type;
        if (plain == JobFile.class) {
            schemas.computeIfAbsent("Job", OpenApi::job);
            return Map.of("$ref", "#/components/schemas/Job");
        }
        if (plain.isRecord()) {
            return record(plain);
        }
        if (plain == String.class) {
            return TEXT;
        }
        if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class) {
            return Map.of("type", "integer");
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return Map.of("type", "boolean");
        }
        return plain == BigDecimal.class || plain == double.class || plain == Double.class
                ? Map.of("type", "number")
                : Map.of();
    }

    /** The schema of files, at home in this document. */
    private static Map<String, Object> job(String name) {
        String own = new String(JobFile.schema(), StandardCharsets.UTF_8)
                .replace("\"#/$defs/", "\"#/components/schemas/" + name + "/$defs/");
        var schema = Json.readOwn(own.getBytes(StandardCharsets.UTF_8));
        schema.keySet().removeAll(List.of("$schema", "$id"));
        return schema;
    }

    /** A component that may be null is one that may be left out. */
    private Map<String, Object> record(Class<?> type) {
        String name = type.getSimpleName();
        if (!schemas.containsKey(name)) {
            var properties = new LinkedHashMap<String, Object>();
            schemas.put(name, Map.of("type", "object", "properties", properties));
            for (RecordComponent component : type.getRecordComponents()) {
                properties.put(snake(component.getName()), schema(component.getGenericType()));
            }
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private static String snake(String name) {
        return CAPITAL.matcher(name).replaceAll("_$1").toLowerCase(Locale.ROOT);
    }
}
