package dev.sampo.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of all that can be asked. */
final class Router {
    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    List<Route> routes() {
        return routes;
    }

    /** @param names what stands in the places of the route's names */
    record Match(Route route, Map<String, String> names) {}

    /**
     * Whom to ask.
     *
     * @param parts of the path, decoded
     * @throws Problem.Refusal when nobody serves it
     */
    Match find(String method, List<String> parts) {
        var others = new ArrayList<String>();
        for (Route route : routes) {
            Map<String, String> names = names(route.parts(), parts);
            if (names != null && route.method().equals(method)) {
                return new Match(route, names);
            } else if (names != null) {
                others.add(route.method());
            }
        }
        String path = "/" + String.join("/", parts);
        if (others.isEmpty()) {
            throw Problem.of(404, "NO_SUCH_PATH", shortened(path) + " is no path here; GET /v1/openapi.json lists all")
                    .refusal();
        }
        throw Problem.of(
                        405,
                        "METHOD_NOT_ALLOWED",
                        shortened(path) + " does not take " + shortened(method) + ", only " + String.join(", ", others))
                .allowing(String.join(", ", others))
                .refusal();
    }

    /** Who may ask that; of what nobody serves, the same as of most of what is served. */
    Route.Access access(String method, List<String> parts) {
        return routes.stream()
                .filter(route -> route.method().equals(method) && names(route.parts(), parts) != null)
                .map(Route::access)
                .findFirst()
                .orElse(Route.Access.LET_IN);
    }

    /** Null when it is another path. */
    private static Map<String, String> names(List<String> pattern, List<String> parts) {
        if (pattern.size() != parts.size()) {
            return null;
        }
        var names = new LinkedHashMap<String, String>();
        for (int i = 0; i < parts.size(); i++) {
            String part = pattern.get(i);
            if (part.startsWith("{")) {
                names.put(part.substring(1, part.length() - 1), parts.get(i));
            } else if (!part.equals(parts.get(i))) {
                return null;
            }
        }
        return names;
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
