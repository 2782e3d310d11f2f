package com.alphapulse.riskbudget.cases;

import com.alphapulse.riskbudget.config.InstallationName;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The lines that send records. What a line leaves out is filled in: the case's portfolio and
 * market, an equity in US dollars, five million in cash, one strategy {@code s} that trades symbol
 * A.
 */
final class InputSteps {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String ALL = "*";

  private final CaseRun run;

  /** Overrides for all portfolios, which other cases would feel. */
  private final List<ObjectNode> forAll = new ArrayList<>();

  InputSteps(CaseRun run) {
    this.run = run;
  }

  void instrument(JsonNode line) {
    ObjectNode instrument =
        NODES
            .objectNode()
            .put("market", run.names().market())
            .put("assetClass", "EQUITY")
            .put("currency", "USD")
            .put("lotSize", "1")
            .put("tickSize", "0.01")
            .put("contractMultiplier", "1");
    fill(instrument, line.get("instrument"));
    send(Topics.INSTRUMENT, "symbol", instrument, line);
    // Prices are in another topic and might overtake it; of an unknown currency, nothing passes.
    run.settle();
  }

  void portfolio(JsonNode line) {
    ObjectNode portfolio =
        NODES
            .objectNode()
            .put("portfolioId", run.names().portfolio())
            .put("market", run.names().market())
            .put("baseCurrency", "USD")
            .put("cash", "5000000")
            .put("updatedAt", run.clock().at(line));
    ObjectNode strategy =
        portfolio.putArray("strategies").addObject().put("strategyId", "s").put("riskShare", 1.0);
    strategy.putArray("symbols").add(run.names().symbol("A"));
    fill(portfolio, line.get("portfolio"));
    send(Topics.PORTFOLIO, "portfolioId", portfolio, line);
  }

  void regime(JsonNode line) {
    ObjectNode change =
        NODES
            .objectNode()
            .put("market", run.names().market())
            .put("regime", line.get("regime").asText())
            .put("confidence", 1.0)
            .put("detectedAt", run.clock().at(line))
            .put("source", "outside");
    change.putObject("probabilities");
    send(Topics.REGIME_CHANGE, "market", change, line);
    run.settle();
  }

  void override(JsonNode line) {
    ObjectNode override =
        NODES
            .objectNode()
            .put("overrideId", "ov-%s-%d".formatted(run.names().portfolio(), run.next()))
            .put("portfolioId", run.names().portfolio())
            .put("scope", "PORTFOLIO")
            .put("author", "ops")
            .put("reason", "case")
            .put("createdAt", run.clock().at(line));
    fill(override, line.get("override"));
    if (override.get("portfolioId").asText().equals(ALL)) {
      forAll.add(override);
    }
    send(Topics.RISK_OVERRIDE, "portfolioId", override, line);
    run.settle();
  }

  /** Ends what this case has put in force for all portfolios. */
  void withdrawAll() {
    for (ObjectNode override : forAll) {
      ObjectNode end = override.deepCopy();
      end.remove(List.of("value", "regime", "cancelOpenOrders", "expiresAt"));
      end.put("action", "WITHDRAW").put("createdAt", System.currentTimeMillis());
      run.sender().send(Topics.RISK_OVERRIDE, ALL, end, System.currentTimeMillis());
    }
    if (!forAll.isEmpty()) {
      run.settle();
    }
  }

  void order(JsonNode line) {
    order((ObjectNode) line.get("order"), line);
  }

  /** Sends an order; the line tells its time and its key, where that is not the portfolio. */
  void order(ObjectNode fields, JsonNode line) {
    ObjectNode order =
        NODES
            .objectNode()
            .put("portfolioId", run.names().portfolio())
            .put("strategyId", "s")
            .put("type", fields.has("limitPrice") ? "LIMIT" : "MARKET")
            .put("submittedAt", run.clock().at(line));
    fill(order, fields);
    String key = line.path("key").asText(order.get("portfolioId").asText());
    run.sender()
        .send(Topics.ORDER_INTENT, run.names().text(key), order, run.clock().timestamp(line));
  }

  void exec(JsonNode line) {
    ObjectNode report =
        NODES
            .objectNode()
            .put("portfolioId", run.names().portfolio())
            .put("strategyId", "s")
            .put("lastQuantity", "0")
            .put("cumulativeQuantity", "0")
            .put("price", "0")
            .put("fee", "0")
            .put("execId", "x" + run.next())
            .put("eventTime", run.clock().at(line));
    fill(report, line.get("exec"));
    send(Topics.EXECUTION_REPORT, "portfolioId", report, line);
    run.settle();
  }

  void raw(JsonNode line) {
    JsonNode raw = run.names().in(line.get("raw"));
    byte[] value =
        raw.path("hex").isNull() ? null : HexFormat.of().parseHex(raw.path("hex").asText());
    run.sender()
        .sendRaw(
            Topics.named(raw.get("topic").asText(), InstallationName.NONE).orElseThrow(),
            raw.has("partition") ? raw.get("partition").asInt() : null,
            raw.get("key").asText(),
            value,
            run.clock().timestamp(line));
    run.settle();
  }

  private void fill(ObjectNode record, JsonNode fields) {
    record.setAll((ObjectNode) run.names().in(fields));
    run.clock().putTimes(record);
  }

  /** Sends a record under one of its fields as its key, at the line's time. */
  private void send(Topics topic, String key, ObjectNode record, JsonNode line) {
    run.sender().send(topic, record.get(key).asText(), record, run.clock().timestamp(line));
  }
}
