package dev.sampo.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tables on terminals. */
class TableTest {

    @Test
    void columnsAreAsWideAsWhatIsInThemAndTheWidestGivesWay() {
        var table = new Table("A", "WHY");
        table.row("one", "because it is so and not otherwise");
        table.row(null, 7);
        assertThat(table.text(0)).isEqualTo("""
                A    WHY
                one  because it is so and not otherwise
                -    7""");
        assertThat(table.text(20).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(20));
        assertThat(table.text(20)).contains("one  because it is …");
        assertThat(table.text(3)).contains("one");
    }

    @Test
    void theNameStaysWholeAndColumnsThatTellLeastGoWhereThereIsNoRoom() {
        var table = new Table("NODE", "STATUS", "FREE", "LABELS", "ROLES").sparing("ROLES", "LABELS");
        table.row("sampo@127.0.0.1:37879", "healthy", "cpus=2 memory=5.7GiB", "commands=on", "coordinator,worker");
        assertThat(table.text(0)).endsWith("coordinator,worker");
        assertThat(table.text(100)).doesNotContain("not shown");
        assertThat(table.text(70)).isEqualTo("""
                NODE                   STATUS   FREE                  LABELS
                sampo@127.0.0.1:37879  healthy  cpus=2 memory=5.7GiB  commands=on
                not shown: ROLES; a wider terminal has room for them""");
        assertThat(table.text(50))
                .contains("sampo@127.0.0.1:37879  healthy  cpus=2")
                .contains("not shown: LABELS, ROLES;");
        assertThat(table.text(45)).contains("sampo@127.0.0.1:37879  healthy  cpus=2 memor…");
        assertThat(table.text(30)).contains("sampo@127.…  healthy  cpus=2 …");
    }

    @Test
    void aReasonGoesOnBelowInsteadOfBeingCut() {
        var table = new Table("NODE", "WHY").wrapped();
        table.row("node-1", "full for now: cpus=1 short, 2 tasks there");
        table.row("node-2", "chosen");
        assertThat(table.text(30)).isEqualTo("""
                NODE    WHY
                node-1  full for now: cpus=1
                        short, 2 tasks there
                node-2  chosen""");
        assertThat(table.text(0)).hasLineCount(3);
    }

    /** S-34. */
    @Test
    void whatWouldSteerATerminalIsShownAndNotDone() {
        var table = new Table("A");
        table.row("\u001b[31mred\u001b]0;title\u0007\n\u202Eelif");
        assertThat(table.text(0).chars().filter(each -> each != '\n').noneMatch(Character::isISOControl))
                .isTrue();
        assertThat(table.text(0)).hasLineCount(2).doesNotContain("\u202E");
        assertThat(Plain.lines("a\nb\r\u001bc")).isEqualTo("a\nb\n\uFFFDc");
    }
}
