package dev.sampo.tenant;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sampo.link.Report;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import org.junit.jupiter.api.Test;

/** Who is owed what. */
class TenantsTest {
    private final Tenants tenants = new Tenants(cpus(10));
    private final Tenant one = tenants.join("one", TenantSettings.USUAL);
    private final Tenant other = tenants.join("other", TenantSettings.USUAL);

    private void holds(Tenant tenant, int cpus) {
        for (int i = 0; i < cpus; i++) {
            tenants.hold(tenant, cpus(1));
        }
    }

    @Test
    void whoHeldLessThanWasDueComesFirstEvenWhenBothHoldTheSame() {
        one.waits(1);
        other.waits(1);
        tenants.settle(0);
        holds(one, 7);
        holds(other, 3);
        tenants.settle(1_000);
        holds(other, 4);

        assertThat(other.turn()).isLessThan(one.turn());
    }

    @Test
    void whoWantedNothingIsOwedNothing() {
        other.waits(1);
        tenants.settle(0);
        holds(one, 1);
        holds(other, 9);
        tenants.settle(100_000);
        one.waits(1);

        assertThat(one.turn()).isCloseTo(0.1, within(1e-6));
        assertThat(other.turn()).isCloseTo(0.9, within(1e-6));
    }

    @Test
    void whoMayHaveNothingMoreIsOwedNothing() {
        one.waits(1);
        other.waits(1);
        tenants.settle(0);
        holds(one, 1);
        holds(other, 9);
        one.isHeldBack();
        tenants.settle(100_000);

        assertThat(one.turn()).isPositive();
        assertThat(other.turn()).isCloseTo(0.9, within(1e-6));
    }

    @Test
    void nobodyIsOwedMoreThanSixSecondsOfAll() {
        one.waits(1);
        other.waits(1);
        tenants.settle(0);
        holds(other, 10);
        tenants.settle(1_000_000);
        assertThat(one.turn()).isBetween(-2.1, -1.9);
    }

    @Test
    void whatWaitsAtNodesIsOwed() {
        one.waits(1);
        other.waits(1);
        tenants.settle(0);
        holds(one, 5);
        holds(other, 5);
        tenants.waitsAtNodes(one, new Report.Held(cpus(4), 4));
        tenants.settle(1_000);
        assertThat(one.turn()).isLessThan(other.turn());

        tenants.waitsNoMoreAtNodes(one, new Report.Held(cpus(4), 4));
        tenants.waitsAtNodes(other, new Report.Held(cpus(4), 4));
        tenants.settle(3_000);
        assertThat(one.turn()).isGreaterThan(other.turn());
    }

    @Test
    void whoHasHadTooLittleCountsForMoreAtNodesAndWhoHasHadTooMuchForLess() {
        one.waits(1);
        other.waits(1);
        tenants.settle(0);
        holds(one, 1);
        tenants.holdElsewhere(other, new Report.Held(cpus(9), 9));
        assertThat(one.effectiveWeight()).isEqualTo(1_000);

        tenants.settle(500);
        assertThat(one.effectiveWeight()).isBetween(1_200, 1_300);
        assertThat(other.effectiveWeight()).isBetween(700, 800);
        assertThat(one.hasBecome(1_000)).isTrue();

        tenants.settle(1_000_000);
        assertThat(one.effectiveWeight()).isBetween(8_900, 9_100);
        assertThat(other.effectiveWeight()).isEqualTo(62);
    }

    @Test
    void whoSharesWithNobodyElsewhereCountsForItsWeight() {
        one.waits(1);
        other.waits(1);
        tenants.settle(0);
        holds(one, 1);
        holds(other, 9);
        tenants.settle(1_000_000);
        assertThat(one.effectiveWeight()).isEqualTo(1_000);
        assertThat(one.hasBecome(1_000)).isFalse();
    }

    @Test
    void whoIsKnownFromElsewhereIsOwedAsLongAsItWaitsThere() {
        one.waits(1);
        var there = tenants.know("there", TenantSettings.USUAL);
        tenants.holdElsewhere(there, new Report.Held(cpus(5), 5));
        tenants.waitsAtNodes(there, new Report.Held(cpus(4), 4));
        tenants.settle(0);
        holds(one, 9);
        tenants.settle(1_000);
        assertThat(one.effectiveWeight()).isLessThan(1_000);

        tenants.waitsNoMoreAtNodes(there, new Report.Held(cpus(4), 4));
        tenants.letGoElsewhere(there, new Report.Held(cpus(5), 5));
        tenants.settle(2_000);
        assertThat(one.effectiveWeight()).isEqualTo(1_000);
    }

    @Test
    void tasksThatTakeNothingCountALittle() {
        holds(one, 1);
        tenants.hold(other, cpus(1));
        tenants.hold(other, Resources.NONE);

        assertThat(other.turn()).isGreaterThan(one.turn());
    }

    @Test
    void aWeightOutOfBoundsIsRefused() {
        assertThatThrownBy(() -> new TenantSettings(0, Quota.NONE))
                .hasMessageContaining("weight=0 must be from 1 to 1000");
        assertThatThrownBy(() -> new TenantSettings(1_001, Quota.NONE)).hasMessageContaining("weight=1001");
    }
}
