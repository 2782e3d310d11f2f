package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lines that send prices, and wait until they are marks. */
final class PriceSteps {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How long a price may take to become a mark; some are refused, as they should be. */
  private static final Duration MARK_PATIENCE = Duration.ofSeconds(3);

  private final CaseRun run;

  PriceSteps(CaseRun run) {
    this.run = run;
  }

  /**
   * Daily closes up to yesterday: around the given prices, up and down by {@code swing}, or a
   * random walk of {@code walk} a day from them on. The day's last price is the given one.
   */
  void history(JsonNode line) {
    JsonNode levels = line.get("history");
    List<Walk> walks = new ArrayList<>();
    Noise noise = new Noise(line.path("seed").asInt(1));
    for (Map.Entry<String, JsonNode> level : levels.properties()) {
      double phase = walks.size() % 2 == 0 ? 1 : -1;
      walks.add(
          new Walk(
              run.names().symbol(level.getKey()),
              level.getValue().asDouble(),
              line.path("walk").asDouble(0),
              phase * line.path("swing").asDouble(0.01) / 2));
    }
    String assetClass = line.path("assetClass").asText("EQUITY");
    for (int daysAgo = line.path("days").asInt(70); daysAgo >= 1; daysAgo--) {
      long time = run.clock().now() - daysAgo * DAY;
      for (Walk walk : walks) {
        send(price(walk.symbol, walk.next(daysAgo, noise), assetClass, time), time);
      }
      // Symbols come through several partitions: none may overtake the others by days.
      if (walks.size() > 1 || daysAgo == 1) {
        awaitMarks(walks, time);
      }
    }
    run.settle();
  }

  private void awaitMarks(List<Walk> walks, long time) {
    boolean came =
        run.observed()
            .await(
                Topics.MARKET_MARKS,
                0,
                PATIENCE,
                marks ->
                    marks.path("market").asText().equals(run.names().market())
                        && walks.stream()
                            .allMatch(w -> time(CaseRun.dig(marks, "marks", w.symbol)) == time))
            .isPresent();
    if (!came) {
      run.check(false, "the marks of " + Instant.ofEpochMilli(time) + " did not come");
    }
  }

  /** One price, at the line's time. Waits for its mark unless {@code wait} is false. */
  void price(JsonNode line) {
    long time = run.clock().at(line);
    ObjectNode fields = (ObjectNode) run.names().in(line.get("price"));
    ObjectNode price =
        price(fields.get("symbol").asText(), fields.get("price").asText(), "EQUITY", time);
    price.setAll(fields);
    run.clock().putTimes(price);
    send(price, run.clock().timestamp(line));
    if (line.path("wait").asBoolean(true)) {
      awaitMark(price);
    }
    run.settle();
  }

  /**
   * A price every so many seconds of event time, up to the present of the wall clock. The product
   * goes by event time, so nobody has to sit through it.
   */
  void ticks(JsonNode line) {
    long every = Math.round(line.get("every").asDouble() * 1000);
    long end = System.currentTimeMillis();
    long start = end - line.get("seconds").asLong() * 1000;
    int i = 0;
    for (long time = start; time <= end; time += every) {
      for (Map.Entry<String, JsonNode> level : line.get("ticks").properties()) {
        double price = level.getValue().asDouble() * (1 + (i % 5) / 10_000.0);
        ObjectNode tick = price(run.names().symbol(level.getKey()), text(price, 4), "EQUITY", time);
        send(tick, time);
        awaitMark(tick);
      }
      i++;
    }
    run.settle();
  }

  private void awaitMark(ObjectNode price) {
    String symbol = price.get("symbol").asText();
    Optional<JsonNode> mark =
        run.observed()
            .await(
                Topics.MARKET_MARKS,
                0,
                MARK_PATIENCE,
                marks ->
                    marks.get("market").equals(price.get("market"))
                        && time(CaseRun.dig(marks, "marks", symbol))
                            == price.get("eventTime").asLong()
                        && CaseRun.same(
                            CaseRun.dig(marks, "marks", symbol, "price"), price.get("price")));
    if (mark.isEmpty()) {
      run.say("..   the price " + price + " did not become a mark");
    }
  }

  private void send(ObjectNode price, long time) {
    run.sender().send(Topics.MARKET_DATA, price.get("symbol").asText(), price, time);
  }

  private ObjectNode price(String symbol, String price, String assetClass, long time) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("symbol", symbol)
        .put("market", run.names().market())
        .put("assetClass", assetClass)
        .put("price", price)
        .put("eventTime", time);
  }

  private static long time(JsonNode mark) {
    return mark.isMissingNode()
        ? Long.MIN_VALUE
        : Instant.parse(mark.get("eventTime").asText()).toEpochMilli();
  }

  private static String text(double price, int scale) {
    return new BigDecimal(price).setScale(scale, RoundingMode.HALF_UP).toPlainString();
  }

  /** Closes of one symbol. */
  private static final class Walk {
    private final String symbol;
    private final double swing;
    private final double step;
    private double level;

    Walk(String symbol, double level, double step, double swing) {
      this.symbol = symbol;
      this.level = level;
      this.step = step;
      this.swing = swing;
    }

    String next(int daysAgo, Noise noise) {
      if (step > 0) {
        level *= Math.exp(step * noise.gaussian());
        return text(level, 4);
      }
      double around = daysAgo == 1 ? 0 : daysAgo % 2 == 1 ? swing : -swing;
      return text(level * (1 + around), level < 0.01 ? 8 : 4);
    }
  }

  /** Normal deviates that are the same in every language. */
  private static final class Noise {
    private long state;

    Noise(int seed) {
      state = seed;
    }

    double gaussian() {
      double radius = Math.sqrt(-2 * Math.log(uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    }

    private double uniform() {
      state = (state * 1_664_525 + 1_013_904_223) & 0xffff_ffffL;
      return (state + 0.5) / 4_294_967_296.0;
    }
  }
}
