package dev.sampo.cli;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.cli.DemoText.Findings;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.resilience.Retry;
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

    static DemoGraph of(int pageCount, int wordsPerPage) {
        var dag = Dag.named("demo");
        var pages = dag.task("pages", () -> DemoText.pages(pageCount, wordsPerPage))
                .needs(cpus(0.1).memory("16MB"));
        var words = dag.each("words", pages, DemoText::words)
                .needs(cpus(1).memory("32MB"))
                .retry(Retry.exponential(3).startingAt(Duration.ofMillis(100)));
        var letters =
                dag.each("letters", pages, DemoText::letters).needs(cpus(0.5).memory("16MB"));
        var total = dag.task("total", words.all(), DemoText::merge).needs(cpus(1).memory("64MB"));
        var alphabet = dag.task("alphabet", letters.all(), DemoText::sum).needs(cpus(0.1));
        var findings = dag.task("findings", total, alphabet, Findings::new)
                .needs(cpus(0.1))
                .timeout(Duration.ofMinutes(1));
        return new DemoGraph(dag, findings);
    }
}
