package dev.sampo.planning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The lives of nodes by number: those that go on, and those that have ended as long as somebody may ask where something was made. Then
 * their numbers are given out again, so that they stay few however many nodes come and go within a term.
 */
final class Lives {
    /** With fewer that have ended it is not worth while to look who asks for them. */
    private static final int ENDED_MIN = 64;

    private final List<NodeView> byNumber = new ArrayList<>();
    private final BitSet free = new BitSet();
    private int ended;

    /** The number of the life that begins next. */
    int next(Books books) {
        if (ended >= Math.max(ENDED_MIN, books.nodes.size())) {
            forgetEnded(books);
        }
        int again = free.nextSetBit(0);
        return again >= 0 ? again : byNumber.size();
    }

    void begun(NodeView view) {
        if (view.index == byNumber.size()) {
            byNumber.add(view);
        } else {
            byNumber.set(view.index, view);
            free.clear(view.index);
        }
    }

    void ended() {
        ended++;
    }

    NodeView get(int number) {
        return byNumber.get(number);
    }

    /** All numbers are below this one. */
    int end() {
        return byNumber.size();
    }

    private void forgetEnded(Books books) {
        NodeSet present = books.lines.present();
        books.jobs.values().forEach(job -> job.forgetAllNodesBut(present));
        for (int number = 0; number < byNumber.size(); number++) {
            if (!present.contains(number)) {
                byNumber.set(number, null);
                free.set(number);
            }
        }
        ended = 0;
    }
}
