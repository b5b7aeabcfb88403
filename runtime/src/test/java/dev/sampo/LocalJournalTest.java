package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalJournalTest {

    private static Config config(List<String> seeds, String... roles) {
        return ConfigFactory.parseMap(Map.of(
                        "sampo.journal.home",
                        "local",
                        "sampo.cluster.port",
                        0,
                        "sampo.cluster.seeds",
                        seeds,
                        "sampo.node.roles",
                        List.of(roles)))
                .withFallback(ConfigFactory.load());
    }

    @Test
    void aSecondCoordinatorIsRefusedWhereEachWouldKeepFactsOfItsOwn() {
        try (Sampo first = Sampo.join(config(List.of(), "coordinator", "worker"))) {
            String address = org.apache.pekko.cluster.Cluster.get(first.system())
                    .selfAddress()
                    .hostPort()
                    .replaceFirst(".*@", "");
            assertThatThrownBy(() -> Sampo.join(config(List.of(address), "coordinator")))
                    .isInstanceOf(SampoException.CannotJoin.class)
                    .hasMessageContaining("sampo.journal.home is local")
                    .hasMessageContaining(address);
            try (Sampo worker = Sampo.join(config(List.of(address), "worker"))) {
                assertThat(worker.jobSummaries()).isEmpty();
            }
        }
    }
}
