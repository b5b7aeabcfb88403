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
        document.put("info", Map.of("title", "Sampo", "version", "v1"));
        document.put("security", List.of(Map.of("token", List.of())));
        document.put("paths", paths);
        schema(Problem.class);
        document.put(
                "components",
                Map.of(
                        "schemas",
                        schemas,
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
        return document;
    }

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
        var problem = new LinkedHashMap<String, Object>();
        problem.put("description", "not done; detail says why, and what to do");
        problem.putAll(content("application/problem+json", Map.of("$ref", "#/components/schemas/Problem")));
        var responses = new LinkedHashMap<String, Object>();
        responses.put("200", success);
        responses.put("default", problem);
        operation.put("responses", responses);
        return operation;
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
            return content(route.type(), Map.of("type", "string"));
        }
        return route.answer().get() == Asset.class
                ? content("*/*", Map.of("type", "string"))
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
            parameter.put("schema", Map.of("type", "string"));
            parameters.add(parameter);
        }
        for (Route.Query query : route.queries()) {
            var parameter = new LinkedHashMap<String, Object>();
            parameter.put("name", query.name());
            parameter.put("in", "query");
            parameter.put("description", query.description());
            parameter.put("schema", Map.of("type", "string"));
            parameters.add(parameter);
        }
        if (route.method().equals("POST")) {
            var key = new LinkedHashMap<String, Object>();
            key.put("name", Call.KEY);
            key.put("in", "header");
            key.put("description", "a name of this request: sent again under it, it is done once");
            key.put("schema", Map.of("type", "string"));
            parameters.add(key);
        }
        return parameters;
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
            return Map.of("type", "string");
        }
        if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class) {
            return Map.of("type", "integer");
        }
        if (plain == boolean.class) {
            return Map.of("type", "boolean");
        }
        return plain == BigDecimal.class ? Map.of("type", "number") : Map.of();
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
