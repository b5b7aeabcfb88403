package dev.sampo.harness;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * A {@link Cluster} for JUnit tests: {@code @RegisterExtension static SampoCluster cluster = SampoCluster.jvms(3);} is one
 * cluster for the class, without {@code static} it is one for each test. When a test fails, what the nodes printed last
 * is shown, and their data is kept.
 */
public final class SampoCluster extends Cluster
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                TestExecutionExceptionHandler {
    private boolean isOfClass;
    private boolean failed;

    private SampoCluster(ClusterSpec spec) {
        super(spec, Workplace.lasting());
    }

    /** So many nodes, each a worker and a coordinator with one cpu and 1 GiB, in JVMs of their own. */
    public static SampoCluster jvms(int size) {
        return of(ClusterSpec.jvms(size));
    }

    /** As {@link #jvms}, all in the test's own JVM: quicker, and less like the real thing. */
    public static SampoCluster inProcess(int size) {
        return of(ClusterSpec.inProcess(size));
    }

    public static SampoCluster of(ClusterSpec spec) {
        return new SampoCluster(spec);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        isOfClass = true;
        begin();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!isOfClass) {
            begin();
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw thrown instanceof NotPossibleHere ? new TestAbortedException(thrown.getMessage(), thrown) : thrown;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException()
                .filter(thrown -> !(thrown instanceof TestAbortedException))
                .isPresent()) {
            failed = true;
            System.err.println(context.getDisplayName() + " failed. The nodes printed:\n" + latest());
        }
        if (!isOfClass) {
            end(failed);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (isOfClass) {
            end(failed);
        }
    }
}
