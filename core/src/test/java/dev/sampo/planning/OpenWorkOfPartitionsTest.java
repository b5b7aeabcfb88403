package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.resource.Quota;
import dev.sampo.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Four partitions that hear each other: of no tenant more is accepted than it may have, and no less. */
class OpenWorkOfPartitionsTest {
    private static final int PARTITIONS = 4;

    private final PlannerSettings settings = RigSettings.sharing(PARTITIONS)
            .tenants(Map.of(
                    "one", new TenantSettings(1, Quota.NONE, 1, TenantSettings.NO_LIMIT),
                    "ten", new TenantSettings(1, Quota.NONE, 10, TenantSettings.NO_LIMIT),
                    "tasks", new TenantSettings(1, Quota.NONE, TenantSettings.NO_LIMIT, 10),
                    "both", new TenantSettings(1, Quota.NONE, 1, 5)));
    private final List<Rig> rigs = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new Rig(settings, partition).with("n", cpus(1)))
            .toList();

    private final List<Open> open = new ArrayList<>();
    private long tickets = 1_000_000;

    /** A question of one partition to another. */
    private record Open(Rig from, Rig to, long ticket) {}

    /** Carries questions and answers until there are none; an answer waits for the journal, and is the slower. */
    private void talk() {
        for (int round = 0; carriesQuestions() || carriesAnAnswer(); round++) {
            assertThat(round).as("they go on talking for ever").isLessThan(200);
        }
    }

    private boolean carriesQuestions() {
        boolean isAny = false;
        for (Rig rig : rigs) {
            var calls = List.copyOf(rig.calls);
            rig.calls.clear();
            for (Plan.Call call : calls) {
                Rig to = rigs.get(call.partition());
                open.add(new Open(rig, to, ++tickets));
                to.step(call.request().withTicket(tickets));
                isAny = true;
            }
        }
        return isAny;
    }

    private boolean carriesAnAnswer() {
        for (Open question : open) {
            Answer answer = question.to().answers.get(question.ticket());
            if (answer != null) {
                open.remove(question);
                question.from().step(new Input.Told(answer));
                return true;
            }
        }
        return false;
    }

    private void advance(long millis) {
        for (long passed = 0; passed < millis; passed += 50) {
            rigs.forEach(rig -> rig.advance(50));
            talk();
        }
    }

    private static Dag dag(int tasks) {
        var dag = Dag.named("dag");
        for (int i = 0; i < tasks; i++) {
            dag.task("t" + i, () -> 1);
        }
        return dag;
    }

    private long begin(int partition, String id, String tenant, int tasks) {
        long ticket = ++tickets;
        rigs.get(partition)
                .step(new Input.Submit(
                        ticket,
                        new JobId(id),
                        dag(tasks).compile(new PlainEncoder()),
                        JobOptions.DEFAULTS.tenant(tenant)));
        return ticket;
    }

    private Answer answer(int partition, long ticket) {
        return rigs.get(partition).answers.get(ticket);
    }

    /** The answer within the time of some messages, without any waiting; null for none. */
    private Answer submit(int partition, String id, String tenant, int tasks) {
        long ticket = begin(partition, id, tenant, tasks);
        talk();
        return answer(partition, ticket);
    }

    private static Answer accepted(String id) {
        return new Answer.Accepted(new JobId(id), false);
    }

    private void finish(int partition, String id) {
        Rig rig = rigs.get(partition);
        rig.ask(ticket -> new Input.Cancel(ticket, new JobId(id), "enough"));
        rig.runAll();
    }

    @Test
    void aLimitOfOneIsOneWhicheverPartitionAJobGoesTo() {
        assertThat(submit(3, "a", "one", 1)).isEqualTo(accepted("a"));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            long ticket = begin(partition, "more-" + partition, "one", 1);
            advance(1_000);
            assertThat(answer(partition, ticket))
                    .isEqualTo(new Answer.Busy(
                            new JobId("more-" + partition),
                            "tenant one has as many unfinished jobs as it may: 1",
                            1_000));
        }
        finish(3, "a");
        advance(1_000);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(submit(partition, "next-" + partition, "one", 1)).isEqualTo(accepted("next-" + partition));
            finish(partition, "next-" + partition);
        }
    }

    @Test
    void noPlaceStaysFreeThatAnyPartitionCouldUse() {
        for (int job = 0; job < 10; job++) {
            int partition = job < 7 ? 0 : job % PARTITIONS;
            assertThat(submit(partition, "j" + job, "ten", 1)).isEqualTo(accepted("j" + job));
        }
        assertThat(submit(1, "more", "ten", 1)).isNull();
        finish(0, "j0");
        talk();
        assertThat(rigs.get(1).ledger().job(new JobId("more")))
                .as("it waited for less than half a second")
                .isNotNull();
    }

    @Test
    void tasksAreCountedByTheNumber() {
        assertThat(submit(0, "a", "tasks", 4)).isEqualTo(accepted("a"));
        assertThat(submit(1, "b", "tasks", 5)).isEqualTo(accepted("b"));
        assertThat(submit(2, "c", "tasks", 2)).isNull();
        advance(1_000);
        assertThat(rigs.get(2).answers.values())
                .contains(new Answer.Busy(
                        new JobId("c"),
                        "tenant tasks has so many unfinished tasks that with 2 more it would have more than it may: 10",
                        1_000));
        assertThat(submit(3, "d", "tasks", 1)).isEqualTo(accepted("d"));
        finish(0, "a");
        assertThat(submit(2, "c", "tasks", 3)).isEqualTo(accepted("c"));
    }

    @Test
    void theSameJobTwiceIsOneJob() {
        long first = begin(2, "a", "one", 1);
        long second = begin(2, "a", "one", 1);
        advance(1_000);
        assertThat(answer(2, first)).isEqualTo(accepted("a"));
        assertThat(answer(2, second)).isEqualTo(new Answer.Accepted(new JobId("a"), true));
        finish(2, "a");
        assertThat(submit(1, "b", "one", 1)).isEqualTo(accepted("b"));
    }

    @Test
    void whoIsRefusedForItsTasksKeepsNoPlaceOfAJob() {
        assertThat(submit(0, "large", "both", 6)).isInstanceOf(Answer.Busy.class);
        assertThat(submit(1, "a", "both", 2)).isEqualTo(accepted("a"));
        finish(1, "a");
        long one = begin(2, "b", "both", 5);
        long other = begin(3, "c", "both", 5);
        advance(1_000);
        assertThat(List.of(answer(2, one), answer(3, other)))
                .hasAtLeastOneElementOfType(Answer.Accepted.class)
                .hasAtLeastOneElementOfType(Answer.Busy.class);
    }

    @Test
    void aSchedulerThatTakesOverCountsWhatIsOpenAndSoDoesAnOwner() {
        for (int job = 0; job < 9; job++) {
            assertThat(submit(job % PARTITIONS, "j" + job, "ten", 1)).isEqualTo(accepted("j" + job));
        }
        rigs.forEach(rig -> {
            rig.failOver(0);
            talk();
        });
        assertThat(submit(0, "tenth", "ten", 1))
                .as("before nodes have had their time")
                .isEqualTo(accepted("tenth"));
        long more = begin(1, "more", "ten", 1);
        advance(5_000);
        assertThat(answer(1, more)).isInstanceOf(Answer.Busy.class);
    }

    @Test
    void whoIsToldThatThereIsNoPlaceIsToldAtOnceFromThenOn() {
        assertThat(submit(0, "a", "one", 1)).isEqualTo(accepted("a"));
        assertThat(submit(1, "b", "one", 1)).isNull();
        advance(600);
        assertThat(submit(1, "c", "one", 1)).isInstanceOf(Answer.Busy.class);
    }

    @Test
    void otherTenantsAskNobody() {
        assertThat(submit(0, "a", "free", 1)).isEqualTo(accepted("a"));
        assertThat(tickets).isEqualTo(1_000_001);
    }
}
