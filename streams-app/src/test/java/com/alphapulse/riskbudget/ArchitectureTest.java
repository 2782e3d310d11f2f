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
import java.util.HashMap;
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
  private static final Map<String, Set<String>> MAY_USE =
      table(
          """
          api: api.access api.command api.http api.live api.view config domain observability
          api.access: api.http api.view config
          api.command: api.access api.http api.view config domain domain.override topology.kafka
            topology.wire
          api.http: api.view domain
          api.live: api.access api.http api.view
          api.query: api.access api.http api.view domain domain.limit gate
          api.view: config domain domain.override topology.kafka topology.wire
          audit: audit.history audit.outside audit.redecide config
          audit.history: config
          audit.outside: audit.history audit.outside.record audit.outside.rule audit.outside.state
            config
          audit.outside.record: audit.history
          audit.outside.rule: audit.outside.record audit.outside.state config domain.calendar
          audit.outside.state: audit.history audit.outside.record config domain.calendar
          audit.redecide: audit.history audit.outside audit.outside.record audit.outside.state
            config domain domain.account domain.limit domain.override gate gate.check gate.ledger
            gate.limits gate.orders
          backtest: backtest.replay backtest.report config prices
          backtest.replay: budget budget.limits config domain domain.limit market market.bars
            prices
          backtest.report: backtest.replay domain
          budget: budget.allocation budget.limits budget.performance budget.solver budget.trades
            config domain domain.account domain.limit domain.override state
          budget.allocation: budget.solver domain domain.limit
          budget.limits: budget.allocation budget.performance budget.solver config domain
            domain.limit domain.override
          budget.performance: budget.allocation config domain state
          budget.solver:
          budget.trades: budget.allocation budget.limits budget.solver config domain domain.limit
            state
          cli: api.access audit audit.history audit.outside audit.outside.record audit.redecide
            backtest backtest.replay cli.base cli.operate config demo domain domain.limit gate
            gate.check gate.ledger gate.limits gate.orders runtime topology.kafka
          cli.base: config demo
          cli.operate: cli.base config domain.override topology.kafka
          config: domain domain.calendar
          demo: audit audit.history audit.outside audit.outside.record config demo.strategy
            demo.trading observability prices runtime topology.kafka
          demo.strategy:
          demo.trading: demo.strategy
          domain:
          domain.account: domain
          domain.calendar:
          domain.override: domain
          domain.limit: domain
          gate: config domain domain.limit domain.override gate.ledger gate.limits gate.orders
          gate.check: config domain domain.calendar domain.limit domain.override gate
            gate.check.base gate.ledger gate.limits gate.orders
          gate.check.base: config domain domain.calendar domain.limit domain.override gate
            gate.ledger gate.limits gate.orders
          gate.ledger: config domain domain.account gate.limits gate.orders
          gate.limits: config domain domain.limit domain.override
          gate.orders: domain domain.account
          market: config domain market.bars market.regime market.risk state
          market.bars: domain state
          market.regime: config domain market.bars market.risk state
          management: config
          market.risk: config domain market.bars state
          notify: config observability
          observability:
          prices: config
          registry:
          runtime: api api.query config domain gate management notify observability registry
            topology topology.gate topology.kafka
          state: domain
          topology: config domain gate observability topology.budget topology.failure
            topology.gate topology.kafka topology.market topology.wire
          topology.account: domain domain.account gate gate.ledger gate.limits gate.orders state
          topology.budget: budget budget.limits budget.performance budget.trades config domain
            domain.account domain.limit domain.override gate gate.ledger observability state
            topology.account topology.door topology.kafka topology.wire
          topology.door: domain topology.wire
          topology.failure: config domain observability topology.kafka topology.wire
          topology.gate: budget budget.allocation config domain domain.account domain.limit
            domain.override gate gate.check gate.ledger gate.limits gate.orders observability
            topology.account topology.door topology.kafka topology.wire
          topology.kafka: config topology.wire
          topology.market: config domain market market.regime observability state topology.door
            topology.kafka topology.wire
          topology.wire: config domain domain.account domain.limit domain.override gate
            gate.ledger gate.limits gate.orders market.bars market.regime
          """);

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
      Set<String> allowed = MAY_USE.get(room);
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

  /** A room a line, that goes on where the next is indented. */
  private static Map<String, Set<String>> table(String text) {
    Map<String, Set<String>> table = new HashMap<>();
    for (String line : text.replace("\n ", " ").lines().toList()) {
      List<String> words = List.of(line.replaceFirst(":", "").split(" +"));
      table.put(words.get(0), Set.copyOf(words.subList(1, words.size())));
    }
    return table;
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
