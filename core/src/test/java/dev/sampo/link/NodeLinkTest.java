package dev.sampo.link;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeLinkTest {
    private static final Session SESSION = new Session(0, 1, 1);
    private static final Resources CAPACITY = cpus(32);

    private final NodeLink link = new NodeLink(new NodeId("n"), 1, LinkSettings.DEFAULTS);

    @BeforeEach
    void begins() {
        link.take(new Orders(SESSION, 1, 0, 0, List.of()), 0);
        link.greet(new Report.Greeting(List.of(), List.of()));
        arrives(link.flush(0));
    }

    private void arrives(List<Report> reports) {
        reports.forEach(report -> link.take(new Orders(SESSION, 0, report.number(), report.number(), List.of()), 0));
    }

    private List<Report> hasForOthers(double cpus, long now) {
        var held = cpus == 0 ? Report.Held.NOTHING : new Report.Held(cpus(cpus), 1);
        var tenants = cpus == 0 ? List.<Report.Holder>of() : List.of(new Report.Holder("tenant", held));
        return hasForOthers(new Report.Others(held, tenants, List.of(), 0), now);
    }

    private List<Report> hasForOthers(Report.Others others, long now) {
        link.add(others, CAPACITY, now);
        return link.flush(now).stream().filter(report -> report.number() > 0).toList();
    }

    private static Orders orders(long number) {
        return new Orders(SESSION, number, 0, 0, List.of());
    }

    @Test
    void whatCameTooEarlyIsNextOnceWhatWasLostHasComeAndNeedNotComeAgain() {
        for (long number : new long[] {4, 3, 6, 3}) {
            assertThat(link.take(orders(number), 0)).isEqualTo(NodeLink.Arrival.NOTHING_NEW);
            assertThat(link.nextEarly()).isNull();
        }
        assertThat(link.take(orders(2), 0)).isEqualTo(NodeLink.Arrival.NEXT);

        assertThat(link.nextEarly()).isEqualTo(orders(3));
        assertThat(link.nextEarly()).isEqualTo(orders(4));
        assertThat(link.nextEarly()).isNull();
        assertThat(link.take(orders(4), 0)).isEqualTo(NodeLink.Arrival.NOTHING_NEW);
        assertThat(link.take(orders(5), 0)).isEqualTo(NodeLink.Arrival.NEXT);
        assertThat(link.nextEarly()).isEqualTo(orders(6));
    }

    @Test
    void whatCameTooEarlyIsNotOfTheNextSession() {
        link.take(orders(3), 0);
        var later = new Session(0, 1, 2);
        link.take(new Orders(later, 1, 0, 0, List.of()), 0);
        link.take(new Orders(later, 2, 0, 0, List.of()), 0);

        assertThat(link.nextEarly()).isNull();
    }

    @Test
    void aLittleMoreForOthersIsSaidAfterAWhileOrWithTheNextReportAndUnsettlesNothing() {
        assertThat(hasForOthers(1, 200)).isEmpty();
        assertThat(link.isSettled()).isTrue();
        List<Report> late = hasForOthers(1, 1_000);
        assertThat(late).hasSize(1);
        arrives(late);

        assertThat(hasForOthers(2, 1_200)).isEmpty();
        link.add(new Report.Kept(new JobId("job"), 1, new Fence(1, 1), true));
        assertThat(link.flush(1_300))
                .singleElement()
                .satisfies(report -> assertThat(report.others().all().needs()).isEqualTo(cpus(2)));
    }

    @Test
    void muchMoreOrLessAndThatNothingIsLeftIsSaidAtOnce() {
        for (double cpus : new double[] {4, 8, 5, 0}) {
            List<Report> said = hasForOthers(cpus, 100);
            assertThat(said).hasSize(1);
            arrives(said);
        }
        assertThat(hasForOthers(0, 5_000)).isEmpty();
    }

    /** From an hour to a minute, where nothing else happens. */
    @Test
    void howLongItStillTakesIsSaidAgainEverLessOften() {
        var held = new Report.Held(cpus(1), 1);
        int reports = 0;
        for (long left = 3_600_000; left > 60_000; left -= 200) {
            var others = new Report.Others(held, List.of(), List.of(), left);
            List<Report> said = hasForOthers(others, 4_000_000 - left);
            reports += said.size();
            arrives(said);
        }
        assertThat(reports).isBetween(10, 20);
    }

    @Test
    void whatNoNodeCouldHaveForOthersIsRefused() {
        var holder = new Report.Holder("tenant", Report.Held.NOTHING);
        List<Report.Holder> tooMany = Collections.nCopies(17, holder);
        assertThatThrownBy(() -> new Report.Others(Report.Held.NOTHING, tooMany, List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Report.Others(Report.Held.NOTHING, List.of(), tooMany, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Report.Others(Report.Held.NOTHING, List.of(), List.of(), -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Report.Held(cpus(1), -1)).isInstanceOf(IllegalArgumentException.class);
        Resources huge = Resources.NONE.memory(Resources.AMOUNT_MAX);
        assertThatThrownBy(() -> new Report.Held(huge.plus(huge), 1)).isInstanceOf(IllegalArgumentException.class);
        var most = new Report.Held(huge, 1);
        assertThat(most.plus(most).needs()).isEqualTo(huge);
    }
}
