package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.Place;
import com.alphapulse.riskbudget.api.view.ViewTopic;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instances read the partitions in whatever order the brokers answer. Each keeps the order within a
 * partition, and all answer equally.
 */
class EqualInstancesTest {
  private static final int PARTITIONS = 3;
  private static final int RECORDS = 600;
  private static final List<String> PATHS =
      List.of(
          "/current",
          "/current?portfolioId=p1",
          "/utilization",
          "/utilization?from=2020-01-01T00:00:00Z",
          "/utilization?portfolioId=p2&scope=SYMBOL",
          "/history",
          "/history?portfolioId=p1&limit=7",
          "/recommendations",
          "/alerts",
          "/alerts?portfolioId=p0",
          "/orders",
          "/orders?outcome=REJECTED&limit=5",
          "/orders/o7?portfolioId=p1",
          "/overrides",
          "/overrides?portfolioId=p0&status=IN_FORCE",
          "/overrides?status=RESUMED");

  private record Written(Place place, String key, SpecificRecord value) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAnswerByteForByteTheSame_whenPartitionsAreReadInAnotherOrder(long seed)
      throws Exception {
    Random random = new Random(seed);
    List<List<Written>> partitions = List.copyOf(written(random).values());
    try (ApiFixture one = new ApiFixture();
        ApiFixture other = new ApiFixture();
        ApiFixture third = new ApiFixture()) {
      partitions.forEach(partition -> partition.forEach(record -> accept(one, record)));
      for (int i = partitions.size() - 1; i >= 0; i--) {
        partitions.get(i).forEach(record -> accept(other, record));
      }
      interleaved(partitions, random).forEach(record -> accept(third, record));
      for (String path : PATHS) {
        List<String> pages = pages(one, path);
        assertThat(pages).as(path).allMatch(page -> page.contains(":"));
        // Not as assertThat(...).isEqualTo: nobody reads a difference of answers of 100 kB.
        assertThat(pages(other, path).equals(pages)).as(path).isTrue();
        assertThat(pages(third, path).equals(pages)).as(path).isTrue();
      }
    }
  }

  private static void accept(ApiFixture api, Written record) {
    if (record.value() == null) {
      api.model.remove(record.place(), record.key());
    } else {
      api.model.accept(record.place(), record.key(), record.value());
    }
  }

  /** The answer and up to five pages that follow it, without the wall clock's time. */
  private static List<String> pages(ApiFixture api, String path) throws Exception {
    List<String> pages = new ArrayList<>();
    String next = path;
    while (next != null && pages.size() < 6) {
      String body = api.get(next).body();
      pages.add(body.replaceFirst("\"serverTime\":\"[^\"]*\"", ""));
      String cursor = ApiFixture.json(api.get(next)).path("nextCursor").asText(null);
      next = cursor == null || cursor.equals("null") ? null : path + and(path) + "cursor=" + cursor;
    }
    return pages;
  }

  private static String and(String path) {
    return path.contains("?") ? "&" : "?";
  }

  private static List<Written> interleaved(List<List<Written>> partitions, Random random) {
    List<Written> all = new ArrayList<>();
    Map<List<Written>, Integer> read = new HashMap<>();
    List<List<Written>> left = new ArrayList<>(partitions);
    while (!left.isEmpty()) {
      List<Written> partition = left.get(random.nextInt(left.size()));
      int at = read.merge(partition, 1, Integer::sum) - 1;
      all.add(partition.get(at));
      if (at + 1 == partition.size()) {
        left.remove(partition);
      }
    }
    return all;
  }

  /**
   * Records of all topics, each key in a partition of its own choice, times that often coincide.
   */
  private static Map<String, List<Written>> written(Random random) {
    Map<String, List<Written>> partitions = new TreeMap<>();
    for (int i = 0; i < RECORDS; i++) {
      int which = random.nextInt(4);
      String portfolio = "p" + which;
      Instant at = Samples.TIME.plusMillis(random.nextInt(40) * 100L);
      switch (i < 4 ? 10 : random.nextInt(10)) {
        case 0, 1, 2 -> write(partitions, portfolio, which, decision(portfolio, at, random));
        case 3 -> write(partitions, portfolio, which, budget(portfolio, at, i));
        case 4 -> write(partitions, portfolio, which, row(portfolio, at, random));
        case 5 -> write(partitions, portfolio, which, alert(portfolio, at));
        case 6 -> write(partitions, portfolio, which, recommendation(portfolio, at));
        case 7, 8 -> {
          String of = random.nextInt(3) == 0 ? "*" : portfolio;
          write(partitions, of, of.equals("*") ? 1 : which, override(of, at, random));
        }
        case 9 -> tradingState(partitions, portfolio, which, at, random);
        default -> write(partitions, "p" + i, i, Samples.portfolio("p" + i));
      }
    }
    write(partitions, "SWISS", 0, change(Samples.TIME.minusSeconds(50)));
    write(
        partitions,
        "SWISS",
        0,
        Samples.state("SWISS", Regime.CRISIS, Samples.TIME, Samples.TIME.plusSeconds(1)));
    put(partitions, ViewTopic.PORTFOLIO, "p3", 3 % PARTITIONS, null);
    return partitions;
  }

  private static void write(
      Map<String, List<Written>> partitions, String key, int partition, SpecificRecord value) {
    put(partitions, FilledModel.topic(value), key, partition % PARTITIONS, value);
  }

  private static void put(
      Map<String, List<Written>> partitions,
      ViewTopic topic,
      String key,
      int partition,
      SpecificRecord value) {
    List<Written> records =
        partitions.computeIfAbsent(topic + "-" + partition, name -> new ArrayList<>());
    records.add(new Written(new Place(topic, partition, records.size()), key, value));
  }

  private static OrderDecision decision(String portfolio, Instant at, Random random) {
    OrderDecision decision = Samples.decision(portfolio, "o" + random.nextInt(20));
    decision.setOutcome(random.nextBoolean() ? Outcome.REJECTED : Outcome.APPROVED);
    decision.setRepeat(random.nextInt(5) == 0);
    decision.setDecidedAt(at);
    return decision;
  }

  private static BudgetUpdate budget(String portfolio, Instant at, int version) {
    BudgetUpdate budget = Samples.budget(portfolio, version);
    budget.setAsOf(at);
    budget.setOverrides(List.of("v" + version % 5));
    return budget;
  }

  private static RiskUtilization row(String portfolio, Instant at, Random random) {
    RiskUtilization row =
        Samples.utilization(portfolio, OverrideScope.SYMBOL, "s" + random.nextInt(3));
    row.setAsOf(at);
    row.setRatio(random.nextDouble());
    return row;
  }

  private static RiskAlert alert(String portfolio, Instant at) {
    RiskAlert alert = Samples.of(RiskAlert.class);
    alert.setPortfolioId(portfolio);
    alert.setAsOf(at);
    return alert;
  }

  private static RebalanceRecommendation recommendation(String portfolio, Instant at) {
    RebalanceRecommendation recommendation = Samples.of(RebalanceRecommendation.class);
    recommendation.setPortfolioId(portfolio);
    recommendation.setAsOf(at);
    return recommendation;
  }

  private static RiskOverride override(String portfolio, Instant at, Random random) {
    OverrideAction[] actions = {
      OverrideAction.HALT,
      OverrideAction.REDUCE_ONLY,
      OverrideAction.RESUME,
      OverrideAction.WITHDRAW,
      OverrideAction.PIN_REGIME
    };
    // The same identifier under several keys too: nobody keeps senders from it.
    RiskOverride override =
        Samples.override(
            portfolio, "v" + random.nextInt(12), actions[random.nextInt(actions.length)]);
    override.setCreatedAt(at);
    return override;
  }

  private static void tradingState(
      Map<String, List<Written>> partitions,
      String portfolio,
      int which,
      Instant at,
      Random random) {
    TradingStateUpdate update = Samples.of(TradingStateUpdate.class);
    String key = random.nextInt(3) == 0 ? "*" : portfolio;
    int partition = key.equals("*") ? random.nextInt(PARTITIONS) : which % PARTITIONS;
    update.setPortfolioId(key);
    update.setPartition(partition);
    update.setTradingState(List.of(TradingState.values()).get(random.nextInt(3)));
    update.setOverrides(List.of("v" + random.nextInt(12)));
    update.setCausedBy("v" + random.nextInt(12));
    update.setAppliedAt(at);
    put(
        partitions,
        ViewTopic.TRADING_STATE,
        key,
        partition,
        random.nextInt(20) == 0 ? null : update);
  }

  private static RegimeChange change(Instant at) {
    RegimeChange change = Samples.of(RegimeChange.class);
    change.setDetectedAt(at);
    return change;
  }
}
