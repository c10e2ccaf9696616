package org.pbxfailover;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Timer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Dependencies point inwards: cli, console, routes, camel, sandbox, operator → journal, probe, config → core. */
@AnalyzeClasses(packages = "org.pbxfailover", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "org.pbxfailover.core..";
    private static final String SITUATION = "org.pbxfailover.situation..";
    private static final String[] MIDDLE = {
        "org.pbxfailover.journal..", "org.pbxfailover.probe..", "org.pbxfailover.config..", "org.pbxfailover.dns.."
    };

    @ArchTest
    static final ArchRule CORE_KNOWS_ONLY_ITSELF = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CORE, "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule THE_MIDDLE_KNOWS_ONLY_THE_MIDDLE_AND_THE_CORE = noClasses()
            .that()
            .resideInAnyPackage(MIDDLE)
            .should()
            .dependOnClassesThat(new Outer())
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_TWO_PACKAGES_NEED_EACH_OTHER =
            slices().matching("org.pbxfailover.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule A_REPLAY_KNOWS_THE_DECISIONS_AND_HOW_TO_READ_FILES = classes()
            .that()
            .resideInAPackage(SITUATION)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    SITUATION,
                    CORE,
                    "org.pbxfailover.config..",
                    "com.fasterxml.jackson.databind..",
                    "java..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule CORE_NEITHER_READS_NOR_WRITES = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.sql..", "java.util.logging..");

    @ArchTest
    static final ArchRule CORE_NEVER_ASKS_FOR_THE_TIME = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .callMethodWhere(target(nameMatching("now|nanoTime|currentTimeMillis")))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule DNS_KNOWS_NO_CAMEL = noClasses()
            .that()
            .resideInAPackage("org.pbxfailover.dns..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule WHAT_ROUTES_CALL_KNOWS_NOTHING_OF_THEIR_FILES = noClasses()
            .that()
            .resideInAPackage("org.pbxfailover.camel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pbxfailover.routes..");

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class);

    @ArchTest
    static final ArchRule THE_TIMER_IS_THAT_OF_THE_FLOW = noClasses()
            .that()
            // The probe has the deadline; the sandbox is a world of its own, not part of the robot.
            .resideOutsideOfPackages("org.pbxfailover.probe..", "org.pbxfailover.sandbox..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Timer.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ScheduledExecutorService.class)
            .orShould()
            .callMethod(Executors.class, "newScheduledThreadPool", int.class)
            .orShould()
            .callMethod(Executors.class, "newSingleThreadScheduledExecutor");

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS = noClasses()
            .that()
            .resideOutsideOfPackages("org.pbxfailover", "org.pbxfailover.cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);
}
