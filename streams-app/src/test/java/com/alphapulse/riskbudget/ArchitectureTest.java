package com.alphapulse.riskbudget;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which package may use what. */
class ArchitectureTest {
  private static final String ROOT = "com.alphapulse.riskbudget";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** Rooms, and which others each may use; those of generated records and their serde all may. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry(
              "api",
              List.of(
                  "api.access",
                  "api.command",
                  "api.http",
                  "api.live",
                  "api.view",
                  "config",
                  "domain",
                  "observability")),
          Map.entry("api.access", List.of("api.http", "api.view", "config")),
          Map.entry(
              "api.command",
              List.of(
                  "api.access",
                  "api.http",
                  "api.view",
                  "config",
                  "domain",
                  "domain.override",
                  "topology.kafka",
                  "topology.wire")),
          Map.entry("api.http", List.of("api.view", "domain")),
          Map.entry("api.live", List.of("api.access", "api.http", "api.view")),
          Map.entry(
              "api.query",
              List.of("api.access", "api.http", "api.view", "domain", "domain.limit", "gate")),
          Map.entry(
              "api.view", List.of("domain", "domain.override", "topology.kafka", "topology.wire")),
          Map.entry("audit", List.of("audit.history", "audit.outside", "audit.redecide", "config")),
          Map.entry("audit.history", List.of()),
          Map.entry(
              "audit.outside",
              List.of(
                  "audit.history",
                  "audit.outside.record",
                  "audit.outside.rule",
                  "audit.outside.state",
                  "config")),
          Map.entry("audit.outside.record", List.of("audit.history")),
          Map.entry(
              "audit.outside.rule",
              List.of("audit.outside.record", "audit.outside.state", "config", "domain.calendar")),
          Map.entry(
              "audit.outside.state",
              List.of("audit.history", "audit.outside.record", "config", "domain.calendar")),
          Map.entry(
              "audit.redecide",
              List.of(
                  "domain.override",
                  "audit.history",
                  "audit.outside",
                  "audit.outside.record",
                  "audit.outside.state",
                  "config",
                  "domain",
                  "domain.account",
                  "domain.limit",
                  "gate",
                  "gate.check",
                  "gate.ledger",
                  "gate.limits",
                  "gate.orders")),
          Map.entry("backtest", List.of("backtest.replay", "backtest.report", "config", "prices")),
          Map.entry(
              "backtest.replay",
              List.of(
                  "budget",
                  "budget.limits",
                  "config",
                  "domain",
                  "domain.limit",
                  "market",
                  "market.bars",
                  "prices")),
          Map.entry("backtest.report", List.of("backtest.replay", "domain")),
          Map.entry(
              "budget",
              List.of(
                  "domain.override",
                  "budget.allocation",
                  "budget.limits",
                  "budget.performance",
                  "budget.solver",
                  "budget.trades",
                  "config",
                  "domain",
                  "domain.account",
                  "domain.limit",
                  "state")),
          Map.entry("budget.allocation", List.of("budget.solver", "domain", "domain.limit")),
          Map.entry(
              "budget.limits",
              List.of(
                  "domain.override",
                  "budget.allocation",
                  "budget.performance",
                  "budget.solver",
                  "config",
                  "domain",
                  "domain.limit")),
          Map.entry(
              "budget.performance", List.of("budget.allocation", "config", "domain", "state")),
          Map.entry("budget.solver", List.of()),
          Map.entry(
              "budget.trades",
              List.of(
                  "budget.allocation",
                  "budget.limits",
                  "budget.solver",
                  "config",
                  "domain",
                  "domain.limit",
                  "state")),
          Map.entry(
              "cli",
              List.of(
                  "api.access",
                  "cli.base",
                  "cli.operate",
                  "gate.orders",
                  "audit",
                  "audit.history",
                  "audit.outside",
                  "audit.outside.record",
                  "audit.redecide",
                  "backtest",
                  "backtest.replay",
                  "config",
                  "demo",
                  "domain",
                  "domain.limit",
                  "gate",
                  "gate.check",
                  "gate.ledger",
                  "gate.limits",
                  "runtime",
                  "topology.kafka")),
          Map.entry("cli.base", List.of("config", "demo")),
          Map.entry(
              "cli.operate", List.of("cli.base", "config", "domain.override", "topology.kafka")),
          Map.entry("config", List.of("domain", "domain.calendar")),
          Map.entry(
              "demo",
              List.of(
                  "audit",
                  "audit.history",
                  "audit.outside",
                  "audit.outside.record",
                  "config",
                  "demo.strategy",
                  "demo.trading",
                  "observability",
                  "prices",
                  "runtime",
                  "topology.kafka")),
          Map.entry("demo.strategy", List.of()),
          Map.entry("demo.trading", List.of("demo.strategy")),
          Map.entry("domain", List.of()),
          Map.entry("domain.account", List.of("domain")),
          Map.entry("domain.calendar", List.of()),
          Map.entry("domain.override", List.of("domain")),
          Map.entry("domain.limit", List.of("domain")),
          Map.entry(
              "gate",
              List.of(
                  "domain.override",
                  "config",
                  "domain",
                  "domain.limit",
                  "gate.ledger",
                  "gate.limits",
                  "gate.orders")),
          Map.entry(
              "gate.check",
              List.of(
                  "gate.check.base",
                  "domain.override",
                  "config",
                  "domain",
                  "domain.calendar",
                  "domain.limit",
                  "gate",
                  "gate.ledger",
                  "gate.limits",
                  "gate.orders")),
          Map.entry(
              "gate.check.base",
              List.of(
                  "domain.override",
                  "config",
                  "domain",
                  "domain.calendar",
                  "domain.limit",
                  "gate",
                  "gate.ledger",
                  "gate.limits",
                  "gate.orders")),
          Map.entry(
              "gate.ledger",
              List.of("config", "domain", "domain.account", "gate.limits", "gate.orders")),
          Map.entry("gate.limits", List.of("domain.override", "config", "domain", "domain.limit")),
          Map.entry("gate.orders", List.of("domain", "domain.account")),
          Map.entry(
              "market",
              List.of("config", "domain", "market.bars", "market.regime", "market.risk", "state")),
          Map.entry("market.bars", List.of("domain", "state")),
          Map.entry(
              "market.regime", List.of("config", "domain", "market.bars", "market.risk", "state")),
          Map.entry("management", List.of("config")),
          Map.entry("market.risk", List.of("config", "domain", "market.bars", "state")),
          Map.entry("notify", List.of("config")),
          Map.entry("observability", List.of()),
          Map.entry("prices", List.of("config")),
          Map.entry("registry", List.of()),
          Map.entry(
              "runtime",
              List.of(
                  "api",
                  "api.query",
                  "config",
                  "domain",
                  "gate",
                  "management",
                  "notify",
                  "observability",
                  "registry",
                  "topology",
                  "topology.gate",
                  "topology.kafka")),
          Map.entry("state", List.of("domain")),
          Map.entry(
              "topology",
              List.of(
                  "config",
                  "domain",
                  "gate",
                  "observability",
                  "topology.budget",
                  "topology.failure",
                  "topology.gate",
                  "topology.kafka",
                  "topology.market",
                  "topology.wire")),
          Map.entry(
              "topology.account",
              List.of(
                  "domain",
                  "domain.account",
                  "gate",
                  "gate.ledger",
                  "gate.limits",
                  "gate.orders",
                  "state")),
          Map.entry(
              "topology.budget",
              List.of(
                  "domain.override",
                  "domain.limit",
                  "budget",
                  "budget.limits",
                  "budget.performance",
                  "budget.trades",
                  "config",
                  "domain",
                  "domain.account",
                  "gate",
                  "gate.ledger",
                  "observability",
                  "state",
                  "topology.account",
                  "topology.door",
                  "topology.kafka",
                  "topology.wire")),
          Map.entry("topology.door", List.of("domain", "topology.wire")),
          Map.entry(
              "topology.failure",
              List.of("domain", "observability", "topology.kafka", "topology.wire")),
          Map.entry(
              "topology.gate",
              List.of(
                  "domain.override",
                  "budget",
                  "budget.allocation",
                  "config",
                  "domain",
                  "domain.account",
                  "domain.limit",
                  "gate",
                  "gate.check",
                  "gate.ledger",
                  "gate.limits",
                  "gate.orders",
                  "observability",
                  "topology.account",
                  "topology.door",
                  "topology.kafka",
                  "topology.wire")),
          Map.entry("topology.kafka", List.of("config", "topology.wire")),
          Map.entry(
              "topology.market",
              List.of(
                  "config",
                  "domain",
                  "market",
                  "market.regime",
                  "observability",
                  "state",
                  "topology.door",
                  "topology.kafka",
                  "topology.wire")),
          Map.entry(
              "topology.wire",
              List.of(
                  "domain.override",
                  "config",
                  "domain",
                  "domain.account",
                  "domain.limit",
                  "gate",
                  "gate.ledger",
                  "gate.limits",
                  "gate.orders",
                  "market.bars",
                  "market.regime")));

  private static final Set<String> GENERATED = Set.of("avro", "serde", "schema");
  private static final String[] PURE =
      packages("domain", "state", "config", "market", "budget", "gate");

  @Test
  void shouldFindTheClasses_whenTheRulesAreChecked() {
    assertThat(CLASSES.size()).isGreaterThan(100);
  }

  /** A room that is missing here, or uses one that it may not, breaks the build. */
  @Test
  void shouldUseOnlyWhatItsRoomMay_whenAClassUsesAnother() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass user : CLASSES) {
      String room = room(user);
      if (GENERATED.contains(room)) {
        continue;
      }
      List<String> allowed = MAY_USE.get(room);
      if (allowed == null) {
        wrong.add(room + " is not in the table");
        continue;
      }
      user.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(used -> used.getPackageName().startsWith(ROOT))
          .map(ArchitectureTest::room)
          .filter(used -> !used.equals(room) && !GENERATED.contains(used))
          .filter(used -> !allowed.contains(used))
          .forEach(used -> wrong.add(room + " uses " + used));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void shouldStaySmall_whenARoomGrows() {
    Map<String, Long> sizes =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(c -> !GENERATED.contains(room(c)) && !c.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(ArchitectureTest::room, Collectors.counting()));
    assertThat(sizes).allSatisfy((room, size) -> assertThat(size).as(room).isLessThanOrEqualTo(28));
  }

  @Test
  void shouldHaveNoCycles_whenRoomsUseEachOther() {
    Set<String> done = new HashSet<>();
    for (int before = -1; before < done.size(); ) {
      before = done.size();
      MAY_USE.forEach(
          (room, used) -> {
            if (done.containsAll(used)) {
              done.add(room);
            }
          });
    }
    assertThat(MAY_USE.keySet()).as("rooms that use each other").isSubsetOf(done);
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

  /** The production jar has neither: see the module's pom. */
  @Test
  void shouldGoWithoutTheDemonstration_whenItRunsInProduction() {
    DescribedPredicate<JavaClass> demonstration =
        resideInAnyPackage(packages("demo"))
            .or(nameMatching(".*[.]cli[.]Demo.*").as("are its commands"));
    noClasses()
        .that(not(demonstration))
        .should()
        .dependOnClassesThat(
            demonstration.or(resideInAnyPackage("kafka..", "org.apache.kafka.metadata..")))
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

  private static void mayNotUse(String[] users, String[] used) {
    noClasses()
        .that()
        .resideInAnyPackage(users)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(used)
        .check(CLASSES);
  }

  private static String room(JavaClass javaClass) {
    return javaClass.getPackageName().equals(ROOT)
        ? ""
        : javaClass.getPackageName().substring(ROOT.length() + 1);
  }

  private static String[] packages(String... names) {
    String[] packages = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      packages[i] = ROOT + "." + names[i] + "..";
    }
    return packages;
  }
}
