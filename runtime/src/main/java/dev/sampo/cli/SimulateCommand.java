package dev.sampo.cli;

import dev.sampo.placement.Placers;
import dev.sampo.sim.SeedStory;
import dev.sampo.sim.Simulation;
import dev.sampo.sim.SimulationSummary;
import dev.sampo.sim.whatif.Budget;
import dev.sampo.sim.whatif.Estimates;
import dev.sampo.sim.whatif.Packed;
import dev.sampo.sim.whatif.Packing;
import dev.sampo.sim.whatif.Policy;
import dev.sampo.sim.whatif.Question;
import dev.sampo.sim.whatif.Schedule;
import dev.sampo.sim.whatif.WhatIf;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Runs the scheduler in virtual time: over seeds of faults, or over a workload to see what schedule it would get. */
@picocli.CommandLine.Command(
        name = "simulate",
        description = {
            "Run the real planner and worker in virtual time.",
            "By seeds: worlds that crash, pause, cut, lose, double and delay, the invariants checked after every"
                    + " event.",
            "With --workload: the schedule that a workload would get, without running it.",
            "With --pods: how full a gpu cluster becomes when pods that never end arrive one after the other.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo simulate --seeds 10000",
            "  ./sampo simulate --from 4711 --seeds 1 --trace     one seed again, told",
            "  ./sampo simulate --seeds 100000 --nodes 5 --output json",
            "  ./sampo simulate --workload graph.json --policy fifo --schedule schedule.csv",
            "  ./sampo simulate --workload graph.json --policy plan --budget 10s",
            "  ./sampo simulate --pods pods.csv.gz --machines nodes.csv.gz --policy gpu-packing --draws 10"
        })
final class SimulateCommand extends Command {
    private static final long SEEDS = 1_000;
    private static final int DRAWS_MAX = 1_000;
    private static final String BUDGET = "1s";

    @ArgGroup(exclusive = true)
    private Kind kind = new Kind();

    /** One of them. */
    static final class Kind {
        @ArgGroup(exclusive = false, heading = "%nBy seeds:%n")
        private BySeeds bySeeds = new BySeeds();

        @ArgGroup(exclusive = false, heading = "%nBy workload or pods:%n")
        private ByWorkload byWorkload;
    }

    static final class BySeeds {
        @Option(names = "--seeds", paramLabel = "N", description = "How many worlds to run. Default: " + SEEDS + ".")
        private long seeds = SEEDS;

        @Option(names = "--from", paramLabel = "SEED", description = "The first seed. Default: 0.")
        private long from;

        @Option(
                names = "--nodes",
                paramLabel = "N",
                description = "How many nodes a world has. Default: " + Simulation.NODES + ".")
        private int nodes = Simulation.NODES;

        @Option(
                names = "--placer",
                paramLabel = "NAME",
                description = "Who chooses the nodes. Default: " + Placers.DEFAULT_NAME + ". A wrong name lists all.")
        private String placer = Placers.DEFAULT_NAME;

        @Option(names = "--trace", description = "Show what happened in the world; for one seed.")
        private boolean trace;
    }

    static final class ByWorkload {
        @ArgGroup(exclusive = true, multiplicity = "1")
        private Source source;

        @Option(
                names = "--policy",
                paramLabel = "NAME",
                description = "How to schedule. Default: " + Policy.DEFAULT + ". A wrong name lists all.")
        private String policy = Policy.DEFAULT;

        @Option(
                names = "--estimates",
                paramLabel = "KIND",
                description = "What the policy knows of durations: exact, none, or how far off it is, as 50%%."
                        + " Default: none; exact for the policy plan.")
        private String estimates;

        @Option(
                names = "--budget",
                paramLabel = "TIME",
                description = "For the policy plan: how long to search for a timetable, as 500ms or 1m, or how many"
                        + " to try, as 20000. Default: " + BUDGET + ".")
        private String budget = BUDGET;

        @Option(
                names = "--seed",
                paramLabel = "SEED",
                description = "What is drawn: the errors of estimates, or pods. Default: 0.")
        private long seed;

        @Option(names = "--schedule", paramLabel = "OUT", description = "Where to write task,node,start,end.")
        private Path schedule;
    }

    /** What there is to place, and onto what. */
    static final class Source {
        @Option(
                names = "--workload",
                required = true,
                paramLabel = "FILE",
                description = "Tasks and nodes as normalised JSON.")
        private Path file;

        @ArgGroup(exclusive = false)
        private ByPods byPods;
    }

    static final class ByPods {
        @Option(
                names = "--pods",
                required = true,
                paramLabel = "FILE",
                description = "Pods as CSV, perhaps .gz: cpu_milli, memory_mib, num_gpu, gpu_milli, gpu_spec. They are"
                        + " drawn at random until they ask for 130%% of the gpus.")
        private Path pods;

        @Option(
                names = "--machines",
                required = true,
                paramLabel = "FILE",
                description = "Their nodes as CSV, perhaps .gz: sn, cpu_milli, memory_mib, gpu, model.")
        private Path machines;

        @Option(names = "--draws", paramLabel = "N", description = "How often to draw pods anew. Default: 1.")
        private int draws = 1;
    }

    SimulateCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected ExitCode run() throws IOException {
        if (kind.byWorkload != null) {
            return kind.byWorkload.source.byPods == null ? ask(kind.byWorkload) : pack(kind.byWorkload);
        }
        BySeeds asked = kind.bySeeds;
        Refusals.unlessWithin("--seeds", asked.seeds, Simulation.SEEDS_MAX);
        Refusals.unlessWithin("--nodes", asked.nodes, Simulation.NODES_MAX);
        return asked.trace ? tell(asked) : simulate(asked);
    }

    private ExitCode simulate(BySeeds asked) {
        long began = System.nanoTime();
        var line = new ProgressLine(terminal(), began);
        SimulationSummary summary = Simulation.run(
                asked.from,
                asked.seeds,
                asked.nodes,
                asked.placer,
                (done, violations) -> line.show(
                        done + " of " + asked.seeds + " seeds, " + violations + " violations", System.nanoTime()));
        line.end();
        var report = SimulationReport.of(summary, (System.nanoTime() - began) / 1e9);
        answer(report, report.text());
        return summary.isClean() ? ExitCode.OK : ExitCode.NO;
    }

    private ExitCode tell(BySeeds asked) {
        if (asked.seeds != 1) {
            throw new Refusals.Refused(
                    ExitCode.USAGE, "--trace tells of one seed; say --seeds 1 and which: --from SEED");
        }
        SeedStory story = Patience.during(
                terminal(), () -> "seed " + asked.from, () -> Simulation.tell(asked.from, asked.nodes, asked.placer));
        answer(story, story.text());
        return story.violation().isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    private static Question question(ByWorkload asked) {
        Policy policy = Policy.named(asked.policy, Placers.found(SimulateCommand.class.getClassLoader()));
        String estimates = asked.estimates == null ? policy.estimates().toString() : asked.estimates;
        return new Question(
                policy, Estimates.named(estimates), Budget.named(asked.budget, System::nanoTime), asked.seed);
    }

    private ExitCode pack(ByWorkload asked) throws IOException {
        ByPods files = asked.source.byPods;
        Refusals.unlessWithin("--draws", files.draws, DRAWS_MAX);
        requireReadable(files.pods);
        requireReadable(files.machines);
        if (asked.schedule != null || asked.estimates != null) {
            throw new Refusals.Refused(
                    ExitCode.USAGE,
                    "pods never end: there is neither a --schedule nor anything to know by --estimates");
        }
        Policy policy = Policy.named(asked.policy, Placers.found(SimulateCommand.class.getClassLoader()));
        long began = System.nanoTime();
        var packed = new CopyOnWriteArrayList<Packed>();
        Patience.during(terminal(), () -> packed.size() + " of " + files.draws + " draws", () -> {
            while (packed.size() < files.draws) {
                packed.add(Packing.run(files.pods, files.machines, policy, asked.seed + packed.size()));
            }
            return packed;
        });
        var report = PackingReport.of(packed, (System.nanoTime() - began) / 1e9);
        answer(report, report.text());
        return ExitCode.OK;
    }

    private static void requireReadable(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
    }

    private ExitCode ask(ByWorkload asked) throws IOException {
        requireReadable(asked.source.file);
        long began = System.nanoTime();
        Question question = question(asked);
        Schedule schedule = Patience.during(
                terminal(),
                () -> asked.source.file + " under " + asked.policy,
                () -> WhatIf.run(asked.source.file, question));
        if (asked.schedule != null) {
            try (Writer out = Files.newBufferedWriter(asked.schedule)) {
                schedule.writeCsv(out);
            }
        }
        var report = WhatIfReport.of(schedule, asked.schedule, (System.nanoTime() - began) / 1e9);
        answer(report, report.text());
        return ExitCode.OK;
    }
}
