package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.query.LiveGate;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Headroom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A gate that answers what the test says. */
final class StubGate implements LiveGate {
  /** Empty where the partition is decided elsewhere. */
  volatile Optional<CompletableFuture<Headroom>> here = Optional.empty();

  volatile Optional<String> elsewhere = Optional.empty();

  @Override
  public int partitionOf(String portfolioId) {
    return 1;
  }

  @Override
  public Optional<CompletableFuture<Headroom>> headroom(
      String portfolioId, String strategyId, String symbol, Side side) {
    return here;
  }

  @Override
  public Optional<String> elsewhere(String portfolioId) {
    return elsewhere;
  }
}
