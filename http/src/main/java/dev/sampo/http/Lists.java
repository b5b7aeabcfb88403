package dev.sampo.http;

import java.util.ArrayList;
import java.util.List;

/** Lists that grow while answers come. */
final class Lists {
    private Lists() {}

    static <T> List<T> with(List<T> some, T another) {
        var all = new ArrayList<>(some);
        all.add(another);
        return List.copyOf(all);
    }
}
