package com.alphapulse.riskbudget.api.command;

import com.alphapulse.riskbudget.api.http.Problem;
import com.alphapulse.riskbudget.api.view.OverrideLog;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes commands, waits for their effect without holding a thread, and answers. */
final class Dispatch {
  private static final String SENT = "SENT";

  private final ReadModel model;
  private final OverrideRoutes.Parts parts;

  Dispatch(ReadModel model, OverrideRoutes.Parts parts) {
    this.model = model;
    this.parts = parts;
  }

  /**
   * Writes a command and answers: 202 at once or when the wait is over, 200 once it has taken
   * effect, 409 where a stage refused it.
   *
   * @param extra further fields of the answer
   * @param wait longest wait; empty for none
   * @throws Problem 503 if the brokers did not confirm it
   */
  void send(Context context, RiskOverride command, ObjectNode extra, Optional<Duration> wait) {
    if (OverrideLog.isProposal(command)) {
      parts.writer().write(command);
      accepted(context, command, OverrideLog.Status.PROPOSED.name(), extra);
      return;
    }
    if (wait.isEmpty()) {
      parts.writer().write(command);
      accepted(context, command, SENT, extra);
      return;
    }
    CompletableFuture<Effect> effect = parts.effects().await(expectation(command), wait.get());
    boolean written = false;
    try {
      parts.writer().write(command);
      written = true;
    } finally {
      if (!written) {
        effect.cancel(false);
      }
    }
    answerOnce(context, effect, command, extra);
  }

  /** Answers a command that was written before, without writing it again. */
  void repeat(
      Context context, RiskOverride known, OverrideLog.Status status, Optional<Duration> wait) {
    ObjectNode extra = RecordJson.object();
    boolean mayWait = status == OverrideLog.Status.IN_FORCE || isUnacknowledged(known, status);
    if (!mayWait || wait.isEmpty()) {
      boolean over = status != OverrideLog.Status.IN_FORCE && status != OverrideLog.Status.PROPOSED;
      context.status(over ? HttpStatus.OK : HttpStatus.ACCEPTED);
      answer(
          context,
          body(known, status == OverrideLog.Status.IN_FORCE ? SENT : status.name(), extra));
      return;
    }
    Expectation expectation = expectation(known);
    CompletableFuture<Effect> effect = parts.effects().await(expectation, wait.get());
    // What the view has read already does not come again.
    Stream.concat(model.tradingStates(known.getPortfolioId()).stream(), model.budgets().stream())
        .flatMap(record -> expectation.take(record, Optional.empty()).stream())
        .forEach(effect::complete);
    answerOnce(context, effect, known, extra);
  }

  /**
   * On the log, what is done once is over at once; whether the gate has done it, is another thing.
   */
  private boolean isUnacknowledged(RiskOverride known, OverrideLog.Status status) {
    return status == OverrideLog.Status.DONE
        && known.getAction() != OverrideAction.REBALANCE
        && model.acknowledged(known.getOverrideId()).size() < gates(known);
  }

  private void answerOnce(
      Context context, CompletableFuture<Effect> effect, RiskOverride command, ObjectNode extra) {
    context.future(() -> effect.thenAccept(known -> answer(context, known, command, extra)));
  }

  private static void answer(
      Context context, Effect effect, RiskOverride command, ObjectNode extra) {
    if (effect instanceof Effect.Taken taken) {
      extra.put("inForceSince", taken.since().toString());
      ArrayNode partitions = extra.putArray("partitions");
      for (Effect.Applied applied : taken.partitions()) {
        partitions
            .addObject()
            .put("partition", applied.partition())
            .put("appliedAt", applied.appliedAt().toString());
      }
      boolean rebalances = command.getAction() == OverrideAction.REBALANCE;
      taken
          .budgetVersion()
          .ifPresent(v -> extra.put(rebalances ? "budgetVersion" : "newBudgetVersion", v));
      context.status(HttpStatus.OK);
      answer(context, body(command, status(command), extra));
    } else if (effect instanceof Effect.Refused refused) {
      Problem.of(HttpStatus.CONFLICT, refused.message()).write(context);
    } else {
      accepted(context, command, SENT, extra);
    }
  }

  /** As the log calls it once it has taken effect. */
  private static String status(RiskOverride command) {
    return switch (command.getAction()) {
      case WITHDRAW -> OverrideLog.Status.WITHDRAWN.name();
      case RESUME, RELEASE_RESERVATION, REBALANCE -> OverrideLog.Status.DONE.name();
      default -> OverrideLog.Status.IN_FORCE.name();
    };
  }

  private Expectation expectation(RiskOverride command) {
    return new Expectation(command, gates(command), budgets(command));
  }

  /** Partitions of the gate that acknowledge a command: none where the budget stage alone does. */
  private int gates(RiskOverride command) {
    boolean all = command.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS);
    return switch (command.getAction()) {
      case SCALE_BUDGET, PIN_REGIME, REBALANCE -> 0;
      default -> all ? parts.partitions() : 1;
    };
  }

  /** Portfolios whose budgets have to follow; those that have none cannot. */
  private Set<String> budgets(RiskOverride command) {
    boolean scoped =
        command.getScope() == OverrideScope.STRATEGY || command.getScope() == OverrideScope.SYMBOL;
    Predicate<BudgetUpdate> follows =
        switch (command.getAction()) {
          case SCALE_BUDGET, PIN_REGIME, REBALANCE -> budget -> true;
          // The leverage of a part of a portfolio is on capital that the budget gives it.
          case CAP_LEVERAGE -> budget -> scoped;
          case WITHDRAW -> budget -> budget.getOverrides().contains(command.getOverrideId());
          default -> budget -> false;
        };
    return model.budgets().stream()
        .filter(budget -> concerns(command, budget.getPortfolioId()))
        .filter(follows)
        .map(BudgetUpdate::getPortfolioId)
        .collect(Collectors.toSet());
  }

  private static boolean concerns(RiskOverride command, String portfolioId) {
    return command.getPortfolioId().equals(RiskOverrideSpec.ALL_PORTFOLIOS)
        || command.getPortfolioId().equals(portfolioId);
  }

  private static void accepted(
      Context context, RiskOverride command, String status, ObjectNode extra) {
    context.status(HttpStatus.ACCEPTED);
    answer(context, body(command, status, extra));
  }

  /** The fields of the override, the override as a whole, its status and what else there is. */
  private static ObjectNode body(RiskOverride command, String status, ObjectNode extra) {
    ObjectNode body = RecordJson.of(command);
    body.set("override", RecordJson.of(command));
    body.put("status", status);
    body.setAll(extra);
    return body;
  }

  static void answer(Context context, JsonNode body) {
    context.contentType("application/json").result(RecordJson.text(body));
  }
}
