package dev.sampo.sim.world;

import dev.sampo.sim.time.Chance;

/**
 * How hostile one seed's world is. Each kind of fault is off in half of all seeds, so that rare ones are not drowned by
 * frequent ones and combinations of few are seen too.
 */
final class Weather {
    final double loss;
    final double doubling;
    final int delayMax;
    final double stragglers;
    final double cuts;
    final double crashes;
    final double pauses;
    final double moves;
    final double suspicions;
    final double shrinking;
    final double blackouts;
    final double syncFailures;
    final double storeLoss;
    final int syncMillisMax;
    final double cancels;
    final boolean isStoreLocal;
    final boolean usesCheckpoints;
    final int storedFrom;
    final boolean hasKiller;
    final double drains;
    /** Whether jobs may run where they are submitted, and workers take their time to join. */
    final boolean hasDesks;
    /** How often what a node has is changed, and its labels with it. */
    final double alterations;
    /** Whether nodes have resources that consist of items, and jobs need them. */
    final boolean hasItems;
    /** Whether jobs have tasks that mind where others run. */
    final boolean hasMinders;
    /** Whether timetables are looked for outside of steps. */
    final boolean hasPlans;
    /** Whether jobs have tasks that take much longer at times. */
    final boolean hasLaggards;
    /** Whether a job crowds the cluster. */
    final boolean hasCrowd;
    /** Whether most jobs have tasks of which only few may run at once in all. */
    final boolean hasRations;
    /** Whether messages and facts cross as bytes; not always, for it takes longer. */
    final boolean isEncoded;

    /**
     * @param others draws what was added later, so that older worlds stay as they were
     * @param latest what was added after that
     * @param live and after that
     * @param company and after that
     * @param plans and after that
     * @param laggards and after that
     * @param rations and after that
     */
    Weather(
            Chance chance,
            Chance others,
            Chance latest,
            Chance live,
            Chance company,
            Chance plans,
            Chance laggards,
            Chance rations) {
        loss = chance.sometimesUpTo(0.2);
        doubling = chance.sometimesUpTo(0.2);
        delayMax = chance.happens(0.5) ? 2 : chance.between(3, 40);
        stragglers = chance.sometimesUpTo(0.03);
        cuts = chance.sometimesUpTo(1);
        crashes = chance.sometimesUpTo(1);
        pauses = chance.sometimesUpTo(1);
        moves = chance.sometimesUpTo(1);
        suspicions = chance.sometimesUpTo(1);
        shrinking = chance.sometimesUpTo(1);
        blackouts = chance.happens(0.1) ? 0.2 : 0;
        syncFailures = chance.sometimesUpTo(0.05);
        storeLoss = chance.sometimesUpTo(0.1);
        syncMillisMax = chance.happens(0.5) ? 1 : chance.between(2, 60);
        cancels = chance.sometimesUpTo(0.5);
        isStoreLocal = chance.happens(0.5);
        usesCheckpoints = chance.happens(0.5);
        storedFrom = chance.happens(0.5) ? 1_000 : 16;
        hasKiller = others.happens(0.1);
        drains = others.sometimesUpTo(1);
        isEncoded = others.happens(0.1);
        hasDesks = latest.happens(0.15);
        alterations = live.sometimesUpTo(1);
        hasItems = live.happens(0.3);
        hasMinders = company.happens(0.3);
        hasPlans = plans.happens(0.4);
        hasLaggards = laggards.happens(0.3);
        hasCrowd = laggards.happens(0.01);
        hasRations = rations.happens(0.1);
    }
}
