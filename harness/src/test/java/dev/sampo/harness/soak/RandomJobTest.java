package dev.sampo.harness.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.harness.history.Entry.Declared;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomJobTest {

    @Test
    void theSameSeedDrawsTheSameJob() {
        RandomJob one = RandomJob.draw("job", new Random(5), Path.of("somewhere"));
        RandomJob other = RandomJob.draw("job", new Random(5), Path.of("somewhere"));
        assertThat(one.tasks()).isEqualTo(other.tasks());
        assertThat(RandomJob.draw("job", new Random(6), Path.of("somewhere")).tasks())
                .isNotEqualTo(one.tasks());
    }

    @Test
    void aTaskComesAfterEarlierOnesOnly() {
        var random = new Random(7);
        for (int i = 0; i < 100; i++) {
            var known = new HashMap<String, String>();
            for (Declared.Task task :
                    RandomJob.draw("job-" + i, random, Path.of("somewhere")).tasks()) {
                assertThat(known.keySet()).containsAll(List.copyOf(task.after()));
                known.put(task.name(), task.value());
            }
        }
    }
}
