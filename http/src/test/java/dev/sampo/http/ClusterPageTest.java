package dev.sampo.http;

import static dev.sampo.harness.NeededProgram.need;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page over three processes, of which one is drained and two are killed, that which serves the page among them. */
@Timeout(240)
class ClusterPageTest {
    @TempDir
    private static Path directory;

    @RegisterExtension
    final Jvms jvms = NodeProcesses.jvms(directory);

    private Browser browser;

    @BeforeEach
    void open() {
        need(
                "chromium",
                Browser.program().isPresent(),
                "no Chromium on the PATH: install the package chromium to test the page");
        browser = new Browser(Browser.program().orElseThrow(), directory.resolve("profile"));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private void enter(Path data) {
        CommandRun link = CommandRun.of("page", "--no-open", "--data", data.toString());
        assertThat(link.code()).as(link.err()).isZero();
        browser.open("about:blank");
        browser.open(link.out().strip());
        browser.await("document.querySelectorAll('#nodes article').length === 3");
    }

    /** The card of a node. */
    private static String card(String node) {
        return "document.querySelector('#nodes article[data-node=" + node + "]')";
    }

    private void awaitOnCard(String node, String text) {
        browser.await(card(node) + ".innerText.includes('" + text + "')");
    }

    /** Presses what is called so on the card of a node, and says yes where that is asked for. */
    private void steer(String node, String button, boolean isToBeConfirmed) {
        browser.eval("[..." + card(node) + ".querySelectorAll('button')].find(it => it.innerText === '" + button
                + "').id = 'pressed'");
        browser.click("#pressed");
        browser.eval("document.querySelector('#pressed').id = ''");
        if (isToBeConfirmed) {
            browser.click("#confirm");
        }
    }

    private static void submit(Path gate, Path data) throws IOException {
        var file = new StringBuilder("name: grind\ntasks:\n");
        for (int i = 0; i < 6; i++) {
            file.append("  - {name: t")
                    .append(i)
                    .append(", retry: 9, command: [sh, -c, 'until test -e \"$1\"; do sleep 0.1; done', t, ")
                    .append(gate)
                    .append("]}\n");
        }
        Path job = Files.writeString(directory.resolve("grind.yaml"), file);
        ClusterDoorTest.ok("run", job.toString(), "--id", "grind", "--detach", "--data", data.toString());
    }

    /** Whichever runs it first writes something else than those after it. */
    private void whoIsOutvotedIsSeen(Path data) throws IOException {
        Path first = directory.resolve("first-vote");
        Path job = Files.writeString(directory.resolve("vote.yaml"), """
            name: vote
            tasks:
              - name: t
                verify: {copies: 3, quorum: 2}
                command: [sh, -c, 'if mkdir "$1"; then echo $SAMPO_NODE > "$1/node"; echo wrong; fi 2>&-', t, FIRST]
            """.replace("FIRST", first.toString()));
        ClusterDoorTest.ok("run", job.toString(), "--data", data.toString());
        String wrong = Files.readString(first.resolve("node")).strip();
        awaitOnCard(wrong, "outvoted");
        assertThat(ClusterDoorTest.ok("nodes", "--data", data.toString()).out().lines())
                .filteredOn(line -> line.contains("outvoted"))
                .singleElement(STRING)
                .startsWith(wrong);
    }

    /** More than is journaled: it stays on the third. */
    private static void writeOnTheThird(Path data) throws IOException {
        Path job = Files.writeString(directory.resolve("wide.yaml"), """
                name: wide
                tasks:
                  - {name: t, where: {place: there}, keep: true, output: text, command: [sh, -c, 'yes line | head -4096; echo last']}
                """);
        ClusterDoorTest.ok("change", "third", "--label", "place=there", "--data", data.toString());
        ClusterDoorTest.ok("run", job.toString(), "--id", "wide", "--data", data.toString());
    }

    private String runAgain() {
        browser.eval("location.hash = '#/jobs/grind'");
        browser.await("document.querySelector('#status').dataset.state === 'succeeded'");
        browser.await("document.querySelectorAll('#tasks tr[data-task]').length === 6");
        browser.click("#tasks tr[data-task=t0] button");
        browser.await(
                "[...document.querySelectorAll('.drawer button')].some(it => it.innerText === 'Run again from here')");
        browser.eval("[...document.querySelectorAll('.drawer button')].find(it => it.innerText === 'Run again from"
                + " here').id = 'again'");
        browser.click("#again");
        browser.click("#confirm");
        browser.await("location.hash.startsWith('#/jobs/grind~')");
        browser.await("document.querySelector('#status').dataset.state === 'succeeded'");
        return browser.eval("location.hash").asText();
    }

    @Test
    void whatBecomesOfNodesIsSeenAndSteeredFromWhicheverOfThemThereIs() throws IOException {
        var processes = new NodeProcesses(jvms, directory);
        Jvm first = processes.start("first");
        processes.join(first, "second");
        Jvm third = processes.join(first, "third");
        Path gate = directory.resolve("gate");
        enter(processes.data("first"));
        whoIsOutvotedIsSeen(processes.data("first"));
        writeOnTheThird(processes.data("first"));
        submit(gate, processes.data("first"));
        for (String node : new String[] {"first", "second", "third"}) {
            awaitOnCard(node, "1 running");
        }

        steer("second", "Drain", true);
        awaitOnCard("second", "draining");
        third.kill();
        awaitOnCard("third", "offline");
        String[] logs = {"logs", "wide", "t", "--data", processes.data("first").toString()};
        assertThat(ClusterDoorTest.ok(logs).out()).contains("\nline\nlast\n");
        Files.createFile(gate);
        browser.eval("location.hash = '#/jobs/grind'");
        browser.await("document.querySelector('#status').dataset.state === 'succeeded'");
        assertThat(runAgain()).as("each is a job of its own").isNotEqualTo(runAgain());

        processes.join(first, "third");
        browser.eval("location.hash = '#/'");
        awaitOnCard("third", "healthy");
        steer("second", "Take work again", false);
        browser.await("!" + card("second") + ".innerText.includes('draining')");

        first.kill();
        browser.await("!document.querySelector('#banner').hidden");
        assertThat(browser.eval("document.querySelector('#banner').innerText").asText())
                .contains("does not answer since", "./sampo page", "another node");
        enter(processes.data("second"));
        awaitOnCard("first", "offline");
        awaitOnCard("second", "answers this page");
    }
}
