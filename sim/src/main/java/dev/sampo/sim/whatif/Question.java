package dev.sampo.sim.whatif;

/**
 * What is asked about a workload: how it would go under a policy that is told so much and may search for so long.
 *
 * @param seed of everything that is drawn: how far each estimate is off, and the search
 */
public record Question(Policy policy, Estimates estimates, Budget budget, long seed) {
    private static final Budget NO_TIME = new Budget.Timetables(1);

    /** One that needs no budget, as only {@link Policy#PLAN} does. */
    public static Question of(String policy, Estimates estimates) {
        return new Question(Policy.named(policy), estimates, NO_TIME, 0);
    }
}
