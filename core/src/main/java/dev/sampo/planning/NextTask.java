package dev.sampo.planning;

import dev.sampo.job.JobOptions;
import dev.sampo.placement.Hashing;
import dev.sampo.placement.ReadyTask;
import dev.sampo.resource.Resources;
import java.util.SplittableRandom;

/** The task that is placed next, as placers see it: what few of them ask for is made when they do. */
final class NextTask implements ReadyTask {
    private final SplittableRandom lots;
    private final Slack slack;
    private JobPlan job;
    private int task;
    private Resources needs = Resources.NONE;
    private boolean hasKey;
    private long key;
    private boolean hasDrawn;
    private long drawn;

    NextTask(Books books) {
        this.lots = books.lots;
        this.slack = new Slack(books);
    }

    /** Another choice begins. */
    NextTask of(JobPlan next, int number, Resources what) {
        needs = what;
        hasKey = false;
        hasDrawn = false;
        job = next;
        task = number;
        return this;
    }

    /** The task of the choice that was just made, or another that is only asked about: no lot is drawn, or questions would change what is done. */
    NextTask isAbout(Bars about) {
        hasKey &= job == about.job && task == about.task;
        hasDrawn = true;
        job = about.job;
        task = about.task;
        needs = about.line.needs();
        return this;
    }

    @Override
    public String dag() {
        return job.ledger.stretchOf(task).blueprint().name();
    }

    @Override
    public String name() {
        return job.ledger.nameOf(task);
    }

    @Override
    public Resources needs() {
        return needs;
    }

    @Override
    public long key() {
        if (!hasKey) {
            key = Hashing.of(dag(), name());
            hasKey = true;
        }
        return key;
    }

    @Override
    public double millis() {
        return slack.millis(job, task);
    }

    @Override
    public double millisAfter() {
        return slack.millisAfter(job, task);
    }

    @Override
    public double millisLeft() {
        long deadline = job.deadline();
        return deadline == JobOptions.WHENEVER ? Double.POSITIVE_INFINITY : (double) deadline - slack.now();
    }

    @Override
    public long draw() {
        if (!hasDrawn) {
            drawn = lots.nextLong();
            hasDrawn = true;
        }
        return drawn;
    }
}
