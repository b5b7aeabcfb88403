package dev.sampo.http;

import static dev.sampo.harness.NeededProgram.need;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.sampo.Job;
import dev.sampo.dag.Dag;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What metrics and an open page cost, in processor time of all nodes for a task that does nothing, as in W1: one node that
 * schedules, a client, two workers of one task at a time, talking over TCP, but all in this JVM. {@code -Dsampo.page.cost=TASKS} says
 * how many tasks a job has. The page is served by a worker; the browser's own time is not in it.
 *
 * <p>Each way to be watched has a cluster of its own, which runs as many jobs as the others and keeps few: a checkpoint of all that one
 * has run falls on some of its jobs, and more to collect makes each collection longer, whoever looks on.
 */
@EnabledIfSystemProperty(named = "sampo.page.cost", matches = "\\d+")
@Timeout(600)
class PageCost {
    private static final int TASKS = Integer.getInteger("sampo.page.cost", 50_000);
    private static final int WARM_UP = Integer.getInteger("sampo.page.warm-up", 10);
    private static final int ROUNDS = Integer.getInteger("sampo.page.rounds", 15);
    private static final int KEPT = 2;
    private static final int SERVES_PAGE = 1;

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    private Path directory;

    /** One way to be watched, and what a task cost in each round. */
    private record Way(String name, Cluster cluster, String page, double[] micros) {}

    @Test
    void anOpenPageCostsLittle() {
        need("chromium", Browser.program().isPresent(), "no Chromium on the PATH");
        try (var bare = cluster(false);
                var counted = cluster(true);
                var served = cluster(true);
                var browser = new Browser(Browser.program().orElseThrow(), directory.resolve("profile"))) {
            browser.look(1280, 1000, false, false);
            Path data = served.directory(SERVES_PAGE).resolve("data");
            CommandRun link = CommandRun.of("page", "--no-open", "--data", data.toString());
            browser.open(link.out().strip());
            browser.await("document.querySelector('#nodes article')");
            String page = browser.eval("location.href.split('#')[0]").asText();
            List<Way> ways = List.of(
                    new Way("nobody watches", bare, "about:blank", new double[ROUNDS]),
                    new Way("metrics", counted, "about:blank", new double[ROUNDS]),
                    new Way("metrics and a page", served, page, new double[ROUNDS]));
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Way way : ways) {
                    double micros = run(way, browser, "flat-" + (round + WARM_UP));
                    if (round >= 0) {
                        way.micros()[round] = micros;
                    }
                }
            }
            ways.forEach(PageCost::print);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static Cluster cluster(boolean isCounting) {
        return Cluster.start(ClusterSpec.inProcess(3)
                .direct()
                .nodes(node -> node.set("sampo.http.enabled", true)
                        .set("sampo.http.published-in", "")
                        .set("sampo.http.metrics", isCounting)
                        .set("sampo.planner.retain-max", KEPT)
                        .roles("worker"))
                .node(0, node -> node.roles("coordinator")));
    }

    private double run(Way way, Browser browser, String job) {
        boolean looksOn = !way.page().equals("about:blank");
        browser.open(way.page());
        if (looksOn) {
            browser.await("document.querySelector('#nodes article')");
        }
        settle(browser);
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, TASKS).boxed().toList());
        var dag = Dag.named("flat");
        var ends = dag.each("echo", numbers, (Integer number) -> number);
        long before = process.getProcessCpuTime();
        Job running = way.cluster().client().submit(dag, job);
        if (looksOn) {
            browser.eval("location.hash = '#/jobs/" + job + "'; 0");
        }
        running.await(ends);
        settle(browser);
        double micros = (process.getProcessCpuTime() - before) / 1e3 / TASKS;
        if (looksOn) {
            browser.await("document.querySelector('.count[data-state=succeeded]')");
        }
        return micros;
    }

    /** What is yet to be drawn costs, too. */
    private static void settle(Browser browser) {
        browser.eval("new Promise(done => setTimeout(done, 500))");
    }

    /** The operating system counts in hundredths of a second: the mean of the middle half is finer than one of them. */
    private static void print(Way way) {
        double[] sorted = way.micros().clone();
        Arrays.sort(sorted);
        double middle =
                Arrays.stream(sorted, ROUNDS / 4, ROUNDS - ROUNDS / 4).average().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%-18s %6.2f us of CPU a task in the middle (%.2f to %.2f)%n",
                way.name(),
                middle,
                sorted[0],
                sorted[ROUNDS - 1]);
    }
}
