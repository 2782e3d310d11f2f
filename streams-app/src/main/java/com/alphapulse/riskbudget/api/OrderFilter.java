package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.http.Parameters;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.avro.Violation;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Filters of {@code GET /orders}. */
final class OrderFilter {
  static final Set<String> PARAMETERS =
      Parameters.listWith("outcome", "reason", "strategyId", "symbol", "text");

  private OrderFilter() {}

  /**
   * Which decisions a request asks for.
   *
   * @throws com.alphapulse.riskbudget.api.http.Problem 400 for an outcome that there is not
   */
  static Predicate<OrderDecision> of(Context context) {
    Optional<Outcome> outcome = Parameters.choice(context, "outcome", Outcome.class);
    return matching(context, "strategyId", d -> Stream.of(d.getIntent().getStrategyId()))
        .and(matching(context, "symbol", d -> Stream.of(d.getIntent().getSymbol())))
        .and(matching(context, "reason", d -> d.getViolations().stream().map(Violation::getReason)))
        .and(decision -> outcome.filter(wanted -> wanted != decision.getOutcome()).isEmpty())
        .and(holding(context.queryParam("text")));
  }

  private static Predicate<OrderDecision> matching(
      Context context, String parameter, Function<OrderDecision, Stream<String>> texts) {
    String wanted = context.queryParam(parameter);
    return decision -> wanted == null || texts.apply(decision).anyMatch(wanted::equals);
  }

  /** The text anywhere in what a person reads of a decision, whatever its case. */
  private static Predicate<OrderDecision> holding(String text) {
    if (text == null) {
      return decision -> true;
    }
    String wanted = text.toLowerCase(Locale.ROOT);
    return decision ->
        texts(decision).anyMatch(read -> read.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static Stream<String> texts(OrderDecision decision) {
    OrderIntent intent = decision.getIntent();
    return Stream.concat(
        Stream.of(
            intent.getOrderId(),
            intent.getPortfolioId(),
            intent.getStrategyId(),
            intent.getSymbol()),
        decision.getViolations().stream()
            .flatMap(violation -> Stream.of(violation.getReason(), violation.getMessage())));
  }
}
