package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.cli.base.Version;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riskbudget override}. */
@Command(
    name = "override",
    description = "Lists, sets, approves and revokes overrides.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OverrideCommand.List.class,
      OverrideCommand.Set.class,
      OverrideCommand.Approve.class,
      OverrideCommand.Revoke.class
    })
public final class OverrideCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which: list, set, approve or revoke?");
  }

  /** {@code riskbudget override list}. */
  @Command(
      name = "list",
      description = "The overrides, newest first: who, what, why, until when, and how it ended.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class List implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private ApiOptions api;

    @Option(names = "--portfolio", paramLabel = "ID", description = "Only of this portfolio.")
    private String portfolioId;

    @Option(names = "--all", description = "Also those that are over. Default: in force only.")
    private boolean all;

    @Override
    public Integer call() {
      Map<String, String> query = new HashMap<>();
      if (portfolioId != null) {
        query.put("portfolioId", portfolioId);
      }
      if (!all) {
        query.put("status", "IN_FORCE");
      }
      Lines table =
          new Lines()
              .row(
                  "OVERRIDE",
                  "STATUS",
                  "ACTION",
                  "PORTFOLIO",
                  "SCOPE",
                  "VALUE",
                  "AUTHOR",
                  "REASON",
                  "UNTIL");
      for (JsonNode item : api.client().get("/overrides", query).path("items")) {
        JsonNode scopeId = item.path("scopeId");
        table.row(
            Lines.text(item.path("overrideId")),
            Lines.text(item.path("status")),
            Lines.text(item.path("action")),
            Lines.text(item.path("portfolioId")),
            Lines.text(item.path("scope")) + (scopeId.isNull() ? "" : " " + Lines.text(scopeId)),
            item.path("regime").isNull()
                ? Lines.text(item.path("value"))
                : Lines.text(item.path("regime")),
            Lines.text(item.path("author")),
            Lines.text(item.path("reason")),
            Lines.text(item.path("expiresAt")));
      }
      table.print(spec.commandLine().getOut());
      return 0;
    }
  }

  /** {@code riskbudget override set}. */
  @Command(
      name = "set",
      description = "Puts an override in force, and waits until the stages act by it.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class Set implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private ApiOptions api;

    @Mixin private Target target;

    @Option(
        names = "--action",
        paramLabel = "ACTION",
        required = true,
        description =
            "HALT, REDUCE_ONLY, RESUME, CAP_LEVERAGE, CAP_POSITION, SCALE_BUDGET, PIN_REGIME or RELEASE_RESERVATION.")
    private OverrideAction action;

    @Option(
        names = "--value",
        paramLabel = "NUMBER",
        description = "Cap: gross divided by equity, or units; SCALE_BUDGET: factor, 0 to 1.")
    private BigDecimal value;

    @Option(
        names = "--regime",
        paramLabel = "REGIME",
        description = "PIN_REGIME: BULL, BEAR, SIDEWAYS, CRISIS or RECOVERY.")
    private Regime regime;

    @Option(names = "--order", paramLabel = "ID", description = "RELEASE_RESERVATION: the order.")
    private String orderId;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    private String reason;

    @Option(
        names = "--for",
        paramLabel = "TIME",
        converter = Durations.class,
        description = "Reverts by itself after this time, such as 1h.")
    private Duration duration;

    @Option(names = "--preview", description = "Shows limits before and after, and sends nothing.")
    private boolean preview;

    @Override
    public Integer call() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      target.write(body);
      body.put("action", action.name()).put("reason", reason);
      if (value != null) {
        body.put("value", value);
      }
      if (regime != null) {
        body.put("regime", regime.name());
      }
      if (orderId != null) {
        body.put("orderId", orderId);
      }
      if (duration != null) {
        body.put("expiresIn", duration.toString());
      }
      PrintWriter out = spec.commandLine().getOut();
      if (preview) {
        tell(out, api.client().post("/overrides/preview", Map.of(), body).body());
        return 0;
      }
      return Effect.tell(out, api.client().post("/overrides", Effect.WAIT, body));
    }

    private static String over(JsonNode limit) {
      BigDecimal over = limit.path("overAfter").decimalValue();
      return over.signum() > 0 ? "over by " + over.stripTrailingZeros().toPlainString() : "";
    }

    private static void tell(PrintWriter out, JsonNode answer) {
      Lines table =
          new Lines().row("PORTFOLIO", "LIMIT", "BEFORE", "AFTER", "USED", "RESERVED", "UNIT", "");
      long cancelled = 0;
      for (JsonNode portfolio : answer.path("portfolios")) {
        cancelled += portfolio.path("openOrdersCancelled").asLong();
        for (JsonNode limit : portfolio.path("limits")) {
          table.row(
              Lines.text(portfolio.path("portfolioId")),
              Lines.text(limit.path("scope")) + " " + Lines.text(limit.path("scopeId")),
              Lines.text(limit.path("before")),
              Lines.text(limit.path("after")),
              Lines.text(limit.path("used")),
              Lines.text(limit.path("reserved")),
              Lines.text(limit.path("unit")),
              over(limit));
        }
      }
      table.print(out);
      out.println("open orders that would be cancelled  " + cancelled);
      if (answer.path("needsApproval").asBoolean()) {
        out.println("needs a second person's approval");
      }
      out.flush();
    }
  }

  /** {@code riskbudget override approve}. */
  @Command(
      name = "approve",
      description = "Approves what somebody else proposed.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class Approve implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private ApiOptions api;

    @Parameters(index = "0", paramLabel = "OVERRIDE", description = "Its id.")
    private String overrideId;

    @Override
    public Integer call() {
      return Effect.tell(
          spec.commandLine().getOut(),
          api.client()
              .post(
                  "/overrides/" + ApiClient.part(overrideId) + "/approve",
                  Effect.WAIT,
                  JsonNodeFactory.instance.objectNode()));
    }
  }

  /** {@code riskbudget override revoke}. */
  @Command(
      name = "revoke",
      description = "Ends an override.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  static final class Revoke implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private ApiOptions api;

    @Parameters(index = "0", paramLabel = "OVERRIDE", description = "Its id.")
    private String overrideId;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    private String reason;

    @Override
    public Integer call() {
      Map<String, String> query = new HashMap<>(Effect.WAIT);
      query.put("reason", reason);
      return Effect.tell(
          spec.commandLine().getOut(),
          api.client().delete("/overrides/" + ApiClient.part(overrideId), query));
    }
  }
}
