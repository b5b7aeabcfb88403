package dev.sampo.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** One request, which is counted once: as it is answered, or as one that was not in time. */
final class Visit {
    /** Of what is no path here, and of what is not asked so. */
    private static final String NONE = "none";

    private final MetricsRoutes metrics;
    private final long since = System.nanoTime();
    private final AtomicBoolean isCounted = new AtomicBoolean();
    private volatile Route route;

    Visit(MetricsRoutes metrics) {
        this.metrics = metrics;
    }

    void asksFor(Route found) {
        route = found;
    }

    HttpResponse answered(HttpResponse response) {
        if (isCounted.compareAndSet(false, true)) {
            Route asked = route;
            metrics.counting(door -> door.answered(
                    asked == null ? NONE : asked.method(),
                    asked == null ? NONE : asked.path(),
                    response.status().intValue(),
                    System.nanoTime() - since));
        }
        return response;
    }

    /** It was not even looked at. */
    HttpResponse refused(Problem problem) {
        metrics.counting(door -> door.refused(problem.status()));
        return Exchange.response(problem);
    }
}
