package dev.sampo;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.util.Set;

/** The walls of core: the same inputs give the same outputs, because nothing else can be asked. */
@AnalyzeClasses(packages = "dev.sampo", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Set<String> CLOCKS =
            Set.of("currentTimeMillis", "nanoTime", "now", "systemUTC", "systemDefaultZone");

    @ArchTest
    static final ArchRule coreDependsOnNothingButTheJdk =
            classes().should().onlyDependOnClassesThat().resideInAnyPackage("dev.sampo..", "java..");

    @ArchTest
    static final ArchRule coreTouchesNoFileSocketThreadOrProcess = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net..",
                            "java.nio.file..",
                            "java.nio.channels..",
                            "java.util.concurrent..",
                            "java.util.logging..",
                            "java.lang.reflect..",
                            "java.lang.ref..")
                    .or(describe("I/O other than Serializable", ArchitectureTest::isStream))
                    .or(describe("threads and processes", ArchitectureTest::isThreadOrProcess)));

    @ArchTest
    static final ArchRule coreAsksNoClock =
            noClasses().should().callMethodWhere(describe("asks the time", ArchitectureTest::asksTheTime));

    @ArchTest
    static final ArchRule coreDrawsNoUnseededRandomNumber = noClasses()
            .should()
            .callCodeUnitWhere(describe("draws without a seed", ArchitectureTest::drawsWithoutSeed));

    @ArchTest
    static final ArchRule coreLooksAtNoIdentityAndRunsNothingInParallel = noClasses()
            .should()
            .callCodeUnitWhere(describe("depends on the run of the JVM", ArchitectureTest::dependsOnTheRun));

    @ArchTest
    static final ArchRule resourcesAndPoliciesKnowNothingOfTheRest = noClasses()
            .that(resideInAnyPackage("dev.sampo.resource..", "dev.sampo.resilience.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.sampo..")
                    .and(not(resideInAnyPackage("dev.sampo.resource..", "dev.sampo.resilience.."))));

    private static boolean isStream(JavaClass type) {
        return type.getPackageName().equals("java.io") && !type.isEquivalentTo(Serializable.class);
    }

    private static boolean isThreadOrProcess(JavaClass type) {
        return Set.of("Thread", "ThreadLocal", "Runtime", "Process", "ProcessBuilder", "Timer")
                        .contains(type.getSimpleName())
                && type.getPackageName().startsWith("java.");
    }

    private static boolean asksTheTime(JavaCall<?> call) {
        return call.getTargetOwner().getPackageName().startsWith("java.") && CLOCKS.contains(call.getName());
    }

    private static boolean drawsWithoutSeed(JavaCall<?> call) {
        String owner = call.getTargetOwner().getName();
        boolean unseeded =
                Set.of("java.util.Random", "java.util.SplittableRandom").contains(owner)
                        && call.getName().equals("<init>")
                        && call.getTarget().getRawParameterTypes().isEmpty();
        return unseeded
                || owner.equals("java.security.SecureRandom")
                || owner.equals("java.lang.Math") && call.getName().equals("random")
                || owner.equals("java.util.UUID") && call.getName().equals("randomUUID")
                || owner.equals("java.util.Collections")
                        && call.getName().equals("shuffle")
                        && call.getTarget().getRawParameterTypes().size() == 1;
    }

    private static boolean dependsOnTheRun(JavaCall<?> call) {
        return Set.of("identityHashCode", "parallelStream", "parallel", "getenv", "getProperty")
                        .contains(call.getName())
                && call.getTargetOwner().getPackageName().startsWith("java.");
    }
}
