package com.alphapulse.riskbudget.backtest.replay;

import com.alphapulse.riskbudget.config.Configuration;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.domain.Regime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A choice of detector and allocation method, as the configuration writes them.
 *
 * @param detector empty for the configured one
 * @param method for every regime; empty for the configured ones
 */
public record Variant(Optional<String> detector, Optional<String> method) {

  /** As configured. */
  public static final Variant CONFIGURED = new Variant(Optional.empty(), Optional.empty());

  public Variant {
    detector = detector.map(Variant::lower);
    method = method.map(Variant::lower);
  }

  /**
   * The configuration with this choice made.
   *
   * @param configurations reads the configuration with keys set anew, by their path
   * @throws ConfigurationException if it does not permit the choice
   */
  public Configuration in(Function<Map<String, String>, Configuration> configurations) {
    Map<String, String> overrides = new TreeMap<>();
    detector.ifPresent(name -> overrides.put("market.regime.detector", name));
    for (Regime regime : Regime.values()) {
      String key = "risk_budgeting.regime_allocations.%s.method".formatted(lower(regime.name()));
      method.ifPresent(name -> overrides.put(key, name));
    }
    return configurations.apply(overrides);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
