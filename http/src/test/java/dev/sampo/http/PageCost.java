package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.sampo.Job;
import dev.sampo.dag.Dag;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a page that is open costs the node that serves it, in processor time of a task that does nothing (W1):
 * {@code -Dsampo.page.cost=TASKS}. The browser's own time is not in it.
 */
@EnabledIfSystemProperty(named = "sampo.page.cost", matches = "\\d+")
@Timeout(600)
class PageCost {
    private static final int TASKS = Integer.getInteger("sampo.page.cost", 50_000);
    private static final int WARM_UP = 4;
    private static final int ROUNDS = Integer.getInteger("sampo.page.rounds", 15);

    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    private Path directory;

    /** One way to be watched, and what a task cost in each round. */
    private record Way(String name, Served served, String page, double[] micros) {}

    @Test
    void anOpenPageCostsLittle() {
        assumeTrue(Browser.program().isPresent(), "no Chromium on the PATH");
        try (var bare = new Served(directory.resolve("bare"), Map.of("sampo.http.metrics", false));
                var served = new Served(directory.resolve("node"));
                var browser = new Browser(Browser.program().orElseThrow(), directory.resolve("profile"))) {
            browser.look(1280, 1000, false, false);
            CommandRun link = CommandRun.of("page", "--no-open", "--data", served.data.toString());
            browser.open(link.out().strip());
            browser.await("document.querySelector('#nodes article')");
            String page = browser.eval("location.href.split('#')[0]").asText();
            List<Way> ways = List.of(
                    new Way("without metrics", bare, "about:blank", new double[ROUNDS]),
                    new Way("with metrics", served, "about:blank", new double[ROUNDS]),
                    new Way("with a page open", served, page, new double[ROUNDS]));
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Way way : ways) {
                    String job = way.name().replace(' ', '-') + "-" + (round + WARM_UP);
                    double micros = run(way, browser, job);
                    if (round >= 0) {
                        way.micros()[round] = micros;
                    }
                }
            }
            ways.forEach(PageCost::print);
            assertThat(browser.complaints()).isEmpty();
        }
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
        Job running = way.served().sampo.submit(dag, job);
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

    private static void print(Way way) {
        double[] sorted = way.micros().clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-18s %6.2f us of CPU a task in the median (%.2f to %.2f)%n",
                way.name(),
                sorted[ROUNDS / 2],
                sorted[0],
                sorted[ROUNDS - 1]);
    }
}
