package com.alphapulse.riskbudget.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.alphapulse.riskbudget.avro.BudgetCause;
import com.alphapulse.riskbudget.avro.Outcome;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.Severity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldCountByLabel_whenThingsHappen() {
    metrics.decision(Outcome.APPROVED, List.of());
    metrics.decision(Outcome.REJECTED, List.of(Severity.INFO, Severity.WARNING));
    metrics.decision(Outcome.REJECTED, List.of(Severity.INFO));
    metrics.budget(BudgetCause.REGIME_CHANGE);
    metrics.alert(AlertType.BAD_OVERRIDE);
    metrics.deadLetter("market-data");

    assertThat(metrics.registry().scrape())
        .contains("riskbudget_decisions_total{outcome=\"APPROVED\"} 1.0")
        .contains("riskbudget_decisions_total{outcome=\"REJECTED\"} 2.0")
        .contains("riskbudget_violations_total{reason=\"INFO\"} 2.0")
        .contains("riskbudget_violations_total{reason=\"WARNING\"} 1.0")
        .contains("riskbudget_budgets_total{cause=\"REGIME_CHANGE\"} 1.0")
        .contains("riskbudget_alerts_total{type=\"BAD_OVERRIDE\"} 1.0")
        .contains("riskbudget_dead_letters_total{topic=\"market-data\"} 1.0")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void shouldShowEveryReasonOfSkipping_beforeAnythingIsSkipped() {
    for (SkipReason reason : SkipReason.values()) {
      assertThat(metrics.registry().scrape())
          .contains("riskbudget_market_skipped_total{reason=\"%s\"} 0.0".formatted(reason));
    }
  }

  @Test
  void shouldShowWhatIsUsed_whenLibrariesBringMeters() {
    metrics.registry().counter("kafka.stream.failed.stream.threads");
    metrics.registry().counter("kafka.producer.topic.record.send.total", "topic", "t");
    metrics.registry().gauge("kafka.app.info.start.time.ms", 1);

    assertThat(metrics.registry().scrape())
        .contains("kafka_stream_failed_stream_threads_total")
        .contains("system_cpus")
        .doesNotContain("kafka_producer_topic")
        .doesNotContain("kafka_app_info")
        .doesNotContain("system_cpu_count")
        .doesNotContain("process_cpu_time_ns");
  }

  @Test
  void shouldShowTheLatest_untilItIsForgotten() {
    metrics.tell(Meters.OPEN_ORDERS, 3, "p", "UNDER_A_DAY");
    metrics.tell(Meters.OPEN_ORDERS, 5, "p", "UNDER_A_DAY");
    String series = "riskbudget_open_orders{age=\"UNDER_A_DAY\",portfolio_id=\"p\"}";
    assertThat(metrics.registry().scrape()).contains(series + " 5.0");

    metrics.forget(Meters.OPEN_ORDERS, "p", "UNDER_A_DAY");
    assertThat(metrics.registry().scrape()).doesNotContain("open_orders");
  }

  @Test
  void shouldShowNoMore_whenThereAreTooManySeries() {
    for (int i = 0; i <= ToldGauges.MAX_SERIES; i++) {
      metrics.tell(Meters.OLDEST_RESERVATION, i, "p" + i);
    }

    assertThat(metrics.registry().find(Meters.OLDEST_RESERVATION.meterName()).gauges())
        .hasSize(ToldGauges.MAX_SERIES);
  }

  @Test
  void shouldTellMedianAndMaximum_whenRegimesWereAnswered() {
    assertThat(metrics.regimeResponse().millis(0.5)).isNaN();
    assertThat(metrics.regimeResponse().millis(1)).isNaN();
    for (int millis : new int[] {5, 1, 100, 3, 4}) {
      metrics.regimeResponse(Duration.ofMillis(millis));
    }

    assertThat(metrics.regimeResponse().count()).isEqualTo(5);
    assertThat(metrics.regimeResponse().millis(0.5)).isCloseTo(4, withinPercentage(0.1));
    assertThat(metrics.regimeResponse().millis(1)).isCloseTo(100, withinPercentage(0.1));
    assertThat(metrics.registry().scrape()).contains("riskbudget_regime_response_seconds_count 5");
  }

  @Test
  void shouldKeepTheMaximum_whenTheMedianHasMovedOn() {
    metrics.regimeResponse(Duration.ofSeconds(9));
    for (int i = 0; i < 100_000; i++) {
      metrics.regimeResponse(Duration.ofMillis(2));
    }

    assertThat(metrics.regimeResponse().millis(0.5)).isCloseTo(2, withinPercentage(0.1));
    assertThat(metrics.regimeResponse().millis(1)).isCloseTo(9_000, withinPercentage(0.1));
  }

  @Test
  void shouldThrow_whenResponseIsNegative() {
    assertThatThrownBy(() -> metrics.regimeResponse(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldHaveDistinctNamesAndSentences_whenListed() {
    assertThat(Arrays.stream(Meters.values()).map(Meters::meterName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("riskbudget(\\.[a-z]+)+"));
    assertThat(Arrays.stream(Meters.values()).map(Meters::description))
        .allMatch(text -> text.matches("[A-Z].*\\."));
  }
}
