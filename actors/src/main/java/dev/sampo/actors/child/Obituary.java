package dev.sampo.actors.child;

import dev.sampo.job.Failure;
import dev.sampo.job.Outcome;
import dev.sampo.resilience.JvmEnded;
import dev.sampo.resilience.Retry;

/**
 * How a child ended before the body that ran there.
 *
 * @param started whether it ever was ready to run something
 * @param printed the end of what it printed
 */
record Obituary(long pid, long heap, boolean started, int exitCode, String printed) {
    static final int UNKNOWN = -1;

    /** What HotSpot says when it ends for want of memory, as it is told to. */
    private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError: ";

    private static final int OUT_OF_MEMORY_CODE = 3;
    private static final int SIGNALS = 128;
    private static final int SIGNAL_MAX = 64;
    private static final int KILLED = 9;

    boolean isOutOfMemory() {
        return exitCode == OUT_OF_MEMORY_CODE && printed.contains(OUT_OF_MEMORY);
    }

    Outcome.Failed failure(Retry retry) {
        Class<?> type = isOutOfMemory() ? OutOfMemoryError.class : JvmEnded.class;
        return new Outcome.Failed(
                new Failure(Failure.Kind.JVM_ENDED, type.getName(), message(), printed, !retry.isAfter(type), 0));
    }

    private String message() {
        String jvm = "its JVM, " + pid + " with " + HeapClass.option(heap) + ", ";
        if (isOutOfMemory()) {
            String what = printed.substring(printed.lastIndexOf(OUT_OF_MEMORY) + OUT_OF_MEMORY.length());
            return jvm + "ran out of memory (" + what.lines().findFirst().orElse("")
                    + "); its heap is what the task says it needs";
        }
        return jvm + (started ? "" : "could not start: it ") + "ended " + how() + lastWords();
    }

    private String how() {
        int signal = exitCode - SIGNALS;
        if (exitCode == UNKNOWN) {
            return "in a way that nobody saw";
        }
        String code = "with exit code " + exitCode;
        if (signal <= 0 || signal > SIGNAL_MAX) {
            return code;
        }
        return code + ", as by signal " + signal
                + (signal == KILLED ? ": somebody killed it, or the machine's memory was at its end" : "");
    }

    private String lastWords() {
        return printed.isEmpty() ? "" : "; it last printed: " + printed.substring(printed.lastIndexOf('\n') + 1);
    }
}
