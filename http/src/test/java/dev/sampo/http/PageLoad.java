package dev.sampo.http;

import static dev.sampo.harness.NeededProgram.need;
import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sampo.Job;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs to look on, in the browser, while a job runs so many tasks a second: {@code -Dsampo.page.load=TASKS}, and
 * {@code -Dsampo.page.rate=TASKS} for another pace than 2,000. Once with its graph in view, and once with its timeline.
 */
@EnabledIfSystemProperty(named = "sampo.page.load", matches = "\\d+")
@Timeout(600)
class PageLoad {
    private static final int TASKS_USUAL = 10_000;
    private static final int TASKS = Integer.getInteger("sampo.page.load", TASKS_USUAL);
    private static final int RATE = Integer.getInteger("sampo.page.rate", 2_000);
    private static final int AT_A_TIME = 40;
    /** Each three boxes of the graph: not many more could be drawn. */
    private static final int KINDS = 40;

    private static final int SUMS = 100;
    private static final int SECONDS_MAX = 10;

    /** How many a second in the mean and in the worst second, and how long the longest took. */
    private static final String FRAMES =
            "(() => { const all = window.frames_, last = all[all.length - 1]; let least = Infinity, longest = 0;"
                    + " for (let i = 1; i < all.length; i++) longest = Math.max(longest, all[i] - all[i - 1]);"
                    + " for (let from = all[0]; from + 1000 <= last; from += 100)"
                    + " least = Math.min(least, all.filter((at) => at >= from && at < from + 1000).length);"
                    + " return {mean: (all.length - 1) / (last - all[0]) * 1000, least, longest}; })()";

    private static final AtomicInteger BEGUN = new AtomicInteger();
    private static volatile long paceFrom;

    @TempDir
    private Path directory;

    private static Dag large() {
        var dag = Dag.named("large");
        List<List<Handle<Integer>>> counted = new ArrayList<>();
        for (int i = 0; i < KINDS; i++) {
            counted.add(new ArrayList<>());
        }
        int sums = TASKS / SUMS;
        for (int i = 0; i < (TASKS - sums) / 2; i++) {
            String kind = kind(i) + "-" + i;
            Handle<Integer> read = dag.task("read-" + kind, () -> inTurn(1)).needs(cpus(1));
            counted.get(i % KINDS)
                    .add(dag.task("count-" + kind, read, PageLoad::inTurn).needs(cpus(1)));
        }
        for (int i = 0; i < sums; i++) {
            List<Handle<Integer>> all = counted.get(i % KINDS);
            int from = i / KINDS * SUMS / 2 % Math.max(1, all.size() - SUMS / 2);
            dag.task(
                            "sum-" + kind(i) + "-" + i,
                            all.subList(from, Math.min(all.size(), from + SUMS / 2)),
                            some -> inTurn(some.size()))
                    .needs(cpus(1));
        }
        return dag;
    }

    private static String kind(int i) {
        return "" + (char) ('a' + i % KINDS / 8) + (char) ('a' + i % 8);
    }

    /** Each task ends when its turn has come: so many a second, whatever a machine needs for them besides. */
    private static int inTurn(int value) throws InterruptedException {
        int turn = BEGUN.getAndIncrement();
        if (turn == 0) {
            paceFrom = System.nanoTime();
        }
        long wait = paceFrom + turn * TimeUnit.SECONDS.toNanos(1) / RATE - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.min(wait, TimeUnit.SECONDS.toNanos(1)));
        return value;
    }

    @Test
    void lookingOnIsCheap() {
        need("chromium", Browser.program().isPresent(), "no Chromium on the PATH");
        for (String part : List.of("Graph", "Timeline")) {
            try (var served = new Served(directory.resolve(part), Map.of("sampo.node.cpus", AT_A_TIME));
                    var browser = new Browser(Browser.program().orElseThrow(), directory.resolve("profile-" + part))) {
                look(part, served, browser);
            }
        }
    }

    private static void look(String part, Served served, Browser browser) {
        browser.look(1280, 1000, false, false);
        CommandRun link = CommandRun.of("page", "--no-open", "--data", served.data.toString());
        browser.open(link.out().strip());
        browser.await("document.querySelector('#nodes article')");
        JsonNode paint = browser.eval("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        BEGUN.set(0);
        Job job = served.sampo.submit(large(), "large");
        browser.eval("location.hash = '#/jobs/large'; window.began = performance.now(); 0");
        browser.await("document.querySelector('.count[data-state=succeeded]') && document.querySelector('svg .group')");
        double drawn = browser.eval("performance.now() - window.began").asDouble();
        browser.eval("document.querySelector('section[aria-label=" + part + "]').scrollIntoView({block: 'start'});"
                + " window.frames_ = [];"
                + " (function frame() { window.frames_.push(performance.now()); requestAnimationFrame(frame); })(); 0");
        long before = browser.received();
        int begun = BEGUN.get();
        long since = System.nanoTime();
        while (BEGUN.get() < TASKS && System.nanoTime() - since < TimeUnit.SECONDS.toNanos(SECONDS_MAX)) {
            browser.eval("new Promise(done => setTimeout(done, 100))");
        }
        double seconds = (System.nanoTime() - since) / 1e9;
        double rate = (BEGUN.get() - begun) / seconds;
        double bytes = (browser.received() - before) / seconds;
        JsonNode frames = browser.eval(FRAMES);
        double heap =
                browser.eval("performance.memory.usedJSHeapSize / 1048576").asDouble();
        long renderer = browser.rendererBytes();
        System.out.printf(
                Locale.ROOT,
                "%s of %,d tasks, in %.1f s at %,.0f a second: first paint %.0f ms, graph after %.0f ms; %.0f frames/s,"
                        + " in the worst second %d, longest frame %.0f ms; %.1f MiB heap, renderer %d MiB; %.1f KB/s%n",
                part,
                TASKS,
                seconds,
                rate,
                paint.asDouble(),
                drawn,
                frames.get("mean").asDouble(),
                frames.get("least").asInt(),
                frames.get("longest").asDouble(),
                heap,
                renderer >> 20,
                bytes / 1e3);
        job.cancel("seen enough");
        assertThat(paint.asDouble()).isLessThan(500);
        assertThat(frames.get("least").asInt()).isGreaterThan(30);
        if (TASKS <= TASKS_USUAL) {
            assertThat(renderer).isLessThan(150_000_000);
        }
        assertThat(bytes).isLessThan(200_000);
        assertThat(browser.complaints()).isEmpty();
    }
}
