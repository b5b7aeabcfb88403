package dev.sampo.harness.demo;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.harness.demo.DemoText.Findings;
import dev.sampo.resilience.Retry;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The graph of the demo: two maps with unlike needs over pages whose number is known only at run time, and their joins.
 *
 * <pre>
 *          ┌─ words[0..n]   ─ total ────┐
 *   pages ─┤                            ├─ findings
 *          └─ letters[0..n] ─ alphabet ─┘
 * </pre>
 */
record DemoGraph(Dag dag, Handle<Findings> findings) {

    /** Tasks besides two for each page: two maps, which have no body, and what is before and after them. */
    static final int OTHERS = 6;

    /**
     * @param runs where each body notes that it began
     * @param hold while this file is there, no page is read to its end
     */
    static DemoGraph of(int pageCount, int wordsPerPage, Duration reading, Path runs, Path hold) {
        String held = hold.toString();
        String file = runs.toString();
        long millis = reading.toMillis();
        var dag = Dag.named("demo");
        var pages = dag.task("pages", context -> {
                    RunLog.began(file, context);
                    return DemoText.pages(pageCount, wordsPerPage);
                })
                .needs(cpus(0.1).memory("4MB"));
        var words = dag.each("words", pages, (page, context) -> {
                    RunLog.began(file, context);
                    return DemoText.words(page.read(millis, held));
                })
                .needs(cpus(1).memory("16MB"))
                .retry(Retry.exponential(3).startingAt(Duration.ofMillis(100)));
        var letters = dag.each("letters", pages, (page, context) -> {
                    RunLog.began(file, context);
                    return DemoText.letters(page.read(millis, held));
                })
                .needs(cpus(0.5).memory("8MB"));
        var total = dag.task("total", words.all(), (counts, context) -> {
                    RunLog.began(file, context);
                    return DemoText.merge(counts);
                })
                .needs(cpus(1).memory("16MB"));
        var alphabet = dag.task("alphabet", letters.all(), (counts, context) -> {
                    RunLog.began(file, context);
                    return DemoText.sum(counts);
                })
                .needs(cpus(0.1));
        var findings = dag.task("findings", total, alphabet, (all, sum, context) -> {
                    RunLog.began(file, context);
                    return new Findings(all, sum);
                })
                .needs(cpus(0.1))
                .timeout(Duration.ofMinutes(1));
        return new DemoGraph(dag, findings);
    }
}
