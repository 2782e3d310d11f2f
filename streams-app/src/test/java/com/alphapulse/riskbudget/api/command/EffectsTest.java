package com.alphapulse.riskbudget.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.Samples;
import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Effects effects = new Effects();

  /** Completions run on a pool: the second must not overtake the first. */
  @RepeatedTest(200)
  void shouldTellWhatIsKnownFirst_whenMoreFollowsAtOnce() throws Exception {
    RiskOverride command = Samples.override("p", "same", OverrideAction.REDUCE_ONLY);
    RiskOverride rival = RiskOverride.newBuilder(command).setAction(OverrideAction.HALT).build();
    CompletableFuture<Effect> effect = effects.await(new Expectation(command, 1, Set.of()), LONG);
    TradingStateUpdate acknowledgement = Samples.of(TradingStateUpdate.class);
    acknowledgement.setPortfolioId("p");
    acknowledgement.setOverrides(List.of("same"));

    read(command);
    read(rival);
    read(acknowledgement);

    assertThat(effect.get(30, TimeUnit.SECONDS)).isInstanceOf(Effect.Refused.class);
  }

  @Test
  void shouldGiveThePlaceBack_whenItIsCompletedOrCancelledFromOutside() {
    RiskOverride command = Samples.override("p", "a", OverrideAction.HALT);
    for (int i = 0; i < Effects.MOST; i++) {
      CompletableFuture<Effect> effect = effects.await(new Expectation(command, 1, Set.of()), LONG);
      if (i % 2 == 0) {
        effect.cancel(false);
      } else {
        effect.complete(new Effect.Unknown());
      }
    }

    assertThat(effects.waiting()).isZero();
    assertThat(effects.await(new Expectation(command, 1, Set.of()), LONG)).isNotDone();
  }

  private void read(SpecificRecord record) {
    effects.read(record, new RecordHeaders());
  }
}
