package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.cli.base.ExitCode;
import com.alphapulse.riskbudget.cli.base.Failure;
import com.alphapulse.riskbudget.cli.base.Terminal;
import com.alphapulse.riskbudget.cli.base.Version;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget status}. */
@Command(
    name = "status",
    description = {
      "Tells whether everything may trade, how full the limits are, and what is not as it should be.",
      "Ends with 1 if anything is halted or reduce-only, stale or behind."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class StatusCommand implements Callable<Integer> {
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Spec private CommandSpec spec;

  @Mixin private ApiOptions api;

  @Option(names = "--portfolio", paramLabel = "ID", description = "Only this portfolio.")
  private String portfolioId;

  @Option(names = "--watch", description = "Tells it again and again until it is ended.")
  private boolean watch;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Time between two looks with --watch. Default: ${DEFAULT-VALUE}.")
  private Duration every = Duration.ofSeconds(2);

  @Option(names = "--json", description = "Prints the API's answers as they are.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = api.client();
    if (!watch) {
      return look(client) ? 0 : ExitCode.FOUND_A_PROBLEM;
    }
    CountDownLatch stop = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown, "status-shutdown"));
    PrintWriter out = spec.commandLine().getOut();
    do {
      if (Terminal.isThere()) {
        out.print(CLEAR);
      }
      try {
        look(client);
      } catch (Failure e) {
        out.println(e.getMessage());
        out.flush();
      }
    } while (!out.checkError() && !stop.await(every.toMillis(), TimeUnit.MILLISECONDS));
    return 0;
  }

  /** Tells the state; true if all is well. */
  private boolean look(ApiClient client) {
    JsonNode health = client.health();
    Map<String, String> selection =
        portfolioId == null ? Map.of() : Map.of("portfolioId", portfolioId);
    List<String> problems = new ArrayList<>();
    health.path("problems").forEach(problem -> problems.add(Lines.text(problem)));
    if (!health.path("ready").asBoolean() && problems.isEmpty()) {
      problems.add("the API has not read the topics up to now");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (!health.path("viewCurrent").asBoolean()) {
      // What it would tell of portfolios is old.
      problems.forEach(problem -> out.println("NOT READY  " + problem));
      out.flush();
      return false;
    }
    JsonNode current = client.get("/current", selection);
    JsonNode rows = client.get("/utilization", selection);
    if (json) {
      out.println(health);
      out.println(current);
      out.println(rows);
      out.flush();
    } else {
      tell(out, current, rows);
      problems.forEach(problem -> out.println("NOT READY  " + problem));
      out.flush();
    }
    boolean allTrade = true;
    for (JsonNode portfolio : current.path("portfolios")) {
      allTrade &= portfolio.path("tradingState").asText().equals("ACTIVE");
    }
    return allTrade && problems.isEmpty();
  }

  private static void tell(PrintWriter out, JsonNode current, JsonNode rows) {
    out.println(worst(current));
    Lines table =
        new Lines()
            .row(
                "PORTFOLIO",
                "STATE",
                "REGIME",
                "USED OF LIMIT",
                "TIGHTEST LIMIT",
                "BUDGET AGE",
                "REJECTS/MIN",
                "OVERRIDES");
    for (JsonNode portfolio : current.path("portfolios")) {
      String id = portfolio.path("portfolioId").asText();
      JsonNode budget = portfolio.path("budget");
      List<String> overrides = new ArrayList<>();
      portfolio
          .path("overridesInForce")
          .forEach(
              o ->
                  overrides.add(
                      Lines.text(o.path("action")) + " " + Lines.text(o.path("overrideId"))));
      table.row(
          Lines.text(portfolio.path("portfolioId")),
          Lines.text(portfolio.path("tradingState")),
          Lines.text(budget.path("regime"))
              + (portfolio.path("warmingUp").asBoolean() ? " (warming up)" : ""),
          used(rows, id),
          tightest(rows, id),
          age(portfolio.path("budgetAgeSeconds")),
          Lines.text(portfolio.path("rejectsLastMinute")),
          overrides.isEmpty() ? "-" : String.join(", ", overrides));
    }
    table.print(out);
  }

  private static String worst(JsonNode current) {
    JsonNode worst = current.path("worst");
    int all = worst.path("portfolios").asInt();
    int halted = worst.path("halted").asInt();
    int reduceOnly = worst.path("reduceOnly").asInt();
    int unknown = worst.path("unknown").asInt();
    String state =
        halted > 0
            ? halted == all ? "HALTED: ALL" : "%d OF %d HALTED".formatted(halted, all)
            : reduceOnly > 0
                ? "%d OF %d REDUCE-ONLY".formatted(reduceOnly, all)
                : unknown > 0
                    ? "STATE OF %d UNKNOWN".formatted(unknown)
                    : all == 0 ? "NO PORTFOLIO" : "TRADING";
    return "%s   event time %s".formatted(state, Lines.text(current.path("eventTime")));
  }

  private static String used(JsonNode rows, String portfolioId) {
    for (JsonNode row : rows.path("items")) {
      if (isOf(row, portfolioId) && row.path("scope").asText().equals("PORTFOLIO")) {
        return percent(row);
      }
    }
    return "-";
  }

  private static String tightest(JsonNode rows, String portfolioId) {
    JsonNode tightest = null;
    for (JsonNode row : rows.path("items")) {
      if (isOf(row, portfolioId)
          && (tightest == null
              || row.path("ratio").asDouble() > tightest.path("ratio").asDouble())) {
        tightest = row;
      }
    }
    return tightest == null
        ? "-"
        : "%s %s %s"
            .formatted(
                percent(tightest),
                tightest.path("scope").asText().toLowerCase(Locale.ROOT),
                Lines.text(tightest.path("scopeId")));
  }

  private static boolean isOf(JsonNode row, String portfolioId) {
    return row.path("portfolioId").asText().equals(portfolioId);
  }

  private static String percent(JsonNode row) {
    double ratio = row.path("ratio").asDouble();
    return ratio > 99 ? "no limit left" : "%.1f %%".formatted(100 * ratio);
  }

  private static String age(JsonNode seconds) {
    return seconds.isNumber() ? Lines.age(seconds.asLong()) : "-";
  }
}
