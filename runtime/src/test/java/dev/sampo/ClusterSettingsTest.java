package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {

    private static ClusterSettings settings(String changed) {
        return ClusterSettings.from(ConfigFactory.parseString(changed)
                .withFallback(ConfigFactory.load())
                .getConfig("sampo"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sampo.cluster.port = 70000 | port is 70000; it must be 0 to 65535",
                "sampo.cluster.name = \"a b\" | name is \"a b\"; it must be 1 to 100 letters, digits",
                "sampo.cluster.expect = 0 | expect is 0; it must be at least 1, or auto",
                "sampo.cluster { expect = 5, max-nodes = 3 } | max-nodes is 3",
                "sampo.cluster.profile = slow | profile is slow; it must be one of [default, fast]",
                "sampo.cluster.join-timeout = 0s | join-timeout",
                "sampo.cluster.seeds = [somewhere] | seeds is somewhere; it must be addresses such as 127.0.0.1:7355",
                "sampo.node.roles = [boss] | no role \"boss\"; sampo.node.roles may have [coordinator, journal,",
                "sampo.cluster.host = \"0.0.0.0\" | REFUSING_INSECURE_BIND 0.0.0.0:0",
                "sampo.cluster { host = \"0.0.0.0\", insecure-bind = on } | by which others can reach this node",
                "sampo.cluster.host = \"no.such.host.invalid\" | cannot be resolved",
            })
    void whatCannotBeIsRefusedByName(String setting, String complaint) {
        assertThatThrownBy(() -> settings(setting))
                .isInstanceOf(SampoException.BadConfiguration.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void anInsecureAddressIsTakenWhenTheNetworkIsTrusted() {
        assertThat(settings("sampo.cluster { host = \"10.1.2.3\", insecure-bind = on }")
                        .isLoopback())
                .isFalse();
    }

    @Test
    void aListThatNamesThisNodeSaysHowManyAreExpected() {
        String list =
                "sampo.cluster { port = 7355, seeds = [\"127.0.0.1:7355\", \"127.0.0.1:7356\", \"127.0.0.1:7357\"] }";
        assertThat(settings(list).expect()).isEqualTo(3);
        assertThat(settings("sampo.cluster.seeds = [\"127.0.0.1:7355\"]").expect())
                .isEqualTo(1);
    }

    @Test
    void allButWorkersAndClientsVote() {
        assertThat(settings("sampo.node.roles = [worker]").isVoter()).isFalse();
        assertThat(settings("sampo.node.roles = []").isVoter()).isFalse();
        assertThat(settings("sampo.node.roles = [observer]").pekkoRoles())
                .isEqualTo(List.of("journal", "observer", "voter"));
        assertThat(settings("sampo.node.roles = [worker, journal]").isVoter()).isTrue();
    }
}
