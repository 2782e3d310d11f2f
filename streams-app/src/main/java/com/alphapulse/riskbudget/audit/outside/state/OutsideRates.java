package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.OutsideDefinition;
import com.alphapulse.riskbudget.config.GateSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Token buckets of a portfolio and its strategies, rebuilt from its decisions. */
public final class OutsideRates {
  private final GateSettings settings;
  private final Map<String, Bucket> byStrategy = new HashMap<>();
  private Bucket ofPortfolio;

  /** What a bucket held at an event time, in milliseconds. */
  public record Bucket(double tokens, long asOf) {}

  OutsideRates(GateSettings settings) {
    this.settings = settings;
  }

  /** Orders that the portfolio may send at once; empty without a limit. */
  OptionalDouble ofPortfolio(Optional<OutsideDefinition> spec, long clock) {
    Double limit = spec.map(s -> s.hard().getMaxOrderRate()).orElse(null);
    OptionalDouble hard = limit == null ? OptionalDouble.empty() : OptionalDouble.of(limit);
    OptionalDouble everyones = settings.maxOrderRate();
    OptionalDouble rate =
        hard.isPresent() && everyones.isPresent()
            ? OptionalDouble.of(Math.min(hard.getAsDouble(), everyones.getAsDouble()))
            : hard.isPresent() ? hard : everyones;
    return tokens(ofPortfolio, rate, clock);
  }

  /** Orders that a strategy may send at once; empty without a limit. */
  OptionalDouble ofStrategy(Optional<OutsideDefinition> spec, String strategyId, long clock) {
    OptionalDouble rate = spec.map(s -> s.rate(strategyId)).orElse(OptionalDouble.empty());
    return tokens(byStrategy.get(strategyId), rate, clock);
  }

  private OptionalDouble tokens(Bucket bucket, OptionalDouble rate, long clock) {
    if (rate.isEmpty()) {
      return OptionalDouble.empty();
    }
    double perSecond = rate.getAsDouble();
    double burst = settings.orderBurst().toMillis() / 1000.0;
    double full = perSecond > 0 ? Math.max(1, perSecond * burst) : 0;
    if (bucket == null) {
      return OptionalDouble.of(full);
    }
    double seconds = Math.max(0, ((double) clock - bucket.asOf) / 1000);
    return OptionalDouble.of(Math.min(full, bucket.tokens + seconds * perSecond));
  }

  /** Takes what a decided order takes; the strategy's empty bucket spares the portfolio's. */
  public void take(Optional<OutsideDefinition> spec, String strategyId, long clock) {
    OptionalDouble strategy = ofStrategy(spec, strategyId, clock);
    OptionalDouble portfolio = ofPortfolio(spec, clock);
    strategy.ifPresent(
        tokens ->
            byStrategy.put(strategyId, left(byStrategy.get(strategyId), less(tokens), clock)));
    boolean spared = strategy.isPresent() && strategy.getAsDouble() < 1;
    portfolio.ifPresent(
        tokens -> ofPortfolio = left(ofPortfolio, spared ? tokens : less(tokens), clock));
  }

  private static double less(double tokens) {
    return tokens >= 1 ? tokens - 1 : tokens;
  }

  private static Bucket left(Bucket earlier, double tokens, long clock) {
    return new Bucket(tokens, earlier == null ? clock : Math.max(earlier.asOf, clock));
  }

  /** The portfolio's bucket; empty before the first order under a limit. */
  public Optional<Bucket> ofPortfolio() {
    return Optional.ofNullable(ofPortfolio);
  }

  /** The strategies' buckets. */
  public Map<String, Bucket> byStrategy() {
    return byStrategy;
  }
}
