package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.cli.base.Version;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code riskbudget halt}. */
@Command(
    name = "halt",
    description = {
      "Stops orders, and waits until the gate enforces it. Where no API answers, the command goes",
      "straight to Kafka, with the brokers and the registry of --config."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class HaltCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TradingStateChange change;

  @Option(
      names = "--reduce-only",
      description = "Lets orders pass that only cut risk. Default: none but cancellations.")
  private boolean reduceOnly;

  @Option(
      names = "--cancel-open-orders",
      description = "Asks the engine to cancel what is open; with --reduce-only, what adds risk.")
  private boolean cancelOpenOrders;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Reverts by itself after this time, such as 1h. Default: until resumed.")
  private Duration duration;

  @Override
  public Integer call() {
    OverrideAction action = reduceOnly ? OverrideAction.REDUCE_ONLY : OverrideAction.HALT;
    return change.send(spec.commandLine(), action, cancelOpenOrders, duration);
  }
}
