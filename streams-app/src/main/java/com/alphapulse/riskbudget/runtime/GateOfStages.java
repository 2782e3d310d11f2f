package com.alphapulse.riskbudget.runtime;

import com.alphapulse.riskbudget.api.query.LiveGate;
import com.alphapulse.riskbudget.domain.Side;
import com.alphapulse.riskbudget.gate.Headroom;
import com.alphapulse.riskbudget.topology.Stages;
import com.alphapulse.riskbudget.topology.gate.GateQuestions;
import com.alphapulse.riskbudget.topology.kafka.Routing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The gate of this process, and its group's other instances.
 *
 * @param partitions of every topic
 * @param stages of this process; empty while they are not there
 */
record GateOfStages(int partitions, Supplier<Optional<Stages>> stages) implements LiveGate {
  @Override
  public int partitionOf(String portfolioId) {
    return Routing.partitionOf(portfolioId, partitions);
  }

  @Override
  public Optional<CompletableFuture<Headroom>> headroom(
      String portfolioId, String strategyId, String symbol, Side side) {
    int partition = partitionOf(portfolioId);
    return stages
        .get()
        .flatMap(Stages::questions)
        .filter(questions -> questions.isDecidedHere(partition))
        .map(
            questions ->
                questions.headroom(
                    new GateQuestions.Question(partition, portfolioId, strategyId, symbol, side)));
  }

  @Override
  public Optional<String> elsewhere(String portfolioId) {
    return stages.get().flatMap(running -> running.gateOf(partitionOf(portfolioId)));
  }
}
