package dev.sampo.actors.worker;

import dev.sampo.actors.body.RunningBody;
import dev.sampo.dag.Blueprint;
import dev.sampo.job.Experience;
import dev.sampo.job.Outcome;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What the JDK's flight recorder is told of an attempt, by the thread that runs it. Costs nothing while nothing is recorded. */
@Name("dev.sampo.AttemptRun")
@Label("Attempt Run")
@Category("Sampo")
@Description("A body of a task ran on this node")
@StackTrace(false)
@SuppressWarnings({"unused", "FieldCanBeLocal"})
final class AttemptRun extends Event {
    @Label("Job")
    private String job;

    @Label("Graph")
    private String dag;

    @Label("Kind")
    private String kind;

    @Label("Task")
    private String task;

    @Label("Attempt")
    private int attempt;

    @Label("Node")
    private String node;

    @Label("Outcome")
    private String outcome;

    @Label("Result Size")
    @DataAmount
    private long bytes;

    static AttemptRun begun() {
        var event = new AttemptRun();
        event.begin();
        return event;
    }

    void ended(RunningBody body, Outcome how) {
        end();
        if (shouldCommit()) {
            Blueprint blueprint = body.run().blueprint();
            job = body.jobId();
            dag = blueprint.name();
            kind = Experience.kind(blueprint, body.run().blueprintTask());
            task = body.task();
            attempt = body.attempt();
            node = body.node();
            outcome = Telling.word(how);
            bytes = how instanceof Outcome.Succeeded done ? done.value().size() : 0;
            commit();
        }
    }
}
