package com.alphapulse.riskbudget.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.config.ConfigurationException;
import com.alphapulse.riskbudget.prices.PriceFile;
import com.alphapulse.riskbudget.prices.PriceSeries;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static PriceSeries series(String symbol, int... januaryDays) {
    StringBuilder text = new StringBuilder("date," + symbol + "\n");
    for (int day : januaryDays) {
      text.append("2001-01-%02d,%d%n".formatted(day, 100 + day));
    }
    return PriceFile.parse("p.csv", text.toString());
  }

  @Test
  void shouldCoverTheCommonRange_whenMarketsDiffer() {
    Replay replay =
        Replay.of(Map.of("X", series("A", 1, 3, 4, 6, 7), "Y", series("B", 2, 3, 5, 6, 9)));

    assertThat(replay.bars())
        .extracting(bar -> bar.date().getDayOfMonth())
        .containsExactly(3, 4, 5, 6, 7);
    assertThat(replay.bars().get(1).closes()).containsOnlyKeys("X");
    assertThat(replay.bars().get(2).closes()).containsOnlyKeys("Y");
    assertThat(replay.bars().get(0).time())
        .isEqualTo(Instant.parse("2001-01-03T16:30:00Z").toEpochMilli());
  }

  @Test
  void shouldRefuse_whenNoDayIsCommon() {
    assertThatThrownBy(() -> Replay.of(Map.of("X", series("A", 1, 2), "Y", series("B", 3, 4))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no day in common");
  }

  @Test
  void shouldReplayBothBundledMarkets_whenNoFileIsGiven() {
    Scenario scenario = Scenario.of(Optional.empty());
    List<Replay.Bar> bars = scenario.replay().bars();

    assertThat(bars.get(0).date()).isEqualTo(LocalDate.of(2000, 1, 4));
    assertThat(bars.get(bars.size() - 1).date()).isEqualTo(LocalDate.of(2008, 10, 17));
    assertThat(bars.size() / DemoOptions.DEFAULT_SPEED).isBetween(90.0, 110.0);
    assertThat(scenario.portfolios())
        .extracting(Portfolio::getPortfolioId, Portfolio::getMarket)
        .containsExactly(tuple("swiss-sectors", "SWISS"), tuple("us-index", "US"));
    assertThat(scenario.instruments()).hasSize(11);
    assertThat(scenario.overrides()).allSatisfy(o -> assertThat(o.getExpiresAt()).isNotNull());
  }
}
