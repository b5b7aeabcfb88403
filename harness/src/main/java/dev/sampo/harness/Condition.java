package dev.sampo.harness;

/** What a test waits for. Throwing counts as not yet: while a cluster changes, a question may go unanswered. */
@FunctionalInterface
public interface Condition {
    boolean holds() throws Exception;
}
