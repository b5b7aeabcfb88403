package dev.sampo.http;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What it costs to look on while a large job runs: {@code -Dsampo.page.load=TASKS}. */
@EnabledIfSystemProperty(named = "sampo.page.load", matches = "\\d+")
@Timeout(300)
class PageLoad {
    private static final int TASKS = Integer.getInteger("sampo.page.load", 10_000);
    private static final int MILLIS = 10;
    private static final int AT_A_TIME = 20;

    @TempDir
    private Path directory;

    private static Dag large() {
        var dag = Dag.named("large");
        List<Handle<Integer>> read = new ArrayList<>();
        for (int i = 0; i < TASKS / 2; i++) {
            read.add(dag.task("read-" + i, () -> sleep(1)).needs(cpus(1)));
        }
        List<Handle<Integer>> counted = new ArrayList<>();
        for (int i = 0; i < TASKS / 2 - TASKS / 100; i++) {
            counted.add(dag.task("count-" + i, read.get(i), PageLoad::sleep).needs(cpus(1)));
        }
        for (int i = 0; i < TASKS / 100; i++) {
            int from = i * (counted.size() / (TASKS / 100));
            dag.task("sum-" + i, counted.subList(from, from + 40), all -> sleep(all.size()))
                    .needs(cpus(1));
        }
        return dag;
    }

    private static int sleep(int value) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(MILLIS);
        return value;
    }

    @Test
    void lookingOnIsCheap() {
        assumeTrue(Browser.program().isPresent(), "no Chromium on the PATH");
        try (var served = new Served(directory.resolve("node"), Map.of("sampo.node.cpus", AT_A_TIME));
                var browser = new Browser(Browser.program().orElseThrow(), directory.resolve("profile"))) {
            browser.look(1280, 1000, false, false);
            CommandRun link = CommandRun.of("page", "--no-open", "--data", served.data.toString());
            browser.open(link.out().strip());
            browser.await("document.querySelector('#nodes article')");
            JsonNode paint = browser.eval("performance.getEntriesByName('first-contentful-paint')[0].startTime");
            served.sampo.submit(large(), "large");
            browser.eval("location.hash = '#/jobs/large'; window.frames_ = 0; window.began = performance.now();"
                    + " (function frame() { window.frames_++; requestAnimationFrame(frame); })(); 0");
            long before = browser.received();
            browser.await("document.querySelector('.count[data-state=succeeded]')");
            for (int i = 0; i < 4; i++) {
                browser.eval("new Promise(done => setTimeout(done, 1000))");
            }
            JsonNode rate = browser.eval("window.frames_ / (performance.now() - window.began) * 1000");
            JsonNode seconds = browser.eval("(performance.now() - window.began) / 1000");
            JsonNode heap = browser.eval("performance.memory.usedJSHeapSize / 1048576");
            JsonNode done =
                    browser.eval("document.querySelector('#progress').parentNode.innerText.replaceAll('\\n', ' ')");
            long bytes = browser.received() - before;
            System.out.printf(
                    "first paint %.0f ms; after %.1f s %s; %.0f frames/s, %.1f MiB heap, renderer %d MiB, %.1f KB/s%n",
                    paint.asDouble(),
                    seconds.asDouble(),
                    done.asText(),
                    rate.asDouble(),
                    heap.asDouble(),
                    browser.rendererBytes() >> 20,
                    bytes / 1e3 / seconds.asDouble());
            assertThat(paint.asDouble()).isLessThan(500);
            assertThat(rate.asDouble()).isGreaterThan(30);
            assertThat(browser.rendererBytes()).isLessThan(150L << 20);
            assertThat(bytes / seconds.asDouble()).isLessThan(200_000);
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
