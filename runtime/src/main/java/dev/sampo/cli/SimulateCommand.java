package dev.sampo.cli;

import dev.sampo.sim.Simulation;
import dev.sampo.sim.SimulationSummary;
import picocli.CommandLine.Option;

/** Runs the scheduler's own simulator over seeds. */
@picocli.CommandLine.Command(
        name = "simulate",
        description = {
            "Run the real planner and worker in virtual time, in worlds that crash, pause, cut, lose, double and delay,",
            "one world per seed, and check the invariants after every event. Exit code 1 when one was broken."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo simulate --seeds 10000",
            "  ./sampo simulate --from 4711 --seeds 1 --trace     one seed again, with its transcript",
            "  ./sampo simulate --seeds 100000 --nodes 5 --output json"
        })
final class SimulateCommand extends Command {

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many worlds to run. Default: 1000.")
    private long seeds;

    @Option(names = "--from", paramLabel = "SEED", defaultValue = "0", description = "The first seed. Default: 0.")
    private long from;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "" + Simulation.NODES,
            description = "How many nodes a world has. Default: " + Simulation.NODES + ".")
    private int nodes;

    @Option(names = "--trace", description = "Show what happened in the world; for one seed.")
    private boolean trace;

    SimulateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run() {
        Refusals.unlessWithin("--seeds", seeds, Simulation.SEEDS_MAX);
        Refusals.unlessWithin("--nodes", nodes, Simulation.NODES_MAX);
        if (trace) {
            return tell();
        }
        long began = System.nanoTime();
        var line = new ProgressLine(terminal(), began);
        SimulationSummary summary = Simulation.run(
                from,
                seeds,
                nodes,
                (done, violations) ->
                        line.show(done + " of " + seeds + " seeds, " + violations + " violations", System.nanoTime()));
        line.end();
        var report = SimulationReport.of(summary, (System.nanoTime() - began) / 1e9);
        answer(report, report.text());
        return summary.isClean() ? ExitCode.OK : ExitCode.NO;
    }

    private ExitCode tell() {
        if (seeds != 1) {
            throw new Refusals.Refused(
                    ExitCode.USAGE, "--trace tells of one seed; say --seeds 1 and which: --from SEED");
        }
        var story = Simulation.tell(from, nodes);
        answer(story, story.text());
        return story.violation().isEmpty() ? ExitCode.OK : ExitCode.NO;
    }
}
