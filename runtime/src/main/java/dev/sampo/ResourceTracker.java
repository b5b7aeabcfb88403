package dev.sampo;

import dev.sampo.resource.Equipment;
import java.time.Duration;

/**
 * Knows how much a node has of something that comes and goes by itself: the licences that a server leaves to it, a device that may be
 * pulled out, a label for what is installed. Found as a service ({@code META-INF/services/dev.sampo.ResourceTracker}) on the class
 * path of the node, made with its constructor without arguments, and used where {@code sampo.node.trackers} names it.
 *
 * <p>It is asked when the node starts, and then again and again, always on the same thread. What differs from the time before is a
 * change like any that {@link Node} makes: relative to what the node has by then, and never at the cost of a task that holds some of it.
 */
public interface ResourceTracker {
    /** As the setting names it. */
    String name();

    /**
     * All that it knows of, as it is now; besides what the configuration says and other trackers tell. When it throws, what it said
     * last still stands.
     */
    Equipment look() throws Exception;

    /** How long after one look the next one begins. */
    default Duration every() {
        return Duration.ofSeconds(5);
    }
}
