package dev.sampo;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.resource.Quota;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampoSettingsTest {

    private static SampoSettings settings(String changed) {
        return SampoSettings.from(
                ConfigFactory.parseString(changed)
                        .withFallback(ConfigFactory.load())
                        .getConfig("sampo"),
                "node",
                Optional.empty(),
                true);
    }

    @Test
    void aNameMayHaveDotsWhetherOrNotItIsQuoted() {
        var equipment = settings("""
                        sampo.node {
                          cpus = 2, memory = 1GiB, gpus = 0
                          resources { tool.seat = 3, "tool.dongle" = [x, y] }
                          labels { kubernetes.zone = a, "kubernetes.io/arch" = arm }
                        }
                        """).engine().equipment();
        assertThat(equipment.labels()).containsEntry("kubernetes.zone", "a").containsEntry("kubernetes.io/arch", "arm");
        assertThat(equipment.items()).containsEntry("tool.dongle", List.of("x", "y"));
        assertThat(equipment.capacity())
                .isEqualTo(cpus(2).memory("1GiB").and("tool.seat", 3).and("tool.dongle", 2));
    }

    @Test
    void aQuotaMayBeOfAResourceWhoseNameHasDots() {
        var tenant = settings("sampo.planner.tenants.guests.quota { tool.seat = 3 }")
                .engine()
                .planner()
                .tenants()
                .get("guests");
        assertThat(tenant.quota()).isEqualTo(Quota.NONE.and("tool.seat", 3));
        assertThat(tenant.weight()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weight = 1.5 | weight=1.5 must be a whole number",
                "weight = 0 | weight=0 must be from 1 to 1000",
                "wieght = 2 | \"wieght\" is no setting of a tenant, only [open-jobs-max, open-tasks-max, quota, weight]",
                "open-jobs-max = 0.5 | open-jobs-max=0.5 must be a whole number",
                "quota { cpus = -1 } | cpus=-1.0 is no amount",
            })
    void whatATenantCannotHaveIsRefusedByName(String setting, String complaint) {
        assertThatThrownBy(() -> settings("sampo.planner.tenants.guests { " + setting + " }"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sampo.planner.tenants.guests: ")
                .hasMessageContaining(complaint);
    }
}
