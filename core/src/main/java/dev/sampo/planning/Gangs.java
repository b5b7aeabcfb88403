package dev.sampo.planning;

import dev.sampo.dag.Vacancy;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntBiFunction;

/**
 * Gives out gangs: room for all of one is found before any is given out, so that no two of them wait for what the other has. It is
 * room that other partitions do not have either, until one has waited too long: then it has so many nodes kept as hold it, or none, and
 * gets in line there, behind what others have there; who came first would keep it from its nodes for good. What that may come to,
 * and what two partitions do at the same moment, is for {@link Standoffs}.
 */
final class Gangs {
    private final Books books;
    private final Dispatch dispatch;

    Gangs(Books books, Dispatch dispatch) {
        this.books = books;
        this.dispatch = dispatch;
    }

    /** Gives out all of the gang of which the line's next task is one, or nothing. */
    boolean place(Line line, Waiting next) {
        Gang gang = Gang.of(next.job, next.task());
        List<Dispatch.Choice> choices = choose(gang, (view, shape) -> view.idleNow(shape, Resources.NONE));
        if (choices.isEmpty() && books.shares.isAnyElsewhere()) {
            long overdueAt = next.since() + books.settings.overdueMillis();
            if (overdueAt <= books.now) {
                choices = choose(gang, NodeView::freeNow);
            } else {
                books.lookAgain(overdueAt);
            }
        }
        choices.forEach(dispatch::give);
        line.keptForGang = choices.isEmpty() ? line.keptForGang : Set.of();
        return !choices.isEmpty();
    }

    private List<Dispatch.Choice> choose(Gang gang, ToIntBiFunction<NodeView, Line> room) {
        List<Member> members = ready(gang, room);
        if (members.isEmpty()) {
            return List.of();
        }
        List<Dispatch.Choice> choices = choose(gang.job(), members, room, false);
        return choices.isEmpty() ? choose(gang.job(), members, room, true) : choices;
    }

    /** @param line where it waits */
    private record Member(int task, Line line) {}

    /**
     * All of a gang that have not ended, the largest first. None while one of them may not start, while there are fewer places for
     * such than there are of them, or while their tenant may not hold them all.
     *
     * @param places how many tasks of a line a node has room for
     */
    private List<Member> ready(Gang gang, ToIntBiFunction<NodeView, Line> places) {
        JobPlan job = gang.job();
        var ready = new ArrayList<Member>();
        Map<Line, Long> left = new HashMap<>();
        boolean isRoomForAll = gang.areAllOpen(task -> {
            Line line = job.isDispatchable(task) ? job.lineOf(task, books.lines) : null;
            if (line != null) {
                ready.add(new Member(task, line));
                left.computeIfAbsent(line, first -> placesIn(first, places));
            }
            return line != null && left.merge(line, -1L, Long::sum) >= 0;
        });
        boolean mayHold = !isRoomForAll
                || Gang.isWithinQuota(job, ready.stream().map(Member::line).toList());
        if (!mayHold) {
            job.tenant.isHeldBack();
        }
        ready.sort(Comparator.comparingDouble(member -> -member.line().each()));
        return isRoomForAll && mayHold ? ready : List.of();
    }

    private long placesIn(Line line, ToIntBiFunction<NodeView, Line> places) {
        return books.nodes.values().stream()
                .mapToLong(view -> places.applyAsInt(view, line))
                .sum();
    }

    /** A node for each, as if those before it were there already; none when there is not one for each. */
    private List<Dispatch.Choice> choose(
            JobPlan job, List<Member> members, ToIntBiFunction<NodeView, Line> room, boolean isFirst) {
        var choices = new ArrayList<Dispatch.Choice>();
        for (Member member : members) {
            Dispatch.Choice choice = dispatch.choose(member.line(), job, member.task(), room, isFirst);
            if (choice == null) {
                break;
            }
            choice.view().hold(job, member.task(), member.line().needs());
            books.company.joins(job, member.task(), choice.view());
            choices.add(choice);
        }
        for (Dispatch.Choice choice : choices) {
            books.company.leaves(job, choice.bars().task, choice.view());
            choice.view().letGo(job, choice.bars().task, choice.bars().line.needs());
        }
        books.lines.catchUp(
                books.stir.takeOpened()); // What had no room beside those that were tried may have some again.
        return choices.size() == members.size() ? choices : List.of();
    }

    /** Nodes that would hold the gang if nothing else were there: those that have the least to end. */
    Set<NodeView> nodesFor(Line line, Waiting next) {
        JobPlan job = next.job;
        line.gang = Gang.of(job, next.task());
        List<Member> members = ready(line.gang, NodeView::places);
        if (members.isEmpty()) {
            return Set.of();
        }
        var byLoad = new ArrayList<>(books.nodes.values());
        byLoad.sort(Comparator.<NodeView>comparingInt(view -> line.keptForGang.contains(view) ? 0 : 1)
                .thenComparingDouble(view -> view.load(line)));
        Set<NodeView> nodes = nodesFor(job, members, byLoad);
        return nodes.isEmpty() ? nodesFor(job, members, List.copyOf(books.nodes.values())) : nodes;
    }

    private Set<NodeView> nodesFor(JobPlan job, List<Member> members, List<NodeView> order) {
        Map<NodeView, Vacancy> left = new HashMap<>();
        order.forEach(view -> left.put(view, new Vacancy(view.capacity)));
        var where = new ArrayList<NodeView>();
        for (Member member : members) {
            NodeView view = first(order, dispatch.bars(member.line(), job, member.task()), left);
            if (view == null) {
                break;
            }
            left.get(view).take(member.line().needs());
            books.company.joins(job, member.task(), view);
            where.add(view);
        }
        for (int i = 0; i < where.size(); i++) {
            books.company.leaves(job, members.get(i).task(), where.get(i));
        }
        return where.size() == members.size() ? new LinkedHashSet<>(where) : Set.of();
    }

    private static NodeView first(List<NodeView> order, Bars bars, Map<NodeView, Vacancy> left) {
        for (NodeView view : order) {
            if (left.get(view).times(bars.line.needs()) > 0 && bars.againstKeeping(view) == null) {
                return view;
            }
        }
        return null;
    }
}
