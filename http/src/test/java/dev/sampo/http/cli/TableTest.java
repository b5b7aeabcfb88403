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
