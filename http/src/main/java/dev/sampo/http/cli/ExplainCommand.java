package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.ExplanationView;
import dev.sampo.http.api.JobExplanationView;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/** Says why. */
@picocli.CommandLine.Command(
        name = "explain",
        description = {
            "Say why a task is where it is: why waiting, why on that node, why again, and what stands against each node.",
            "Without a task: why the job stands where it stands, by those of its tasks that tell most."
        },
        footer = {"", "Examples:", "  ./sampo explain word-count-1", "  ./sampo explain word-count-1 count[3]"})
final class ExplainCommand extends OfJob {

    /** Of fewer there are no more. */
    private static final int MANY = 3;

    /** Waiting tasks have the nearest first, and placed ones the best. */
    private static final int NODES_MAX = 20;

    @Parameters(index = "1", arity = "0..1", paramLabel = "TASK", description = "The task's name.")
    private String task;

    ExplainCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws IOException {
        if (task == null) {
            show(remote.get(path() + "/explanation"), JobExplanationView.class, this::words);
        } else {
            show(
                    remote.get(path() + "/tasks/" + Remote.part(task) + "/explanation"),
                    ExplanationView.class,
                    this::words);
        }
        return ExitCode.OK;
    }

    private String words(JobExplanationView why) {
        var text = new StringBuilder(Jobs.one(why.job())).append("\n\n").append(Plain.lines(why.why()));
        why.tasks().forEach(each -> text.append("\n\n").append(words(each)));
        if (why.tasks().size() >= MANY) {
            text.append("\n\nThese are the first of its tasks that are ")
                    .append(why.because())
                    .append("; all of them: ./sampo job ")
                    .append(Plain.of(why.job().job()))
                    .append(" --state ")
                    .append(why.because());
        }
        return text.toString();
    }

    private String words(ExplanationView why) {
        var text = new StringBuilder(styled(Plain.of(why.task()), "1"))
                .append(' ')
                .append(Plain.lines(why.summary()))
                .append('.');
        if (!why.placement().isEmpty()) {
            text.append("\n  ").append(Plain.lines(why.placement()));
        }
        if (!why.candidates().isEmpty()) {
            var nodes = new Table("  NODE", "FITS", "WHY").wrapped();
            why.candidates().stream()
                    .limit(NODES_MAX)
                    .forEach(each -> nodes.row("  " + each.node(), each.fits() ? "yes" : "no", each.why()));
            text.append('\n').append(nodes.text(width()));
            int more = why.candidates().size() - NODES_MAX;
            if (more > 0) {
                text.append("\n  and ").append(more).append(" more; all of them: --output json");
            }
        }
        if (!why.late().isEmpty()) {
            text.append("\n  ").append(Plain.lines(why.late()));
        }
        why.story().forEach(line -> text.append("\n  ").append(Plain.of(line)));
        return text.toString();
    }
}
