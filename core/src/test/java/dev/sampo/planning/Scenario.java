package dev.sampo.planning;

import dev.sampo.dag.Body0;
import dev.sampo.dag.BodyOfList;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays commands on a {@link Rig} and tells what followed each:
 *
 * <pre>
 * node NAME CPUS            succeed NODE TASK     suspect NODE     advance MILLIS
 * submit TASK[&lt;-INPUT,..]  fail NODE TASK        see NODE         fail-over LOST_FACTS
 * cancel                    kill NODE             explain TASK     status
 * silence NODE              stick-disk            client NAME CPUS
 * submit-from CLIENT TASK[&lt;-INPUT,..]              ask NODE TASK MILLIS
 * </pre>
 */
final class Scenario {
    private static final String ACCOUNT = "    ";

    private final Rig rig = new Rig();
    private final Map<String, Integer> numbers = new HashMap<>();
    private int linesTold;
    private int factsTold = 1;

    String play(List<String> lines) {
        var text = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith(ACCOUNT)) {
                continue;
            }
            text.append(line).append('\n');
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.trim().split("\\s+");
                account(text, command(words));
            }
        }
        return text.toString();
    }

    private List<String> command(String[] words) {
        switch (words[0]) {
            case "node" -> rig.with(words[1], Resources.cpus(Double.parseDouble(words[2])));
            case "client" -> rig.withClient(words[1], Resources.cpus(Double.parseDouble(words[2])));
            case "submit" -> rig.submit(dag(words, 1));
            case "submit-from" -> rig.submitFrom(words[1], Rig.JOB, dag(words, 2));
            case "succeed" -> rig.succeed(words[1], words[2]);
            case "fail" -> rig.fail(words[1], words[2]);
            case "ask" -> rig.ask(words[1], words[2], Long.parseLong(words[3]));
            case "kill" -> rig.kill(words[1]);
            case "suspect" -> rig.suspect(words[1]);
            case "stick-disk" -> rig.stickDisk();
            case "silence" -> rig.silence(words[1]);
            case "see" -> rig.see(words[1]);
            case "advance" -> rig.advance(Long.parseLong(words[1]));
            case "fail-over" -> {
                int lost = LastFacts.of(rig.journal, Integer.parseInt(words[1]));
                factsTold = rig.journal.size() - lost;
                rig.failOver(lost);
            }
            case "cancel" -> rig.ask(ticket -> new Input.Cancel(ticket, Rig.JOB, "enough"));
            case "status" -> {
                JobSummary job = rig.status();
                String locally =
                        job.ranLocally().map(JobSummary.RanLocally::toString).orElse("");
                return List.of(job.status() + " " + job.reason() + locally);
            }
            case "explain" -> {
                return List.of(rig.explain(numbers.get(words[1])).summary());
            }
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        }
        return List.of();
    }

    /** Words such as {@code d<-b,c}; a task whose name starts with "flaky" may fail once, one called "slow.." has a second. */
    private Dag dag(String[] words, int first) {
        var dag = Dag.named("story");
        var handles = new HashMap<String, Handle<Integer>>();
        Body0<Integer> leaf = () -> 1;
        BodyOfList<Integer, Integer> join = all -> all.size();
        for (int i = first; i < words.length; i++) {
            String[] parts = words[i].split("<-");
            var inputs = new ArrayList<Handle<Integer>>();
            for (String input : parts.length == 1 ? new String[0] : parts[1].split(",")) {
                inputs.add(handles.get(input));
            }
            Handle<Integer> task = inputs.isEmpty() ? dag.task(parts[0], leaf) : dag.task(parts[0], inputs, join);
            if (parts[0].startsWith("flaky")) {
                task.retry(Retry.fixed(1).startingAt(Duration.ofSeconds(1)).withJitter(0));
            }
            if (parts[0].startsWith("slow")) {
                task.timeout(Duration.ofSeconds(1));
            }
            handles.put(parts[0], task);
            numbers.put(parts[0], i - first);
        }
        return dag;
    }

    private void account(StringBuilder text, List<String> answers) {
        for (; factsTold < rig.journal.size(); factsTold++) {
            Fact fact = rig.journal.get(factsTold);
            if (!(fact instanceof Fact.Placed)) {
                text.append(ACCOUNT).append(tell(fact)).append('\n');
            }
        }
        for (; linesTold < rig.transcript.size(); linesTold++) {
            text.append(ACCOUNT).append(rig.transcript.get(linesTold)).append('\n');
        }
        answers.forEach(answer ->
                text.append(ACCOUNT).append("\"").append(answer.trim()).append("\"\n"));
    }

    private String tell(Fact fact) {
        if (fact instanceof Fact.TermBegun begun) {
            return "fact: term " + begun.term() + " begun";
        }
        JobLedger job = rig.ledger().job(Rig.JOB);
        if (fact instanceof JobEvent.TaskSucceeded done) {
            return "fact: " + job.nameOf(done.task()) + "#" + done.number() + " succeeded on " + done.node();
        }
        if (fact instanceof JobEvent.AttemptFailed failed) {
            String next = failed.retryAt() < 0 ? "for good" : "retry at " + failed.retryAt();
            return "fact: " + job.nameOf(failed.task()) + "#" + failed.number() + " failed, " + next;
        }
        if (fact instanceof JobEvent.AttemptLost lost) {
            return "fact: " + job.nameOf(lost.task()) + "#" + lost.number() + " lost with " + lost.node();
        }
        if (fact instanceof JobEvent.NodeDied died) {
            return "fact: " + died.node() + " has died under " + job.nameOf(died.task()) + "#" + died.number();
        }
        if (fact instanceof JobEvent.JobEnded ended) {
            return "fact: job " + ended.status();
        }
        return "fact: " + fact.getClass().getSimpleName();
    }
}
