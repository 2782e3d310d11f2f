package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.TradingState;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trading states as the gate tells them, each partition for its own portfolios and once for the
 * overrides of all portfolios; and which partition enforces which override since when. Not safe for
 * use by several threads.
 */
public final class TradingView {
  /** Overrides whose acknowledgements are kept; the one that was acknowledged first goes first. */
  private static final int ACKNOWLEDGED_KEPT = 5_000;

  /**
   * Whether a portfolio may trade.
   *
   * @param state empty where the gate has told nothing: nobody knows then
   * @param cause {@code OVERRIDE:id}, {@code LOSS_LIMIT}, {@code CLOSED}; empty while ACTIVE
   * @param since event time; empty where the gate has told nothing
   * @param overrides identifiers of those that the gate enforces
   */
  public record Status(
      Optional<TradingState> state, String cause, Optional<Instant> since, Set<String> overrides) {
    static final Status UNTOLD = new Status(Optional.empty(), "", Optional.empty(), Set.of());
  }

  /** By key and the partition that wrote it. */
  private final Map<String, SortedMap<Integer, TradingStateUpdate>> byKey = new HashMap<>();

  /** Wall-clock times by override and partition. */
  private final Map<String, SortedMap<Integer, Instant>> acknowledged = new LinkedHashMap<>();

  void accept(TradingStateUpdate update) {
    byKey
        .computeIfAbsent(update.getPortfolioId(), id -> new TreeMap<>())
        .put(update.getPartition(), update);
    if (update.getCausedBy() != null) {
      acknowledged
          .computeIfAbsent(update.getCausedBy(), id -> new TreeMap<>())
          .merge(update.getPartition(), update.getAppliedAt(), TradingView::earlier);
      if (acknowledged.size() > ACKNOWLEDGED_KEPT) {
        acknowledged.remove(acknowledged.keySet().iterator().next());
      }
    }
  }

  /** Takes in that a partition has forgotten the key. */
  void remove(String key, int partition) {
    SortedMap<Integer, TradingStateUpdate> told = byKey.get(key);
    if (told != null) {
      told.remove(partition);
      if (told.isEmpty()) {
        byKey.remove(key);
      }
    }
  }

  /**
   * Status of a portfolio. The partition tells of an override of all portfolios at once, and of the
   * portfolios one after another: the more restrictive of both counts.
   *
   * @param partition of the portfolio, where the gate has told nothing of it yet
   */
  Status of(String portfolioId, OptionalInt partition) {
    Optional<TradingStateUpdate> own =
        told(portfolioId).stream().max((a, b) -> a.getAppliedAt().compareTo(b.getAppliedAt()));
    Optional<Integer> where =
        own.map(TradingStateUpdate::getPartition)
            .or(() -> partition.isPresent() ? Optional.of(partition.getAsInt()) : Optional.empty());
    Optional<TradingStateUpdate> all =
        where.flatMap(
            p ->
                Optional.ofNullable(byKey.get(RiskOverrideSpec.ALL_PORTFOLIOS))
                    .map(told -> told.get(p)));
    if (own.isEmpty() && all.isEmpty()) {
      return Status.UNTOLD;
    }
    TradingStateUpdate decisive =
        all.filter(a -> own.isEmpty() || isStricter(a, own.get())).or(() -> own).orElseThrow();
    Set<String> overrides = new LinkedHashSet<>();
    own.ifPresent(o -> overrides.addAll(o.getOverrides()));
    all.ifPresent(a -> overrides.addAll(a.getOverrides()));
    return new Status(
        Optional.of(decisive.getTradingState()),
        decisive.getCause(),
        Optional.of(decisive.getSince()),
        overrides);
  }

  /**
   * Since when, by the wall clock, which partitions have enforced an override or the end of one;
   * empty where none has acknowledged it.
   */
  SortedMap<Integer, Instant> acknowledged(String overrideId) {
    return new TreeMap<>(acknowledged.getOrDefault(overrideId, new TreeMap<>()));
  }

  /** What was told last under a key, by partition. */
  List<TradingStateUpdate> told(String key) {
    return List.copyOf(byKey.getOrDefault(key, new TreeMap<>()).values());
  }

  private static boolean isStricter(TradingStateUpdate a, TradingStateUpdate b) {
    return a.getTradingState().compareTo(b.getTradingState()) > 0;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
