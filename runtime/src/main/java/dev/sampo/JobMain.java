package dev.sampo;

import dev.sampo.dag.Dag;

/**
 * What a job jar begins with: a public class with a constructor without parameters, named by {@code Sampo-Job} or {@code Main-Class}
 * in the jar's manifest, or by {@code --main}. It runs where the job is submitted, and never on a node.
 */
public interface JobMain {

    /** @param arguments those behind the jar on the command line */
    Dag dag(String[] arguments) throws Exception;
}
