package dev.sampo.http.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.cli.Refusals;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** A submit is said again as long as there is too much and the user likes to wait. */
class WhenBusyTest {
    private int asked;

    @CommandLine.Command
    static final class Submits {
        @Mixin
        private WhenBusy patience;
    }

    private String submit(int refusals, long retryAfterSeconds, String... args)
            throws IOException, InterruptedException {
        var command = new Submits();
        new CommandLine(command).parseArgs(args);
        return command.patience.submit(null, true, () -> {
            if (asked++ < refusals) {
                throw new Remote.Busy("guests has enough", retryAfterSeconds);
            }
            return "done";
        });
    }

    @Test
    void itIsSaidAgainUntilItIsTaken() throws IOException, InterruptedException {
        assertThat(submit(3, 0, "--wait-when-busy", "1m")).isEqualTo("done");
        assertThat(asked).isEqualTo(4);
    }

    @Test
    void whoDoesNotWaitIsToldHowTo() {
        assertThatThrownBy(() -> submit(1, 0))
                .isInstanceOf(Refusals.Refused.class)
                .hasMessage("guests has enough, or let it wait: --wait-when-busy 10m");
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void noLongerThanIsSaid() {
        assertThatThrownBy(() -> submit(9, 60, "--wait-when-busy", "1s")).hasMessage("guests has enough");
        assertThat(asked).isEqualTo(1);
    }
}
