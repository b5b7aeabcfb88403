package dev.sampo.sim.whatif;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** What a workload came to under a policy; rows in the order in which tasks ended. */
public record Schedule(String workload, String policy, Estimates estimates, List<ScheduleRow> rows, double makespan) {
    public Schedule {
        rows = List.copyOf(rows);
    }

    /** Writes {@code task,node,start,end}. */
    public void writeCsv(Appendable out) throws IOException {
        out.append("task,node,start,end\n");
        for (ScheduleRow row : rows) {
            out.append(quoted(row.task()))
                    .append(',')
                    .append(quoted(row.node()))
                    .append(',')
                    .append(plain(row.start()))
                    .append(',')
                    .append(plain(row.end()))
                    .append('\n');
        }
    }

    private static String plain(double time) {
        return BigDecimal.valueOf(time).stripTrailingZeros().toPlainString();
    }

    private static String quoted(String text) {
        boolean isPlain =
                text.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r');
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
