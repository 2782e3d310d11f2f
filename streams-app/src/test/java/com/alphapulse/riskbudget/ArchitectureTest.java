package com.alphapulse.riskbudget;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which package may use what. */
class ArchitectureTest {
  private static final String ROOT = "com.alphapulse.riskbudget";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);
  private static final String[] PURE = packages("domain", "config", "market", "budget", "gate");

  @Test
  void shouldFindTheClasses_whenTheRulesAreChecked() {
    assertThat(CLASSES.size()).isGreaterThan(100);
  }

  @Test
  void shouldImportDownwardsOnly_whenPackagesAreStacked() {
    mayNotUse(packages("domain"), packages("config", "market", "budget", "gate", "topology"));
    mayNotUse(packages("config"), packages("market", "budget", "gate", "topology"));
    mayNotUse(packages("market"), packages("budget", "gate", "topology"));
    mayNotUse(packages("budget"), packages("gate", "topology"));
    mayNotUse(packages("gate"), packages("budget", "market", "topology"));
    String[] outside = packages("api", "runtime", "demo", "cli", "backtest");
    mayNotUse(PURE, outside);
    mayNotUse(packages("topology"), outside);
    mayNotUse(packages("api"), packages("runtime", "demo", "cli", "backtest"));
    mayNotUse(packages("runtime"), packages("demo", "cli", "backtest"));
    mayNotUse(packages("demo", "backtest"), packages("cli"));
  }

  /** What is to find the mistakes of the others must not make the same ones. */
  @Test
  void shouldShareNothingWithTheOthers_whenTheAuditLooksFromTheOutside() {
    noClasses()
        .that()
        .resideInAnyPackage(packages("audit.outside", "audit.history"))
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(
                    not(
                        resideInAnyPackage(
                            packages(
                                "audit.outside",
                                "audit.history",
                                "config",
                                "domain.calendar",
                                "avro",
                                "serde")))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".audit.outside..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka.clients..", ROOT + ".serde..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ROOT + ".audit.history.TopicReader")
        .check(CLASSES);
  }

  @Test
  void shouldStayPure_whenAPackageHoldsRules() {
    mayNotUse(
        PURE,
        new String[] {
          "org.apache.kafka..",
          "org.apache.avro..",
          "com.alphapulse.riskbudget.avro..",
          "io.javalin..",
          "java.net.."
        });
  }

  @Test
  void shouldReadNoClockNorEnvironment_whenAPackageIsPure() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .check(CLASSES);
  }

  @Test
  void shouldUseKafkaStreamsInTheWiringOnly_whenAnythingElseNeedsKafka() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "..")
        .and()
        .resideOutsideOfPackages(packages("topology", "observability"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka.streams..")
        .check(CLASSES);
  }

  @Test
  void shouldPrintInTheCommandLineOnly_whenAnythingElseHasSomethingToSay() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("cli"))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCycles_whenPackagesUseEachOther() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  private static void mayNotUse(String[] users, String[] used) {
    noClasses()
        .that()
        .resideInAnyPackage(users)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(used)
        .check(CLASSES);
  }

  private static String[] packages(String... names) {
    String[] packages = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      packages[i] = ROOT + "." + names[i] + "..";
    }
    return packages;
  }
}
