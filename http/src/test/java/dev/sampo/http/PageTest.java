package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Job;
import dev.sampo.dag.Body;
import dev.sampo.dag.Dag;
import dev.sampo.http.cli.LinkFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page as a person uses it, in a real browser. */
@Timeout(120)
class PageTest extends OpenPage {
    private static final CountDownLatch MAY_GROW = new CountDownLatch(1);
    private static final CountDownLatch MAY_SIFT = new CountDownLatch(1);

    @AfterAll
    static void letEnd() {
        MAY_GROW.countDown();
        MAY_SIFT.countDown();
    }

    @Test
    void aJobThatNoWorkerComesForSaysSo() {
        var dag = Dag.named("remote");
        dag.task("work", Body.<Object>remote("nobody"), dag.value("input", 1));
        served.sampo.submit(dag, "unattended");
        browser.click("#nav-jobs");
        browser.awaitText("1 task waits for a worker of the queue nobody, and none has asked there in the last minute");
        browser.click("tr[data-job=unattended] a");
        browser.await("document.querySelector('#awaits').innerText.includes('1 task waits for a worker')");
        browser.click("#explain");
        browser.awaitText("none has asked");
        browser.awaitText("start one, as docs/remote.md says");
        browser.press("Escape");
        served.sampo.job("unattended").cancel("seen");
        browser.await("document.querySelector('#awaits').hidden");
    }

    @Test
    void aFailedTaskIsFoundAndExplainedAndTheJobCancelled() {
        submitBroken("looked-at");
        browser.click("#nav-jobs");
        browser.click("tr[data-job=looked-at] a");
        browser.click(".count[data-state=failed]");
        browser.await(
                "document.querySelectorAll('#tasks tr[data-task]').length === 1"); // Or the row moves under the mouse.
        browser.click("#tasks tr[data-task=divide] button");
        browser.await("document.querySelector('#why').innerText.includes('IllegalArgumentException')");
        browser.awaitText("/ by zero" + MARKUP);
        assertThat(browser.eval("document.querySelectorAll('img').length").asInt())
                .isZero();
        assertThat(browser.eval("document.title").asText()).doesNotContain("owned");
        browser.press("Escape");
        browser.click("#cancel");
        browser.await("document.querySelector('dialog input') === document.activeElement");
        browser.type("it is broken");
        browser.click("#confirm");
        browser.await("document.querySelector('#status').dataset.state === 'cancelled'");
        assertThat(browser.eval("document.querySelector('#reason').innerText").asText())
                .contains("it is broken");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatACommandWritesIsSeenAsItComesAndItsValueAfterwards() throws IOException {
        Path gate = directory.resolve("gate");
        var answer = served.ask(
                "POST",
                "/v1/jobs",
                "{\"name\": \"spoken\", \"id\": \"spoken\", \"tasks\": [{\"name\": \"t\","
                        + " \"command\": [\"sh\", \"-c\", \"echo '<img src=x>' one; while [ ! -e " + gate
                        + " ]; do sleep 0.05; done; echo two >&2; exit 7\"]}]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        browser.eval("location.hash = '#/jobs/spoken'");
        browser.await("document.querySelector('#tasks tr[data-task=t] .badge').dataset.state === 'assigned'");
        browser.click("#tasks tr[data-task=t] button");
        browser.click("#output");
        browser.await("document.querySelector('.output').innerText.includes('one')");
        Files.createFile(gate);
        browser.await("document.querySelector('#output-note').innerText.includes('failed')");
        browser.await("[...document.querySelectorAll('.output')].map(it => it.textContent).join('|')"
                + " === '<img src=x> one\\n|two\\n'"); // It is drawn with the next frame.
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void valuesAndMemoryAreShownAndLinksWhereThereAreAny() {
        var dag = Dag.named("kept");
        dag.task("large", () -> new byte[100_000]).keep();
        served.sampo.submit(dag, "valued");
        served.sampo
                .job("valued")
                .ended(Duration.ofSeconds(20))
                .toCompletableFuture()
                .join();
        browser.await("document.querySelector('#tile-values').innerText.includes('large value')");
        browser.await("document.querySelector('#nodes article').innerText.includes('JVM heap')");
        assertThat(browser.eval("document.querySelector('#links').hidden").asBoolean())
                .isTrue();
        browser.eval("location.hash = '#/jobs/valued'");
        browser.await("document.querySelector('#values tbody tr').innerText.includes('97.7 KiB')");
        browser.await("document.querySelector('#value-sums').innerText.includes('in 1')");
        assertThat(browser.complaints()).isEmpty();
    }

    /** As if others were there: what many nodes look like, and a connection that broke. */
    @Test
    void ofAThousandNodesSomeAreDrawnAndWhatIsBrokenIsNamed() {
        browser.eval("""
            { const real = window.fetch; window.fetch = async (path, how) => {
              const answer = await real(path, how);
              if (!/^\\/v1\\/(cluster|nodes\\?)/.test(path)) return answer;
              const told = await answer.json();
              if (told.load) Object.assign(told.load, { links: 999000, links_reached: 998999, broken: [{ from: 'n-1',
                link: { to: 'b:2', name: 'n-2', state: 'broken', since: Date.now() - 60000 } }] });
              if (told.nodes && told.total) told.nodes = Array.from({ length: 24 }, (none, i) => ({ ...told.nodes[0], node: 'n-' + i }));
              if (told.nodes && told.total) Object.assign(told, { total: 1000, next: 'n-23' });
              return new Response(JSON.stringify(told), { status: 200 });
            }; }\
            """);
        browser.await("document.querySelectorAll('#nodes article').length === 24");
        browser.await("document.querySelector('#node-total').innerText.includes('24 of 1,000')");
        browser.await("document.querySelector('#broken-links').innerText.includes('n-1 \u2192 n-2')");
        assertThat(browser.eval("document.querySelector('#links').innerText").asText())
                .contains("1 connection of 999,000", "suspect");
        browser.click("button[aria-label='Nodes after these']");
        browser.await("!document.querySelector('button[aria-label=\"Nodes before these\"]').hidden");
    }

    /** Two that follow each other, of which the second ends when it may, and one beside them. */
    private static Job submitWatched() {
        var dag = Dag.named("mill");
        var first = dag.task("grind", () -> 1);
        dag.task("sift", first, one -> {
            MAY_SIFT.await();
            return one;
        });
        dag.task("beside", () -> 1);
        return served.sampo.submit(dag, "watched");
    }

    @Test
    void whatBecomesOfAJobComesByItselfAndItsCriticalPathIsDrawn() {
        Job job = submitWatched();
        browser.eval("location.hash = '#/jobs/watched'");
        browser.await("document.querySelectorAll('#events .on-succeeded').length === 2");
        browser.eval("for (const each of document.querySelectorAll('#events li')) each.dataset.seen = true");
        browser.await(PageScripts.TIMELINE + ".colours > 5");
        MAY_SIFT.countDown();
        browser.await("/sift/.test(document.querySelector('#events .on-succeeded:not([data-seen])').innerText)");
        browser.await("document.querySelectorAll('#events [data-seen]').length > 2");
        for (boolean isDark : new boolean[] {false, true}) {
            browser.look(1280, 900, false, isDark);
            browser.await(PageScripts.TIMELINE + ".critical > 20");
        }
        browser.await(
                "[...document.querySelectorAll('.way button')].map(it => it.textContent).join() === 'grind,sift'");
        assertThat(job.status().status().isFinal()).isTrue();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatIsSearchedForIsListedAndNothingElse() {
        submitBroken("sought");
        submitBroken("other");
        browser.click("#nav-jobs");
        browser.await("document.querySelector('tr[data-job=sought]') && document.querySelector('tr[data-job=other]')");
        browser.click("#search");
        browser.type("ough");
        browser.await("[...document.querySelectorAll('tr[data-job]')].map(it => it.dataset.job).join() === 'sought'");
        choose("#status", "succeeded");
        browser.awaitText("No job matches.");
        choose("#status", "running");
        browser.click("tr[data-job=sought] a");
        browser.await("document.querySelectorAll('#tasks tbody tr').length === 4");
        browser.click("#task-search");
        browser.type("ft");
        browser.await(
                "[...document.querySelectorAll('#tasks tbody tr')].map(it => it.dataset.task).join() === 'after'");
        choose("#task-state", "failed");
        browser.awaitText("No task matches.");
        List.of("sought", "other").forEach(id -> served.sampo.job(id).cancel("found"));
    }

    /** Far more than it takes, as machines that test may be busy: PageLoad is for measuring. */
    @Test
    void lookingOnCostsLittle() {
        assertThat(browser.eval("performance.getEntriesByName('first-contentful-paint')[0].startTime")
                        .asDouble())
                .isLessThan(2_000);
        var dag = Dag.named("many");
        var numbers =
                dag.task("numbers", () -> IntStream.range(0, 1_000).boxed().toList());
        dag.each("pause", numbers, n -> {
            TimeUnit.MILLISECONDS.sleep(3);
            return n;
        });
        long before = browser.received();
        long since = System.nanoTime();
        served.sampo.submit(dag, "many");
        browser.eval("location.hash = '#/jobs/many'");
        browser.await("document.querySelector('#status').dataset.state === 'succeeded'");
        double seconds = (System.nanoTime() - since) / 1e9;
        assertThat((browser.received() - before) / seconds).isBetween(1_000.0, 200_000.0);
    }

    @Test
    void itIsSmall() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(zipped)) {
            for (Asset asset : Asset.all().values()) {
                zip.write(asset.bytes());
            }
        }
        assertThat(zipped.size()).isLessThan(60_000);
    }

    @Test
    void nothingIsDoneThatWasNotConfirmed() {
        submitBroken("left-alone");
        browser.eval("location.hash = '#/jobs/left-alone'");
        browser.click("#pause");
        browser.await("document.querySelector('dialog').open");
        browser.press("Escape");
        browser.click("#pause");
        browser.click("#confirm");
        browser.await("document.querySelector('#status').dataset.state === 'paused'");
        browser.click("#resume");
        browser.await("document.querySelector('#status').dataset.state === 'running'");
        served.sampo.job("left-alone").cancel("over");
        browser.await("document.querySelector('#status').dataset.state === 'cancelled'");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aReloadAndANodeThatWasAwayCostNothing() {
        submitBroken("kept");
        browser.eval("location.hash = '#/jobs/kept'");
        browser.await("document.querySelector('#progress').innerText.startsWith('1 of 4')");
        browser.reload();
        browser.await("document.querySelector('#progress').innerText.startsWith('1 of 4')");
        browser.await("document.querySelectorAll('.graph .group').length === 4");
        int port = port();
        served.close();
        browser.await("!document.querySelector('#banner').hidden");
        assertThat(browser.eval("document.querySelector('#banner').innerText").asText())
                .contains("does not answer since");
        served = new Served(directory.resolve("node"), Map.of("sampo.http.port", port, "sampo.commands.enabled", true));
        browser.await("document.querySelector('#banner').hidden");
        served.sampo.job("kept").cancel("seen again");
        browser.await("document.querySelector('#status').dataset.state === 'cancelled'");
        browser.awaitText("seen again");
    }

    private static int port() {
        return Integer.parseInt(served.address.substring(served.address.indexOf(':') + 1));
    }

    /** It breaks off nothing, and answers nothing. */
    @Test
    void aNodeThatHangsIsNoticed() {
        submitBroken("hung");
        try (var frozen = new FrozenLink(port())) {
            browser.open(link().replace(served.address, frozen.address()));
            browser.await("document.querySelector('#nodes article')");
            browser.eval("location.hash = '#/jobs/hung'");
            browser.await("document.querySelector('#progress').innerText.startsWith('1 of 4')");
            frozen.freeze(true);
            browser.await("!document.querySelector('#banner').hidden");
            served.sampo.job("hung").cancel("hung for long");
            frozen.freeze(false);
            browser.await("document.querySelector('#banner').hidden");
            browser.awaitText("hung for long");
        }
    }

    /** A browser has six connections to a node, for all its tabs together. */
    @Test
    void aTabThatIsNotSeenKeepsNoStreamOpen() {
        submitBroken("unseen");
        browser.eval("{ const real = window.fetch; window.fetch = (path, how) => {"
                + " if (path.endsWith('/live')) window.live = how; return real(path, how); }; }");
        browser.eval("location.hash = '#/jobs/unseen'");
        browser.await("document.querySelector('#progress').innerText.startsWith('1 of 4')");
        hide(true);
        browser.await("window.live.signal.aborted");
        served.sampo.job("unseen").cancel("out of sight");
        hide(false);
        browser.awaitText("out of sight");
        assertThat(browser.eval("Number(window.live.headers['Last-Event-ID'])").asInt())
                .isPositive();
        assertThat(browser.complaints()).isEmpty();
    }

    private static void hide(boolean isHidden) {
        browser.eval("Object.defineProperty(document, 'hidden', { value: " + isHidden + ", configurable: true });"
                + " document.dispatchEvent(new Event('visibilitychange'))");
    }

    @Test
    void aNodeThatIsBusyAtFirstIsAskedAgain() {
        submitBroken("busy");
        browser.eval("{ const real = window.fetch; let times = 0; window.fetch = (path, how) =>"
                + " path === '/v1/jobs/busy' && times++ === 0 ? Promise.resolve(new Response("
                + "'{\"code\":\"BUSY\",\"detail\":\"much to do\"}', { status: 503 })) : real(path, how); }");
        browser.eval("location.hash = '#/jobs/busy'");
        browser.awaitText("much to do");
        browser.await("document.querySelector('#progress').innerText.startsWith('1 of 4')");
        served.sampo.job("busy").cancel("over");
    }

    @Test
    void whatWasAskedForLastIsShownWhateverIsAnsweredLast() {
        submitBroken("filtered");
        browser.eval("location.hash = '#/jobs/filtered'");
        browser.await("document.querySelectorAll('#tasks tbody tr').length === 4");
        browser.eval(
                "{ const real = window.fetch; window.fetch = async (path, how) => { const answer = await real(path,"
                        + " how); if (path.includes('state=failed')) { await new Promise(done => setTimeout(done, 500));"
                        + " setTimeout(() => { window.late = true; }, 100); } return answer; }; }");
        choose("#task-state", "failed");
        choose("#task-state", "");
        browser.await("window.late");
        assertThat(browser.eval("document.querySelectorAll('#tasks tbody tr').length")
                        .asInt())
                .isEqualTo(4);
        served.sampo.job("filtered").cancel("over");
    }

    /** Or they would look like a chain. */
    @Test
    void whatGoesSideBySideInSeveralColumnsIsEnclosedAndNoEdgeGoesBetween() {
        var dag = Dag.named("wide");
        var numbers = dag.task("numbers", () -> IntStream.range(0, 12).boxed().toList());
        var halves = dag.each("half", numbers, (Integer n) -> n / 2);
        dag.task("sum", halves.all(), all -> all.size());
        served.sampo.submit(dag, "wide");
        browser.eval("location.hash = '#/jobs/wide'");
        browser.await("document.querySelectorAll('.graph .group').length >= 14");
        assertThat(browser.eval(PageScripts.WITHIN_FOLD).asText()).isEqualTo("12,0");
    }

    @Test
    void aGraphThatGrowsStaysWhereItWasPut() {
        var dag = Dag.named("growing");
        var words = dag.task("words", () -> {
            MAY_GROW.await();
            return List.of("mill", "grain", "salt");
        });
        dag.each("length", words, String::length);
        served.sampo.submit(dag, "growing");
        browser.eval("location.hash = '#/jobs/growing'");
        browser.await("document.querySelectorAll('.graph .group').length === 2");
        browser.click("button[aria-label=Larger]");
        browser.eval("document.querySelector('.graph .group[data-group=words]').focus()");
        String place = browser.eval(PLACE).asText();
        MAY_GROW.countDown();
        browser.await("document.querySelectorAll('.graph .group').length === 4");
        assertThat(browser.eval(PLACE).asText()).isEqualTo(place);
        assertThat(browser.eval("document.activeElement.dataset.group").asText())
                .isEqualTo("words");
        browser.click("button[aria-label='All of it']");
        assertThat(browser.eval(PLACE).asText()).isNotEqualTo(place);
    }

    private static final String PLACE = "document.querySelector('.graph > g').getAttribute('transform')";

    @Test
    void aLinkOpensOnceAndClosesNothingThatIsOpen() {
        String used = link();
        browser.open("about:blank");
        browser.open(used);
        browser.await("document.querySelector('#nodes article')");
        assertThat(browser.eval("location.href").asText()).doesNotContain("code");
        assertThat(browser.eval("document.cookie").asText()).isEmpty();
        browser.eval("sessionStorage.clear()");
        browser.open("about:blank");
        browser.open(used);
        browser.awaitText("This page is closed");
        assertThat(browser.text()).contains("./sampo page", "was used");
    }

    /** What a program is started with can be read by everybody on the machine. */
    @Test
    void aFileThatOnlyItsOwnerCanReadLeadsToThePage() throws IOException {
        Path path;
        try (LinkFile file = LinkFile.to(link())) {
            path = file.path();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            browser.eval("sessionStorage.clear()");
            browser.open("about:blank");
            browser.open(file.uri().toString());
            browser.await("document.querySelector('#nodes article')");
        }
        assertThat(path).doesNotExist();
        assertThat(browser.complaints()).isEmpty();
    }

    /** Whoever cannot use a mouse gets everywhere, and sees where they are. */
    @Test
    void theKeyboardSuffices() {
        submitBroken("typed");
        browser.eval("document.querySelector('#nav-jobs').focus()");
        browser.press("Enter");
        browser.await("document.querySelector('tr[data-job=typed] a')");
        browser.eval("document.querySelector('tr[data-job=typed] a').focus()");
        browser.press("Enter");
        browser.await("document.querySelector('.graph .group[data-group=divide]')");
        browser.eval("document.querySelector('#explain').focus()");
        browser.press("Tab");
        assertThat(browser.eval("document.activeElement.id").asText()).isEqualTo("pause");
        assertThat(browser.eval("document.activeElement.matches(':focus-visible')")
                        .asBoolean())
                .isTrue();
        browser.eval("document.querySelector('.graph .group[data-group=divide]').focus()");
        browser.press("Enter");
        browser.await("document.querySelector('#why').innerText.includes('IllegalArgumentException')");
        browser.press("Escape");
        browser.await("document.querySelector('.drawer').hidden");
        assertThat(browser.eval("document.activeElement.dataset.group").asText())
                .isEqualTo("divide");
        assertThat(browser.eval(PageScripts.UNNAMED).asText()).isEmpty();
        served.sampo.job("typed").cancel("over");
    }

    /** WCAG's ratio of 4.5 for text, in both colour schemes. */
    @Test
    void whatIsWrittenStandsOutFromWhatItIsWrittenOn() {
        submitBroken("read");
        for (boolean isDark : new boolean[] {false, true}) {
            browser.look(1280, 900, false, isDark);
            for (String view : new String[] {"#/", "#/jobs", "#/jobs/read"}) {
                browser.eval("location.hash = '" + view + "'");
                browser.await("document.querySelector('main .badge').dataset.state");
                assertThat(browser.eval(PageScripts.FAINT).asText())
                        .as("%s, dark: %s", view, isDark)
                        .isEmpty();
            }
        }
        browser.eval("{ const it = document.createElement('b'); it.textContent = 'faint'; it.style.color = '#444';"
                + " document.querySelector('main').append(it); }");
        assertThat(browser.eval(PageScripts.FAINT).asText()).contains("faint");
        served.sampo.job("read").cancel("over");
    }

    @Test
    void aPhoneShowsAllWithoutScrollingSideways() {
        submitBroken("small");
        browser.look(390, 800, true, true);
        for (String view : new String[] {"#/", "#/jobs", "#/jobs/small"}) {
            browser.eval("location.hash = '" + view + "'");
            browser.await("document.querySelector('main h1') && document.querySelector('main .badge').dataset.state");
            browser.await("document.documentElement.scrollWidth <= 390");
        }
        browser.await("document.querySelector('#tasks tbody th').offsetWidth >= 90");
        browser.await("document.querySelector('#tasks').offsetWidth <="
                + " document.querySelector('#tasks').parentElement.clientWidth");
        served.sampo.job("small").cancel("over");
    }
}
