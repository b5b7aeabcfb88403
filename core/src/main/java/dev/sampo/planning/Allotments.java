package dev.sampo.planning;

import dev.sampo.dag.Placing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this partition may hold of each limit that reaches over all partitions: as much as the limit's owner has allotted to it. It
 * asks for more when tasks wait, and gives back only when asked, in an answer, which leaves only while nobody else serves the partition.
 *
 * <p>An allotment outlives the term: the owner goes on counting it until a later term says what it makes use of. So a limit is kept
 * whichever side fails, as long as nodes say truly what they hold.
 */
final class Allotments {
    /** A claim that was not answered may be lost, or what was granted could not be used. */
    private static final long AGAIN = 1_000;

    /** Of the tasks that name the same maximum. */
    private static final class Part {
        private int held;
        private int allowed;
        private int waiting;

        private int spare() {
            return Math.max(0, allowed - held);
        }
    }

    private static final class Allotment {
        private final Map<Integer, Part> parts = new TreeMap<>();
        private long ownerTerm;
        private long number;
        private boolean isAsking;
        private long askedFirst;
        private long asksAgainAt;
        private long restsUntil;
        /** Who wants back what is spare as soon as there is some: others wait for it. */
        private long ticket = Input.OfPartition.NONE;

        private boolean hasBack;

        private Part part(int max) {
            return parts.computeIfAbsent(max, first -> new Part());
        }

        private boolean isIdle() {
            return ticket == Input.OfPartition.NONE
                    && parts.values().stream().allMatch(part -> part.held + part.allowed + part.waiting == 0);
        }
    }

    private final Books books;
    private final Map<String, Allotment> byKey = new TreeMap<>();
    /** Questions that are answered when turns have been given out. */
    private final List<Input.Recount> questions = new ArrayList<>();

    private long number;

    Allotments(Books books) {
        this.books = books;
    }

    /** Whether there is anybody to share with. */
    boolean areShared() {
        return books.settings.partitions() > 1;
    }

    void joins(Placing.Limit limit, int count) {
        if (areShared()) {
            of(limit.key()).part(limit.max()).held += count;
        }
    }

    /** What has ended is not begun anew here while others wait for it. */
    void leaves(Placing.Limit limit, int count) {
        if (areShared()) {
            Allotment allotment = of(limit.key());
            Part part = allotment.part(limit.max());
            int back = Math.min(count, part.allowed - (part.held - count));
            part.held -= count;
            if (allotment.ticket != Input.OfPartition.NONE && back > 0) {
                part.allowed -= back;
                allotment.hasBack = true;
            }
        }
    }

    private Allotment of(String key) {
        return byKey.computeIfAbsent(key, first -> new Allotment());
    }

    /** Whether so many more may be held. */
    boolean hasRoom(Placing.Limit limit, int count) {
        Allotment allotment = byKey.get(limit.key());
        Part part = allotment == null ? null : allotment.parts.get(limit.max());
        return part != null && part.spare() >= count;
    }

    /** Whether more has been waited for for so long that the owner has none. */
    boolean isInVain(Placing.Limit limit, long millis) {
        Allotment allotment = byKey.get(limit.key());
        return allotment != null
                && allotment.isAsking
                && books.now >= allotment.askedFirst + millis
                && books.now < allotment.asksAgainAt;
    }

    /** Before turns are given out: who waits is counted anew. */
    void beginPass() {
        byKey.values().forEach(each -> each.parts.values().forEach(part -> part.waiting = 0));
    }

    void waits(Placing.Limit limit, int tasks) {
        if (areShared()) {
            of(limit.key()).part(limit.max()).waiting += tasks;
        }
    }

    /** So many are waited for. */
    void wants(Placing.Limit limit, int count) {
        Allotment allotment = of(limit.key());
        Part part = allotment.part(limit.max());
        if (part.waiting == 0 && count > 0 && books.now >= allotment.asksAgainAt) {
            allotment.askedFirst = books.now; // What was asked before was for others, and may have been forgotten.
        }
        part.waiting = count;
    }

    void asked(Input.Recount recount) {
        questions.add(recount);
    }

    void allotted(Answer.Allotted answer) {
        Allotment allotment = byKey.get(answer.key());
        boolean isCurrent = allotment != null
                && allotment.isAsking
                && answer.term() == books.term
                && allotment.ownerTerm == answer.ownerTerm()
                && allotment.number == answer.number();
        if (!isCurrent) {
            return;
        }
        allotment.isAsking = false;
        answer.parts().forEach((max, allowed) -> {
            Part part = allotment.part(max);
            part.allowed = Math.max(part.allowed, allowed);
        });
        for (Line line : books.lines.inOrder()) {
            if (line.options.placing().atMost().key().equals(answer.key())) {
                line.openings.reopen();
            }
        }
    }

    /** After turns were given out: gives back, and asks for more. */
    void run() {
        for (var all = questions.iterator(); all.hasNext(); ) {
            Input.Recount question = all.next();
            if (isKnown(question.key())) {
                answer(question);
                all.remove();
            }
        }
        for (var all = byKey.entrySet().iterator(); all.hasNext(); ) {
            var next = all.next();
            if (!isKnown(next.getKey())) {
                continue;
            }
            giveBack(next.getKey(), next.getValue());
            ask(next.getKey(), next.getValue());
            // What may still be granted of a tenant's places is not to go astray: there are few of these.
            boolean isExpected = next.getValue().isAsking && OpenWork.isCountedBy(next.getKey());
            if (next.getValue().isIdle() && !isExpected) {
                all.remove();
            }
        }
    }

    /** What is held of it: of tasks that is what nodes have to say first. */
    private boolean isKnown(String key) {
        return !books.isCounting || OpenWork.isCountedBy(key);
    }

    private void answer(Input.Recount question) {
        Allotment allotment = of(question.key());
        if (question.ownerTerm() > allotment.ownerTerm) {
            allotment.ownerTerm = question.ownerTerm();
            allotment.isAsking = false;
        }
        if (!question.isAtOnce()) {
            if (allotment.ticket != Input.OfPartition.NONE) {
                // Nothing that is new to the owner, or it would ask again at once.
                books.reply(allotment.ticket, new Answer.Recounted(stake(question.key(), allotment)));
            }
            allotment.ticket = question.ticket();
            return;
        }
        for (Part part : allotment.parts.values()) {
            part.allowed = part.waiting > 0 ? part.allowed : Math.min(part.held, part.allowed);
        }
        tell(question.key(), allotment, question.ticket());
    }

    private void giveBack(String key, Allotment allotment) {
        if (allotment.ticket == Input.OfPartition.NONE) {
            return;
        }
        for (Part part : allotment.parts.values()) {
            if (part.spare() > 0) {
                part.allowed = part.held;
                allotment.hasBack = true;
                rest(allotment, part);
            }
        }
        if (allotment.hasBack) {
            tell(key, allotment, allotment.ticket);
            allotment.ticket = Input.OfPartition.NONE;
            allotment.hasBack = false;
        }
    }

    /** What no node has room for is not to be fetched again at once. */
    private void rest(Allotment allotment, Part part) {
        if (part.waiting > 0) {
            allotment.restsUntil = books.now + AGAIN;
            books.lookAbout(allotment.restsUntil);
        }
    }

    /** What is on its way for earlier ones counts no more: the owner reckons with what is said now. */
    private void tell(String key, Allotment allotment, long ticket) {
        allotment.number = ++number;
        allotment.isAsking = false;
        books.reply(ticket, new Answer.Recounted(stake(key, allotment)));
    }

    private void ask(String key, Allotment allotment) {
        boolean wantsMore = false;
        for (var part : allotment.parts.entrySet()) {
            Part its = part.getValue();
            // More than is allowed is held when nodes have come back, or the scheduler is new: the owner is to know.
            wantsMore |= its.held > its.allowed || wants(part.getKey(), its) > its.allowed;
        }
        boolean isDue = !allotment.isAsking || books.now >= allotment.asksAgainAt;
        if (wantsMore && isDue && books.now >= allotment.restsUntil) {
            allotment.number = ++number;
            allotment.askedFirst = allotment.isAsking ? allotment.askedFirst : books.now;
            allotment.isAsking = true;
            allotment.asksAgainAt = books.now + AGAIN;
            books.lookAbout(allotment.asksAgainAt);
            books.call(
                    OwnedLimits.ownerOf(key, books.settings.partitions()),
                    new Input.Claim(Input.OfPartition.NONE, stake(key, allotment)));
        }
    }

    private static int wants(int max, Part part) {
        return (int) Math.min(max, (long) part.held + part.waiting);
    }

    private Stake stake(String key, Allotment allotment) {
        var parts = new ArrayList<Stake.Part>();
        allotment.parts.forEach(
                (max, part) -> parts.add(new Stake.Part(max, part.allowed, part.held, wants(max, part))));
        return new Stake(key, books.partition, books.term, allotment.number, allotment.ownerTerm, parts);
    }

    /** For people: why no more than are held may be. */
    String why(Placing.Limit limit) {
        Allotment allotment = byKey.get(limit.key());
        Part part = allotment == null ? null : allotment.parts.get(limit.max());
        int held = part == null ? 0 : part.held;
        return held + " of \"" + limit.key() + "\" are held by this partition, at most " + limit.max()
                + " may be by all together, and it has asked for its turn to hold one more";
    }
}
