package dev.sampo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** With many others only those that are not reached are of interest. */
class LinksTest {
    private static final List<Link> LINKS = List.of(
            new Link("a:1", Link.State.REACHED, 5),
            new Link("b:2", Link.State.BROKEN, 6),
            new Link("c:3", Link.State.REACHED, 7),
            new Link("d:4", Link.State.NEW, 8));

    @Test
    void thoseThatAreNotReachedComeFirst() {
        Links links = Links.of(LINKS, 3);
        assertThat(links.all()).isEqualTo(4);
        assertThat(links.reached()).isEqualTo(2);
        assertThat(links.some()).extracting(Link::to).containsExactly("b:2", "d:4", "a:1");
    }

    @Test
    void whoWantsNoneByNameIsToldHowManyThereAre() {
        assertThat(Links.of(LINKS, 0)).isEqualTo(new Links(4, 2, List.of()));
        assertThat(Links.of(List.of(), 10)).isEqualTo(Links.NONE);
    }
}
