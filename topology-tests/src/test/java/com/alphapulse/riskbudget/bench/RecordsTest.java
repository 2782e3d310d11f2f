package com.alphapulse.riskbudget.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.serde.AvroSerde;
import com.alphapulse.riskbudget.serde.InMemorySchemaRegistry;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
  private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

  private final Records records = new Records(Workload.STANDARD);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 999_999, 99_999_999_999L})
  void shouldReadTheNumberBack_whenAnIntentIsEncoded(long number) {
    byte[] value =
        AvroSerde.of(OrderIntent.class, new InMemorySchemaRegistry())
            .serializer()
            .serialize("order-intent", records.intent(World.LIVE, number, AT));

    assertThat(Records.number(value)).isEqualTo(number);
    assertThat(Records.kind(value)).isEqualTo(World.LIVE);
  }

  @Test
  void shouldSpreadOrdersOverAllPortfoliosAndSymbols_whenThereAreMany() {
    Set<String> portfolios = new HashSet<>();
    Set<String> symbols = new HashSet<>();
    Set<String> strategies = new HashSet<>();
    for (int number = 0; number < 20_000; number++) {
      OrderIntent intent = records.intent(World.LIVE, number, AT);
      portfolios.add(intent.getPortfolioId());
      symbols.add(intent.getSymbol());
      strategies.add(intent.getStrategyId());
    }

    assertThat(portfolios).hasSize(Workload.STANDARD.portfolios());
    assertThat(symbols).hasSize(Workload.STANDARD.symbols());
    assertThat(strategies).hasSize(Workload.STANDARD.strategies());
  }

  @Test
  void shouldSendTheSameOrder_whenTheNumberIsTheSame() {
    assertThat(new Records(Workload.STANDARD).intent(World.LIVE, 4711, AT))
        .isEqualTo(records.intent(World.LIVE, 4711, AT));
  }

  @Test
  void shouldFail_whenTheGateRejectsWhatItShouldNot() {
    Contender.GATE.requireRejected(50, 1000);
    assertThatThrownBy(() -> Contender.GATE.requireRejected(1000, 1000))
        .isInstanceOf(BenchFailedException.class)
        .hasMessageContaining("rejected 1000 of 1000 orders");
    assertThatThrownBy(() -> Contender.GATE.requireRejected(0, 1000))
        .isInstanceOf(BenchFailedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"BARE", "AVRO"})
  void shouldFail_whenAPassThroughRejects(Contender contender) {
    contender.requireRejected(0, 1000);
    assertThatThrownBy(() -> contender.requireRejected(50, 1000))
        .isInstanceOf(BenchFailedException.class);
  }
}
