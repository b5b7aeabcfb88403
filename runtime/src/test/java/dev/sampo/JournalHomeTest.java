package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JournalHomeTest {

    private static Config sampo(String home) {
        return ConfigFactory.parseString("sampo.journal.home = " + home)
                .withFallback(ConfigFactory.load())
                .getConfig("sampo");
    }

    @Test
    void theDefaultIsTheLogInTheDataDirectory() {
        Config sampo = ConfigFactory.load().getConfig("sampo");
        Config overlay = JournalHome.from(sampo, true).overlay(sampo, Path.of("data"), true);
        assertThat(overlay.getString("pekko.persistence.journal.plugin")).isEqualTo("sampo.journal.log");
        assertThat(overlay.getString("sampo.journal.log.directory")).isEqualTo("data/journal");
        assertThat(overlay.getBoolean("sampo.journal.log.fsync")).isTrue();
    }

    @Test
    void whereMembersKeepTheJournalAllDoThatCountForAMajority() {
        var coordinator = Set.of("coordinator", "worker");

        assertThat(JournalHome.from(sampo("replicated"), false).impliedRoles(coordinator))
                .containsExactly("journal");
        assertThat(JournalHome.from(sampo("replicated"), false).impliedRoles(Set.of("observer")))
                .containsExactly("journal");
        assertThat(JournalHome.from(sampo("replicated"), false).impliedRoles(Set.of("worker")))
                .isEmpty();
        assertThat(JournalHome.from(sampo("local"), false).impliedRoles(coordinator))
                .isEmpty();
    }

    @Test
    void aClusterKeepsItsJournalWithItsMembersAndAProcessAloneOnItsDisk() {
        Config sampo = ConfigFactory.load().getConfig("sampo");

        assertThat(JournalHome.from(sampo, false)).isEqualTo(JournalHome.REPLICATED);
        assertThat(JournalHome.from(sampo, true)).isEqualTo(JournalHome.LOCAL);
    }

    @Test
    void aProcessAloneCannotReplicate() {
        assertThatThrownBy(() -> JournalHome.from(sampo("replicated"), true)).hasMessageContaining("needs a cluster");
    }

    @Test
    void anUnknownHomeIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> JournalHome.from(sampo("oracle"), true))
                .hasMessageContaining("sampo.journal.home")
                .hasMessageContaining("oracle")
                .hasMessageContaining("auto, local, replicated, postgresql");
    }

    @Test
    void aHomeWhoseModuleIsAbsentSaysWhatToAdd() {
        Config sampo = sampo("postgresql");
        assertThatThrownBy(() -> JournalHome.from(sampo, true).overlay(sampo, Path.of("data"), true))
                .hasMessageContaining("dev.sampo:sampo-journal-postgresql");
    }
}
