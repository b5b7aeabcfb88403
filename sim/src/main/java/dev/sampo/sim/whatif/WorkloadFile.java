package dev.sampo.sim.whatif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the normalised JSON of a workload: tasks with id, duration, req, deps, and perhaps labels, nodes and duration_on;
 * nodes with id, cap, and perhaps labels and speed. Sizes of data are passed over. Everything wrong is told at once.
 */
final class WorkloadFile {
    private static final long BYTES_MAX = 256L << 20;
    private static final int PROBLEMS_MAX = 20;

    private final List<String> problems = new ArrayList<>();
    private final JsonNode root;

    private WorkloadFile(JsonNode root) {
        this.root = root;
    }

    static Workload read(Path path) {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw new InvalidWhatIf(
                        path + " has " + Files.size(path) + " bytes, at most " + BYTES_MAX + " are read");
            }
            var file = new WorkloadFile(new ObjectMapper().readTree(path.toFile()));
            Workload workload = file.workload(path);
            file.throwIfAny(path);
            return workload;
        } catch (JsonProcessingException malformed) {
            throw new InvalidWhatIf(path + " is no JSON: " + malformed.getOriginalMessage(), malformed);
        } catch (IOException unreadable) {
            throw new InvalidWhatIf("cannot read " + path + ": " + unreadable, unreadable);
        }
    }

    private Workload workload(Path path) {
        JsonNode tasks = root.path("tasks");
        JsonNode nodes = root.path("nodes");
        if (!tasks.isArray() || tasks.isEmpty() || !nodes.isArray() || nodes.isEmpty()) {
            throw new InvalidWhatIf(
                    path + " needs arrays \"tasks\" and \"nodes\" with at least one entry each; convert other"
                            + " formats with dagsched.py convert");
        }
        Map<String, Integer> positions = positions(tasks);
        var nodeList = new ArrayList<Workload.Node>();
        nodes.forEach(node -> nodeList.add(node(node)));
        var taskList = new ArrayList<Workload.Task>();
        tasks.forEach(task -> taskList.add(task(task, positions)));
        return new Workload(root.path("name").asText(path.getFileName().toString()), taskList, nodeList);
    }

    private Map<String, Integer> positions(JsonNode tasks) {
        var positions = new HashMap<String, Integer>();
        for (int i = 0; i < tasks.size(); i++) {
            String id = tasks.get(i).path("id").asText("");
            if (id.isEmpty()) {
                problems.add("task number " + (i + 1) + " has no id");
            } else if (positions.put(id, i) != null) {
                problems.add("two tasks have the id \"" + id + "\"");
            }
        }
        return positions;
    }

    private Workload.Node node(JsonNode node) {
        String id = node.path("id").asText("");
        if (id.isEmpty()) {
            problems.add("a node has no id");
        }
        double speed = node.path("speed").asDouble(1);
        if (!(speed > 0)) {
            problems.add("node \"" + id + "\": speed=" + speed + " must be above zero");
        }
        return new Workload.Node(id, numbers(id, node.path("cap")), texts(node.path("labels")), speed);
    }

    private Workload.Task task(JsonNode task, Map<String, Integer> positions) {
        String id = task.path("id").asText("");
        double duration = number(id, "duration", task.path("duration"));
        var deps = new ArrayList<Integer>();
        for (JsonNode dep : task.path("deps")) {
            Integer position = positions.get(dep.asText());
            if (position == null) {
                problems.add("task \"" + id + "\" depends on \"" + dep.asText() + "\", which is not there");
            } else if (!deps.contains(position)) {
                deps.add(position);
            }
        }
        var on = new ArrayList<String>();
        task.path("nodes").forEach(node -> on.add(node.asText()));
        return new Workload.Task(
                id,
                duration,
                numbers(id, task.path("req")),
                deps,
                texts(task.path("labels")),
                on,
                numbers(id, task.path("duration_on")));
    }

    private Map<String, Double> numbers(String of, JsonNode object) {
        var numbers = new TreeMap<String, Double>();
        object.properties().forEach(field -> numbers.put(field.getKey(), number(of, field.getKey(), field.getValue())));
        return numbers;
    }

    private double number(String of, String what, JsonNode value) {
        double number = value.isNumber() ? value.asDouble() : Double.NaN;
        if (!(number >= 0) || Double.isInfinite(number)) {
            problems.add("\"" + of + "\": " + what + "=" + value + " must be zero or a positive number");
            return 0;
        }
        return number;
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private void throwIfAny(Path path) {
        if (!problems.isEmpty()) {
            String more = problems.size() > PROBLEMS_MAX ? "\n  and " + (problems.size() - PROBLEMS_MAX) + " more" : "";
            throw new InvalidWhatIf(path + " is no valid workload\n  "
                    + String.join("\n  ", problems.subList(0, Math.min(PROBLEMS_MAX, problems.size()))) + more);
        }
    }
}
