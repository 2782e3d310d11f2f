package com.alphapulse.riskbudget.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BacktestCommandTest {
  private static final LocalDate FIRST = LocalDate.of(2001, 1, 1);
  private static final int DAYS = 700;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void configure() throws IOException {
    Files.writeString(folder.resolve("c.yaml"), "backtest: {warm_up_years: 1}\n");
  }

  private int execute(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "backtest",
                "--prices",
                folder.resolve("p.csv").toString(),
                "--config",
                folder.resolve("c.yaml").toString(),
                "--out",
                folder.resolve("out").toString()));
    args.addAll(List.of(more));
    CommandLine commandLine = Main.commandLine(Executed.NOTHING);
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(args.toArray(String[]::new));
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
  }

  private void assertRefused(int exitCode, String line) throws IOException {
    assertThat(exitCode).isEqualTo(ExitCode.BAD_USAGE);
    assertThat(err.toString().lines()).singleElement().asString().contains(line);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** Prices that swing at different paces around different slopes. */
  private List<String> rows(int symbols) {
    List<String> rows = new ArrayList<>();
    StringBuilder header = new StringBuilder("date");
    for (int s = 0; s < symbols; s++) {
      header.append(",S").append(s);
    }
    rows.add(header.toString());
    LocalDate date = FIRST;
    while (rows.size() <= DAYS) {
      if (date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
        StringBuilder row = new StringBuilder(date.toString());
        for (int s = 0; s < symbols; s++) {
          double t = rows.size();
          double level =
              100
                  * Math.exp(
                      0.0003 * t + 0.1 * Math.sin(t / (31 + 7 * s)) + 0.01 * Math.sin(t * (s + 2)));
          row.append(String.format(Locale.ROOT, ",%.4f", level));
        }
        rows.add(row.toString());
      }
      date = date.plusDays(1);
    }
    return rows;
  }

  private void write(List<String> rows) throws IOException {
    Files.write(folder.resolve("p.csv"), rows);
  }

  private static boolean allFinite(JsonNode node) {
    if (node.isNumber()) {
      return Double.isFinite(node.asDouble());
    }
    boolean text = node.isTextual() && List.of("NaN", "Infinity").contains(node.asText());
    List<JsonNode> children = new ArrayList<>();
    node.elements().forEachRemaining(children::add);
    return !text && children.stream().allMatch(BacktestCommandTest::allFinite);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shouldReportFiniteFigures_whenThereAreFewSymbols(int symbols) throws IOException {
    write(rows(symbols));

    assertThat(execute("--costs-bps", "0")).isZero();
    assertThat(allFinite(report())).isTrue();
    assertThat(report().at("/costs/dynamic").asDouble()).isZero();
    assertThat(report().at("/turnover/dynamic").asDouble()).isPositive();
    assertThat(Files.readString(folder.resolve("out/report.html"))).doesNotContain("NaN");
  }

  @Test
  void shouldEarnLess_whenTradingCosts() throws IOException {
    write(rows(3));
    execute("--costs-bps", "0");
    double free = report().at("/return/dynamic").asDouble();
    execute("--costs-bps", "50");

    assertThat(report().at("/return/dynamic").asDouble()).isLessThan(free);
    assertThat(report().at("/costs/dynamic").asDouble()).isPositive();
  }

  @Test
  void shouldCarryForward_whenTheFileHasHoles() throws IOException {
    List<String> rows = rows(2);
    for (int i : List.of(300, 301, 302, 500)) {
      rows.set(i, rows.get(i).replaceFirst(",[0-9.]+", ",NA"));
    }
    write(rows);

    assertThat(execute()).isZero();
    assertThat(report().get("levelsNotAvailable").asInt()).isEqualTo(4);
    assertThat(allFinite(report())).isTrue();
  }

  @Test
  void shouldRefuse_whenASymbolHasNoFirstPrice() throws IOException {
    List<String> rows = rows(2);
    rows.set(1, rows.get(1).replaceFirst(",[0-9.]+", ",NA"));
    write(rows);

    assertRefused(execute(), "S0 has no price on the first day");
  }

  @Test
  void shouldRefuse_whenPricesAreConstant() throws IOException {
    write(rows(1).stream().map(row -> row.replaceFirst(",[0-9].*", ",100")).toList());

    assertRefused(execute(), "p.csv: the prices do not move in the warm-up");
  }

  @Test
  void shouldRefuse_whenADateComesTwice() throws IOException {
    List<String> rows = rows(2);
    rows.add(200, rows.get(200));
    write(rows);

    assertRefused(execute(), "line 202, column 1 (date)");
  }

  @ParameterizedTest
  @CsvSource({
    "--from, 2030-01-01, leave too little to measure",
    "--to, 2000-01-01, leave too little to measure",
    "--to, 2002-01-31, leave too little to measure",
    "--detector, nonsense, market.regime.detector",
    "--method, nonsense, risk_budgeting.regime_allocations.bear.method must be one of",
    "--compare, 'equal_weight,nonsense', market.regime.detector",
    "--costs-bps, NaN, --costs-bps must be from 0 to 1000",
    "--costs-bps, 1001, --costs-bps must be from 0 to 1000",
  })
  void shouldSayOneLine_whenAnOptionDoesNotFit(String option, String value, String line)
      throws IOException {
    write(rows(2));

    assertRefused(execute(option, value), line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backtest: {risk_shares: {NONE: 1}} | NONE is not a symbol of p.csv",
        "backtest: {asset_classes: {NONE: bond}} | NONE is not a symbol of p.csv",
        "backtest: {asset_classes: {S0: gold}} | backtest.asset_classes.S0 must be one of",
        "risk_budgeting: {enabled: false} | no budget was issued",
      })
  void shouldSayOneLine_whenTheConfigurationDoesNotFit(String yaml, String line)
      throws IOException {
    write(rows(2));
    Files.writeString(
        folder.resolve("c.yaml"),
        yaml.startsWith("backtest")
            ? yaml.replace("backtest: {", "backtest: {warm_up_years: 1, ")
            : yaml + "\nbacktest: {warm_up_years: 1}\n");

    assertRefused(execute(), line);
  }

  @Test
  void shouldReturnOne_whenTheReportsCannotBeWritten() throws IOException {
    write(rows(2));
    Files.writeString(folder.resolve("out"), "a file where the folder should be");

    assertThat(execute()).isEqualTo(ExitCode.FOUND_A_PROBLEM);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void shouldHoldMethodsSideBySide_whenTheyAreNamed() throws IOException {
    write(rows(3));

    assertThat(execute("--compare", "equal_weight,HIERARCHICAL_RISK_PARITY")).isZero();
    JsonNode rows = report().get("comparison");
    assertThat(rows).hasSize(2);
    assertThat(rows.findValuesAsText("method"))
        .containsExactly("equal_weight", "hierarchical_risk_parity");
    for (JsonNode row : rows) {
      for (String figure :
          List.of(
              "drawdownCut",
              "drawdownCutAtEqualVolatility",
              "utilizationRatio",
              "sharpe",
              "turnover",
              "regimeSwitchesPerYear")) {
        assertThat(row.get(figure).isNumber()).as(figure).isTrue();
      }
    }
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("hierarchical_risk_parity");
    assertThat(out.toString()).contains("  hierarchical_risk_parity");
  }

  @Test
  void shouldAgreeWithTheReport_whenAMethodIsComparedWithItself() throws IOException {
    write(rows(3));

    assertThat(execute("--method", "equal_weight", "--compare", "equal_weight")).isZero();
    JsonNode row = report().get("comparison").get(0);
    assertThat(row.get("sharpe")).isEqualTo(report().at("/sharpe/dynamic"));
    assertThat(row.get("turnover")).isEqualTo(report().at("/turnover/dynamic"));
    assertThat(row.get("regimeSwitchesPerYear")).isEqualTo(report().get("regimeSwitchesPerYear"));
    assertThat(row.get("drawdownCutAtEqualVolatility"))
        .isEqualTo(report().at("/claims/1/observed"));
  }

  @Test
  void shouldTellWhatItLeavesOut_whenAllAreCompared() throws IOException {
    write(rows(2));

    assertThat(execute("--compare")).isZero();
    List<String> methods = report().get("comparison").findValuesAsText("method");
    List<String> notRun = new ArrayList<>();
    report().get("notCompared").forEach(reason -> notRun.add(reason.asText()));
    assertThat(methods).contains("risk_budgeting", "equal_weight", "volatility_weighted");
    for (String method :
        Stream.of("mean_variance", "regime_preference")
            .filter(m -> !methods.contains(m))
            .toList()) {
      assertThat(notRun).anyMatch(reason -> reason.contains(method));
    }
  }

  @Test
  void shouldReportAllThatIsPromised_whenItRan() throws IOException {
    write(rows(3));
    execute();
    JsonNode report = report();

    for (String figure :
        List.of("maxDrawdown", "utilization", "volatility", "return", "sharpe", "turnover")) {
      for (String portfolio : List.of("static", "dynamic", "staticAtEqualVolatility")) {
        assertThat(report.at("/" + figure + "/" + portfolio).isNumber()).isTrue();
      }
    }
    assertThat(report.at("/utilization/volatilityTargeting").isNumber()).isTrue();
    assertThat(report.get("regimeSwitchesPerYear").isNumber()).isTrue();
    assertThat(report.get("subPeriods")).isNotEmpty();
    assertThat(report.at("/subPeriods/0/maxDrawdown/dynamic").isNumber()).isTrue();
    assertThat(report.at("/bootstrap/draws").asInt()).isEqualTo(1000);
    assertThat(report.at("/bootstrap/cut/p50").isNumber()).isTrue();
    assertThat(report.get("symbols")).hasSize(3);
    assertThat(report.get("claims").findValuesAsText("claim"))
        .anyMatch(claim -> claim.startsWith("utilisation of volatility targeting"))
        .anyMatch(claim -> claim.startsWith("utilisation of dynamic budgets"));
  }
}
