package dev.sampo.command;

import java.util.List;
import java.util.Optional;

/**
 * What the exit codes of a command mean; one that is not named is a failure like any other.
 *
 * @param good those that mean success
 * @param last those after which it is not tried again
 * @param later those after which it is not tried again before some time is over
 */
public record Exits(List<Integer> good, List<Integer> last, List<Later> later) {
    static final Exits USUAL = new Exits(List.of(0), List.of(), List.of());

    /** After this exit code the next try waits for so long at least. */
    public record Later(int code, long millis) {}

    public Exits {
        good = List.copyOf(good);
        last = List.copyOf(last);
        later = List.copyOf(later);
    }

    Optional<Later> later(int code) {
        return later.stream().filter(each -> each.code() == code).findFirst();
    }
}
