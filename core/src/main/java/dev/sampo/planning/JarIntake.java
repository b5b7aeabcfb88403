package dev.sampo.planning;

import dev.sampo.dag.Digest;
import dev.sampo.job.Jars;
import java.util.Optional;

/** Takes in the jars that jobs come with; of a jar that is here already nothing is written again. */
final class JarIntake {
    private final Books books;

    JarIntake(Books books) {
        this.books = books;
    }

    private Optional<Digest> missing(Input.Submit submit) {
        return submit.blueprint()
                .jar()
                .filter(jar -> books.ledger.jars().find(jar).isEmpty());
    }

    /** Whether the job cannot be accepted for want of its jar. */
    Optional<String> fault(Input.Submit submit) {
        return missing(submit)
                .filter(jar -> submit.jar().length == 0)
                .map(jar -> "its jar " + jar + " is not here any more; submit it again, with the jar");
    }

    /** Why there is no room for its jar now. */
    Optional<String> tooMuch(Input.Submit submit) {
        long bytes = books.ledger.jars().bytes();
        return missing(submit)
                .filter(jar -> bytes + submit.jar().length > Jars.ALL_BYTES_MAX)
                .map(jar -> "the jars of the jobs that the partition knows have " + bytes
                        + " bytes, and with this one of " + submit.jar().length + " would have more than the "
                        + Jars.ALL_BYTES_MAX + " they may");
    }

    /** Before its job is accepted. */
    void take(Input.Submit submit) {
        missing(submit).ifPresent(jar -> Jars.pieces(jar, submit.jar()).forEach(books::record));
    }
}
