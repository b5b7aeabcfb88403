package dev.sampo.http;

import static dev.sampo.harness.NeededProgram.need;
import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.SubmitOptions;
import dev.sampo.dag.Dag;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node whose page is open in a real browser, for the tests of a class. */
abstract class OpenPage {
    /** What an attacker would like the page to take for more than text. */
    static final String MARKUP = " <img src=x onerror=\"document.title='owned'\">";

    private static final CountDownLatch MAY_END = new CountDownLatch(1);

    @TempDir
    static Path directory;

    static Served served;
    static Browser browser;

    @BeforeAll
    static void open() {
        need(
                "chromium",
                Browser.program().isPresent(),
                "no Chromium on the PATH: install the package chromium to test the page");
        served = new Served(directory.resolve("node"), Map.of("sampo.commands.enabled", true));
        browser = new Browser(Browser.program().orElseThrow(), directory.resolve("profile"));
    }

    @AfterAll
    static void close() {
        MAY_END.countDown();
        if (browser != null) {
            browser.close();
        }
        if (served != null) {
            served.close();
        }
    }

    @BeforeEach
    void enter() {
        browser.forgive();
        browser.look(1280, 900, false, false);
        browser.open("about:blank"); // Or another link would only change the part after the #.
        browser.open(link());
        browser.await("document.querySelector('#nodes article')");
    }

    static String link() {
        CommandRun run = CommandRun.of("page", "--no-open", "--data", served.data.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().strip();
    }

    /** One task fails, another never runs for that, and one runs until it is told to end. */
    static void submitBroken(String id) {
        var dag = Dag.named("broken");
        var source = dag.task("source", () -> 1);
        var bad = dag.task("divide", source, one -> divided(one));
        dag.task("after", bad, x -> x);
        dag.task("slow", () -> {
                    MAY_END.await();
                    return 1;
                })
                .needs(cpus(1));
        served.sampo.submit(dag, SubmitOptions.DEFAULTS.id(id).keepGoing());
    }

    private static int divided(int one) {
        try {
            return one / (one - 1);
        } catch (ArithmeticException failed) {
            throw new IllegalArgumentException(failed.getMessage() + MARKUP, failed);
        }
    }

    static void choose(String select, String value) {
        browser.eval("{ const it = document.querySelector('" + select + "'); it.value = '" + value
                + "'; it.dispatchEvent(new Event('change')); }");
    }
}
