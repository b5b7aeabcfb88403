package dev.sampo.sim;

import dev.sampo.sim.world.SeedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One seed told in lines.
 *
 * @param violation what was broken; empty when nothing was
 * @param lines everything that happened, in order
 * @param aboutTheTask those lines that concern the task, or at least the job, of the violation
 */
public record SeedStory(long seed, String violation, List<String> lines, List<String> aboutTheTask) {
    private static final int LINES_AROUND = 40;
    private static final int STORY_MAX = 200;

    public SeedStory {
        lines = List.copyOf(lines);
        aboutTheTask = List.copyOf(aboutTheTask);
    }

    static SeedStory of(SeedRun run) {
        return new SeedStory(run.seed(), run.violation(), run.lines(), story(run));
    }

    /** The end of the transcript, where the violation is, and the story of its task before it. */
    public String text() {
        var text = new StringBuilder("seed " + seed + ": " + (violation.isEmpty() ? "clean" : violation) + "\n");
        if (!aboutTheTask.isEmpty()) {
            text.append("\nthe story of its task\n");
            aboutTheTask.forEach(line -> text.append(line).append('\n'));
        }
        text.append("\nthe last ")
                .append(LINES_AROUND)
                .append(" of ")
                .append(lines.size())
                .append(" lines\n");
        lines.subList(Math.max(0, lines.size() - LINES_AROUND), lines.size())
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static List<String> story(SeedRun run) {
        if (run.isClean() || run.job().isEmpty()) {
            return List.of();
        }
        String job = Pattern.quote(run.job());
        String about = run.task() < 0
                ? "\\b" + job + "\\b"
                : "\\b" + job + "/" + run.task() + "#|\\b" + job + "\\[[^]]*\\b" + run.task() + "\\b|job=" + job
                        + ", (task|parent)=" + run.task() + ",";
        var pattern = Pattern.compile(about);
        var story = new ArrayList<String>();
        for (String line : run.lines()) {
            if (pattern.matcher(line).find()) {
                story.add(line);
            }
        }
        return story.subList(Math.max(0, story.size() - STORY_MAX), story.size());
    }
}
