package dev.sampo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The arrows between the modules, seen from the one that sees them all. What core may use is tested in core. */
@AnalyzeClasses(packages = "dev.sampo", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "dev.sampo.dag..",
        "dev.sampo.job..",
        "dev.sampo.lease..",
        "dev.sampo.link..",
        "dev.sampo.lookahead..",
        "dev.sampo.placement..",
        "dev.sampo.planning..",
        "dev.sampo.tenant..",
        "dev.sampo.resilience..",
        "dev.sampo.resource..",
        "dev.sampo.telemetry..",
        "dev.sampo.worker.."
    };

    @ArchTest
    static final ArchRule coreKnowsOnlyItselfAndTheJdk = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    java.util.stream.Stream.concat(java.util.Arrays.stream(CORE), java.util.stream.Stream.of("java.."))
                            .toArray(String[]::new));

    @ArchTest
    static final ArchRule theJournalKnowsNothingOfTasks = noClasses()
            .that()
            .resideInAPackage("dev.sampo.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sampo.actors..", "dev.sampo.wire..", "dev.sampo.job..", "dev.sampo.dag..");

    @ArchTest
    static final ArchRule theSimulatorRunsWithoutActors = noClasses()
            .that()
            .resideInAPackage("dev.sampo.sim..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.pekko..", "dev.sampo.actors..", "dev.sampo.journal..");

    @ArchTest
    static final ArchRule bytesKnowNothingOfThoseWhoSendThem = noClasses()
            .that()
            .resideInAnyPackage("dev.sampo.wire..", "dev.sampo.bytes..", "dev.sampo.body..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sampo.actors..", "dev.sampo.sim..", "dev.sampo.journal..", "dev.sampo.cli..");

    @ArchTest
    static final ArchRule actorsKnowNothingOfWhatUsersHold = noClasses()
            .that()
            .resideInAPackage("dev.sampo.actors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sampo", "dev.sampo.cli..", "dev.sampo.sim..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
            .matching("dev.sampo.(actors|journal|wire|body|bytes|sim|cli)..")
            .should()
            .beFreeOfCycles();
}
