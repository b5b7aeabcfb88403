package dev.sampo.http;

import static dev.sampo.harness.NeededProgram.need;
import static dev.sampo.resource.Resources.cpus;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.SubmitOptions;
import dev.sampo.cli.Main;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import dev.sampo.resilience.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of the documentation: {@code -Dsampo.screenshots=DIRECTORY}. */
@EnabledIfSystemProperty(named = "sampo.screenshots", matches = ".+")
@Timeout(300)
class Screenshots {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Path OUT = Path.of(System.getProperty("sampo.screenshots", "."));

    @TempDir
    private static Path directory;

    @RegisterExtension
    final Jvms jvms =
            new Jvms(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m", "-Dsampo.http.published-in="));

    private Jvm node(String name, String... more) {
        var arguments = new ArrayList<>(List.of(
                "node", "--name", name, "--data", directory.resolve(name).toString()));
        arguments.addAll(List.of(more));
        return jvms.start(Main.class, arguments.toArray(String[]::new));
    }

    private static int work(int seed, int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis / 2 + new Random(seed).nextInt(millis));
        return seed;
    }

    private static Dag nightly(boolean isBroken) {
        var dag = Dag.named("nightly");
        var list = dag.task("list", () -> work(1, 300));
        List<Handle<byte[]>> parsed = new ArrayList<>();
        for (int i = 1; i <= 48; i++) {
            int page = i;
            var fetched = dag.task("fetch-" + i, list, one -> work(page, 500));
            parsed.add(dag.task("parse-" + i, fetched, one -> new byte[(20 + work(page * 7, 700)) << 10]));
        }
        List<Handle<Integer>> indexed = new ArrayList<>();
        for (int i = 0; i < 48; i += 12) {
            int part = i;
            indexed.add(dag.task("index-" + i / 12, parsed.subList(i, i + 12), all -> work(part, 1_500)));
        }
        var links = dag.task("links", parsed, all -> work(3, 900));
        var words = dag.task("vocabulary", parsed.subList(0, 24), all -> work(5, 2_000));
        var images = dag.task("thumbnails", list, one -> {
                    if (isBroken) {
                        throw new IOException("thumbnails.bin: no space left on device");
                    }
                    return work(9, 1_200);
                })
                .retry(Retry.fixed(2).startingAt(Duration.ofMillis(300)));
        var merged = dag.task("merge", indexed, all -> work(11, 1_200));
        var rank = dag.task("rank", merged, links, (one, other) -> work(13, 2_500));
        dag.task("report", rank, words, (one, other) -> work(17, 800));
        dag.task("gallery", images, one -> one);
        return dag;
    }

    /** A command that says what it does as it does it. */
    private static void submitSpeaking() throws IOException {
        Path file = directory.resolve("backup.yaml");
        Files.writeString(file, """
            name: backup
            tasks:
              - name: copy
                command: [sh, -c, 'for i in $(seq 1 400); do echo "part $i of 400: $((i * 37 % 90 + 10)) MiB copied"; sleep 0.1; done']
            """);
        CommandRun run = CommandRun.of(
                "run",
                file.toString(),
                "--id",
                "backup",
                "--detach",
                "--data",
                directory.resolve("amber").toString());
        assumeTrue(run.code() == 0, run.err());
    }

    private static void shoot(Browser browser, Path file) throws IOException {
        browser.eval("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        browser.screenshot(file);
        SmallPng.shrink(file);
    }

    /** Of four partitions on three nodes each has one of these in all likelihood. */
    private static void largeGraphsComeFromWhicheverNodeSchedulesThem(Sampo sampo, Browser browser) {
        var dag = Dag.named("wide");
        for (int i = 0; i < 6_000; i++) {
            int number = i;
            dag.task("a-task-with-a-long-name-of-its-own-" + i, () -> number);
        }
        for (int i = 0; i < 6; i++) {
            sampo.submit(dag, "wide-" + i);
            browser.eval("location.hash = '#/jobs/wide-" + i + "'");
            browser.await("document.querySelector('main h1').innerText === 'wide-" + i + "'");
            browser.await("document.querySelector('#graph-note').innerText.includes('6,000 tasks in 1 group')");
        }
    }

    @Test
    void allViewsAreDrawn() throws IOException {
        need("chromium", Browser.program().isPresent(), "no Chromium on the PATH");
        Jvm first = node("amber", "--cpus", "4", "--memory", "8GiB", "--label", "zone=a", "--label", "disk=nvme");
        String line = first.awaitLine(each -> each.contains("./sampo node --join"), LIMIT)
                .trim();
        String seed = line.substring(line.lastIndexOf(' ') + 1);
        node("birch", "--cpus", "6", "--memory", "16GiB", "--gpus", "1", "--label", "zone=b", "--join", seed)
                .awaitLine(each -> each.contains("./sampo nodes"), LIMIT);
        node("cedar", "--cpus", "4", "--memory", "8GiB", "--label", "zone=c", "--join", seed)
                .awaitLine(each -> each.contains("./sampo nodes"), LIMIT);
        var config = ConfigFactory.parseMap(Map.of(
                        "sampo.data", directory.resolve("client").toString(),
                        "sampo.cluster.seeds", List.of(seed),
                        "sampo.node.roles", List.of()))
                .withFallback(ConfigFactory.load());
        try (Sampo sampo = Sampo.join(config);
                var browser = new Browser(Browser.program().orElseThrow(), directory.resolve("profile"))) {
            for (int day = 16; day <= 20; day++) {
                var dag = Dag.named("nightly");
                var begin = dag.task("begin", () -> 1).needs(cpus(0.5));
                dag.task("end", begin, x -> x).needs(cpus(0.5));
                sampo.submit(dag, "nightly-11-" + day);
            }
            sampo.submit(
                    nightly(true), SubmitOptions.DEFAULTS.id("nightly-11-25").keepGoing());
            sampo.job("nightly-11-25").ended(LIMIT).toCompletableFuture().join();
            sampo.submit(
                    nightly(false), SubmitOptions.DEFAULTS.id("nightly-11-26").keepGoing());
            browser.look(1280, 900, false, false);
            CommandRun link = CommandRun.of(
                    "page", "--no-open", "--data", directory.resolve("amber").toString());
            browser.open(link.out().strip());
            browser.await("document.querySelectorAll('#nodes article').length >= 3");
            browser.eval("location.hash = '#/jobs/nightly-11-26'");
            browser.await("document.querySelector('.count[data-state=succeeded] strong').textContent > 75");
            browser.await("document.querySelector('#timeline').clientHeight > 120");
            browser.look(1280, 1180, false, false);
            browser.await("document.querySelector('.graph .group')");
            shoot(browser, OUT.resolve("page-job.png"));
            browser.eval("location.hash = '#/'");
            browser.look(1280, 640, false, true);
            browser.await("document.querySelectorAll('#nodes article').length >= 3");
            shoot(browser, OUT.resolve("page-cluster.png"));
            submitSpeaking();
            browser.look(1280, 1000, false, false);
            browser.eval("location.hash = '#/jobs/backup'");
            browser.await("document.querySelector('#tasks tr[data-task=copy] .badge').dataset.state === 'assigned'");
            browser.click("#tasks tr[data-task=copy] button");
            browser.click("#output");
            browser.await("document.querySelector('.output').innerText.includes('part 12')");
            shoot(browser, OUT.resolve("page-output.png"));
            browser.press("Escape");
            browser.look(390, 844, true, false);
            browser.eval("location.hash = '#/jobs/nightly-11-25'");
            browser.await("document.querySelector('#timeline').clientHeight > 120");
            shoot(browser, OUT.resolve("page-phone.png"));
            browser.look(1280, 900, false, true);
            browser.await("document.querySelector('#timeline').clientHeight > 120");
            browser.click(".count[data-state=failed]");
            browser.click("#tasks tr[data-task=thumbnails] button");
            browser.await("document.querySelector('#why').innerText.includes('no space left')");
            shoot(browser, OUT.resolve("page-explain.png"));
            browser.eval("location.hash = '#/jobs'");
            browser.look(1280, 640, false, false);
            browser.await("document.querySelectorAll('tr[data-job]').length > 4");
            shoot(browser, OUT.resolve("page-jobs.png"));
            largeGraphsComeFromWhicheverNodeSchedulesThem(sampo, browser);
        }
    }
}
