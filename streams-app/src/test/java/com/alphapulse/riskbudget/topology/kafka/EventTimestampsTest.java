package com.alphapulse.riskbudget.topology.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.config.InstallationName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventTimestampsTest {
  private static final long NOW = 1_700_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "-9223372036854775808, 0",
    "0, 0",
    "1699999999999, 1699999999999",
    "1700000000001, 1700000000000",
    "1700000000000000, 1700000000000",
    "9223372036854775807, 1700000000000"
  })
  void shouldStayBetweenZeroAndTheClock_whenTheSenderSaysOtherwise(long sent, long expected) {
    assertThat(at(Topics.EXECUTION_REPORT, sent)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(value = Topics.class, mode = EnumSource.Mode.EXCLUDE, names = "ORDER_INTENT")
  void shouldPutOrdersBehindAllElse_whenItWasFetchedWithThem(Topics other) {
    assertThat(at(other, Long.MAX_VALUE)).isLessThan(at(Topics.ORDER_INTENT, 0));
  }

  @Test
  void shouldPutDefinitionsFirst_whateverTheirTime() {
    assertThat(at(Topics.PORTFOLIO, NOW)).isZero();
  }

  private static long at(Topics topic, long sent) {
    EventTimestamps timestamps = new EventTimestamps();
    timestamps.configure(Map.of(Names.INSTALLATION_CONFIG, InstallationName.NONE));
    return timestamps.extract(topic.on(InstallationName.NONE), sent, NOW);
  }
}
