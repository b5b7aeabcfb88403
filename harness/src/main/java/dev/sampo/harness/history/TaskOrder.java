package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Declared;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** C4, promise P7: a task starts only after all it comes after has succeeded. */
final class TaskOrder implements Checker {

    private record TaskKey(String job, String task) {}

    @Override
    public List<Violation> check(History history) {
        Map<TaskKey, List<String>> after = new HashMap<>();
        for (Declared declared : history.all(Declared.class)) {
            declared.tasks().forEach(task -> after.put(new TaskKey(declared.job(), task.name()), task.after()));
        }
        Map<TaskKey, Long> ended = new HashMap<>();
        var violations = new ArrayList<Violation>();
        for (Run run : history.all(Run.class)) {
            if (run.f() == Moment.END) {
                if (Boolean.TRUE.equals(run.ok())) {
                    ended.putIfAbsent(new TaskKey(run.job(), run.task()), run.t());
                }
                continue;
            }
            for (String before : after.getOrDefault(new TaskKey(run.job(), run.task()), List.of())) {
                if (!ended.containsKey(new TaskKey(run.job(), before))) {
                    violations.add(new Violation(
                            "C4",
                            "task " + run.task() + " of job " + run.job() + " started on " + run.p() + " before "
                                    + before + " had succeeded"));
                }
            }
        }
        return violations;
    }
}
