package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    /** Grew {@code y}, which was 0 before. */
    private record Point(int x, int y) {}

    private final Table before = new Table();
    private final Table between = new Table();
    private final Table after = new Table();

    TableTest() {
        before.add(1, Point.class, (out, point) -> out.count(point.x()), TableTest::old);
        between.add(1, Point.class, (out, point) -> out.count(point.x()), TableTest::old);
        between.alsoRead(2, Point.class, TableTest::grown);
        after.alsoRead(1, Point.class, TableTest::old);
        after.add(2, Point.class, TableTest::grown, TableTest::grown);
    }

    @Test
    void aGrownTypeIsReadByTheReleaseBeforeAndTheReleaseAfter() {
        assertThat(read(after, written(before, new Point(3, 0)))).isEqualTo(new Point(3, 0));
        assertThat(read(after, written(between, new Point(3, 0)))).isEqualTo(new Point(3, 0));
        assertThat(read(between, written(after, new Point(3, 4)))).isEqualTo(new Point(3, 4));
    }

    @Test
    void anIdIsGivenOnce() {
        assertThatThrownBy(() -> before.alsoRead(1, String.class, WireReader::text))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("id 1");
    }

    @Test
    void aTypeIsWrittenInOneLayout() {
        assertThatThrownBy(() -> before.add(2, Point.class, TableTest::grown, TableTest::grown))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("two layouts");
    }

    @Test
    void whatTheUsualLayoutHasNoPlaceForIsWrittenInAFullerOne() {
        before.addFuller(2, Point.class, point -> point.y() != 0, TableTest::grown, TableTest::grown);
        assertThat(written(before, new Point(3, 0))).isEqualTo(written(between, new Point(3, 0)));
        assertThat(read(before, written(before, new Point(3, 0)))).isEqualTo(new Point(3, 0));
        assertThat(read(between, written(before, new Point(3, 4)))).isEqualTo(new Point(3, 4));
    }

    private static Point old(WireReader in) {
        return new Point(in.count(), 0);
    }

    private static Point grown(WireReader in) {
        return new Point(in.count(), in.count());
    }

    private static void grown(WireWriter out, Point point) {
        out.count(point.x());
        out.count(point.y());
    }

    private static byte[] written(Table table, Point point) {
        var out = new WireWriter();
        out.begin(Refs.NONE, 1_000);
        table.write(out, point);
        return out.take();
    }

    private static Point read(Table table, byte[] bytes) {
        var in = new WireReader(bytes, bytes.length, 1_000, Refs.NONE);
        return in.whole(() -> table.read(in, Point.class));
    }
}
