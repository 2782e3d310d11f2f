package com.alphapulse.riskbudget.api.query;

import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Headroom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The gate, as far as this process can reach it. */
public interface LiveGate {
  /** Partition of a portfolio. */
  int partitionOf(String portfolioId);

  /** The largest order that would pass; empty where the partition is not decided here. */
  Optional<CompletableFuture<Headroom>> headroom(
      String portfolioId, String strategyId, String symbol, Side side);

  /** Host and port of the instance that decides the portfolio's orders; empty where not known. */
  Optional<String> elsewhere(String portfolioId);
}
