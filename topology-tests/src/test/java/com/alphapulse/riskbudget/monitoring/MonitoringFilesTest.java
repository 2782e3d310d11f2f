package com.alphapulse.riskbudget.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.gate.RejectReason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules and dashboards by themselves; {@link MonitoringOnDemoTest} has them run. */
class MonitoringFilesTest {
  private static final int COLUMNS = 24;

  /** What a market, a limit or an operator causes: no rule tells of a single one. */
  private static final Set<RejectReason> IN_THE_COURSE_OF_TRADING =
      Set.of(
          RejectReason.PORTFOLIO_CLOSED,
          RejectReason.RESTRICTED_SYMBOL,
          RejectReason.HALTED,
          RejectReason.REDUCE_ONLY,
          RejectReason.NOT_REDUCING,
          RejectReason.PRICE_COLLAR,
          RejectReason.NO_EQUITY,
          RejectReason.ORDER_QUANTITY,
          RejectReason.ORDER_NOTIONAL,
          RejectReason.ORDER_RATE,
          RejectReason.OPEN_ORDERS,
          RejectReason.POSITION_LIMIT,
          RejectReason.CONCENTRATION,
          RejectReason.STRATEGY_BUDGET,
          RejectReason.PORTFOLIO_LEVERAGE,
          RejectReason.VOLATILITY_LIMIT,
          RejectReason.LOSS_LIMIT);

  @Test
  void shouldSatisfyPromtool_andPassTheirOwnTests() throws Exception {
    for (List<String> arguments :
        List.of(
            List.of("check", "config", "prometheus.yaml"),
            List.of("check", "rules", "rules.yaml"),
            List.of("test", "rules", "rules-test.yaml"))) {
      Promtool.Ran ran = Promtool.run("", arguments.toArray(String[]::new));
      assertThat(ran.text()).doesNotContain("FAILED").contains("SUCCESS");
      assertThat(ran.exit()).isZero();
    }
  }

  @Test
  void shouldSayWhatToDo_whenARuleFires() throws IOException {
    String guide = Files.readString(MonitoringFiles.ROOT.resolve("docs/monitoring.md"));
    Set<String> tested = new HashSet<>();
    new YAMLMapper()
        .readTree(MonitoringFiles.PROMETHEUS.resolve("rules-test.yaml").toFile())
        .path("tests")
        .forEach(test -> tested.add(test.path("name").asText()));
    for (JsonNode rule : MonitoringFiles.rules()) {
      String name = rule.path("alert").asText();
      assertThat(name).startsWith("RiskBudget");
      assertThat(guide).contains("`" + name + "`");
      assertThat(tested).contains(name);
      assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
      assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
      assertThat(rule.at("/annotations/description").asText()).isNotBlank();
      assertThatThereIs(rule.at("/annotations/runbook").asText());
    }
  }

  @Test
  void shouldNameEveryReason_thatIsNotOneOfTrading() throws IOException {
    Set<String> named = new TreeSet<>();
    Set<String> alerts = new TreeSet<>();
    for (JsonNode rule : MonitoringFiles.rules()) {
      named.addAll(matched(rule, "reason"));
      alerts.addAll(matched(rule, "type"));
    }
    assertThat(named)
        .isEqualTo(
            Arrays.stream(RejectReason.values())
                .filter(reason -> !IN_THE_COURSE_OF_TRADING.contains(reason))
                .map(Enum::name)
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(Arrays.stream(AlertType.values()).map(Enum::name)).containsAll(alerts);
  }

  @Test
  void shouldBeOfGrafanasSchema_andLieBesideEachOther() throws IOException {
    assertThat(MonitoringFiles.dashboards()).hasSize(2);
    for (JsonNode dashboard : MonitoringFiles.dashboards()) {
      assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(39);
      assertThat(dashboard.path("uid").asText()).startsWith("riskbudget-");
      assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
      Set<Integer> ids = new HashSet<>();
      Set<String> cells = new HashSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        String title = panel.path("title").asText();
        assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
        assertThatItLiesAlone(panel.path("gridPos"), cells, title);
        if (panel.path("type").asText().equals("row")) {
          continue;
        }
        assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
        assertThat(panel.path("description").asText()).as(title).isNotBlank();
        assertThat(panel.path("targets")).as(title).isNotEmpty();
        for (JsonNode target : panel.path("targets")) {
          assertThat(target.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
          assertThat(target.path("expr").asText()).as(title).contains("job=~\"$job\"");
        }
      }
    }
  }

  private static void assertThatItLiesAlone(JsonNode place, Set<String> cells, String title) {
    int right = place.path("x").asInt() + place.path("w").asInt();
    assertThat(right).as(title).isLessThanOrEqualTo(COLUMNS);
    for (int x = place.path("x").asInt(); x < right; x++) {
      for (int y = 0; y < place.path("h").asInt(); y++) {
        assertThat(cells.add(x + "," + (place.path("y").asInt() + y))).as(title).isTrue();
      }
    }
  }

  /** A page of the documentation, and the heading on it. */
  private static void assertThatThereIs(String runbook) throws IOException {
    String[] parts = runbook.split("#", 2);
    Path page = MonitoringFiles.ROOT.resolve(parts[0]);
    assertThat(page).exists();
    if (parts.length > 1) {
      assertThat(Files.readAllLines(page))
          .filteredOn(line -> line.startsWith("#"))
          .extracting(MonitoringFilesTest::anchor)
          .contains(parts[1]);
    }
  }

  private static String anchor(String heading) {
    return heading
        .replaceFirst("#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  /** Values that a rule asks for by a label. */
  private static Set<String> matched(JsonNode rule, String label) {
    return Pattern.compile(label + "=~?\"([A-Z_|]+)\"")
        .matcher(rule.path("expr").asText())
        .results()
        .map((MatchResult found) -> found.group(1))
        .flatMap(values -> Arrays.stream(values.split("\\|", -1)))
        .collect(Collectors.toSet());
  }
}
