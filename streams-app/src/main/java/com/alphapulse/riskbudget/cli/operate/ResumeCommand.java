package com.alphapulse.riskbudget.cli.operate;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.cli.base.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code riskbudget resume}. */
@Command(
    name = "resume",
    description = {
      "Ends the halts and reduce-only states of the same scope, lifts a loss limit, and lists what",
      "narrower halts remain. Where no API answers, the command goes straight to Kafka."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TradingStateChange change;

  @Override
  public Integer call() {
    return change.send(spec.commandLine(), OverrideAction.RESUME, false, null);
  }
}
