package dev.sampo.actors.child;

import dev.sampo.actors.body.LogContext;
import dev.sampo.actors.body.RunningBody;
import java.util.ServiceLoader;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOP_FallbackServiceProvider;
import org.slf4j.helpers.Reporter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The log of a child: the one that would be there anyway, started no earlier than a body uses it, and told then whose lines they
 * are. To start a log takes longer than to start a child, and opens the files it writes to.
 */
public final class LateLog implements SLF4JServiceProvider {
    private static volatile RunningBody body;
    private static volatile boolean isStarted;

    private final SLF4JServiceProvider log = ServiceLoader.load(
                    SLF4JServiceProvider.class, LoggerFactory.class.getClassLoader())
            .findFirst()
            .orElseGet(NOP_FallbackServiceProvider::new);

    /** To be called before anything is logged. Whoever names a log of its own has it started at once. */
    static void prepare() {
        isStarted = System.getProperty(LoggerFactory.PROVIDER_PROPERTY_KEY) != null;
        if (!isStarted) {
            System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LateLog.class.getName());
            if (System.getProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY) == null) {
                System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN"); // Not that it was named.
            }
        }
    }

    /** Whose lines those of this thread are from now on. A log that cannot be started ends no body. */
    static void enter(RunningBody next) {
        body = next;
        if (isStarted) {
            try {
                LogContext.enter(next);
            } catch (RuntimeException | LinkageError broken) {
                broken.printStackTrace();
            }
        }
    }

    @Override
    public void initialize() {
        log.initialize();
        RunningBody now = body;
        if (now != null) {
            LogContext.enter(now, log.getMDCAdapter());
        }
        isStarted = true;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return log.getLoggerFactory();
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return log.getMarkerFactory();
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return log.getMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return log.getRequestedApiVersion();
    }
}
