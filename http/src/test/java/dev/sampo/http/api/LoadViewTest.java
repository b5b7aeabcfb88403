package dev.sampo.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.http.api.LinksView.LinkView;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadViewTest {
    private static LinksView of(String node, String... broken) {
        List<LinkView> links =
                Stream.of(broken).map(to -> new LinkView(to, null, "broken", 0)).toList();
        return new LinksView(node, links.size(), 0, links, null);
    }

    @Test
    void linksThatDoNotStandAreToldInOneOrderWhoeverHasAnsweredFirst() {
        LinksView one = of("node-1", "127.0.0.1:7002", "127.0.0.1:7001");
        LinksView other = of("node-2", "127.0.0.1:7000");

        var told = LoadView.of(2, List.of(), List.of(other, one)).broken();

        assertThat(told)
                .extracting(each -> each.from() + " " + each.link().to())
                .containsExactly("node-1 127.0.0.1:7001", "node-1 127.0.0.1:7002", "node-2 127.0.0.1:7000");
        assertThat(LoadView.of(2, List.of(), List.of(one, other)).broken()).isEqualTo(told);
    }
}
