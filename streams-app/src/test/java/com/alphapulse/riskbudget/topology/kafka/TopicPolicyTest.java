package com.alphapulse.riskbudget.topology.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPolicyTest {
  private static final long WEEK = 7L * 86_400_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MARKET_DATA   | delete         | 3600000    | 1 | keeps records for 3600 s and should for 7 days
          MARKET_DATA   | compact        | 604800000  | 1 | cleanup.policy compact and should have delete
          MARKET_DATA   | compact,delete | 604800000  | 1 | cleanup.policy compact,delete and should have delete
          PORTFOLIO     | delete         | 604800000  | 1 | cleanup.policy delete and should have compact
          PORTFOLIO     | delete         | -1         | 1 | cleanup.policy delete and should have compact
          PORTFOLIO     | compact,delete | 604800000  | 1 | keeps records for 7 days and should for ever
          RISK_OVERRIDE | delete         | 604800000  | 1 | keeps records for 7 days and should for ever
          MARKET_DATA   | delete         | 604800000  | 2 | min.insync.replicas 1 and should have 2
          """)
  void shouldTellAProblem_whenRecordsMayBeLost(
      Topics topic, String cleanup, long retention, int minInsync, String expected) {
    TopicPolicy found = policy(topic, cleanup, retention, minInsync);
    assertThat(found.problems())
        .anySatisfy(
            problem -> assertThat(problem).contains("topic " + topic.logicalName(), expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MARKET_DATA   | delete  | -1           | for ever and should for 7 days
          MARKET_DATA   | delete  | 31536000000  | for 365 days and should for 7 days
          BUDGET_UPDATE | compact | -1           | cleanup.policy compact and should have compact,delete
          """)
  void shouldOnlyNote_whenRecordsAreKeptLonger(
      Topics topic, String cleanup, long retention, String expected) {
    TopicPolicy found = policy(topic, cleanup, retention, 1);
    assertThat(found.problems()).isEmpty();
    assertThat(found.notes()).singleElement().asString().contains(expected);
  }

  @Test
  void shouldFindNothing_whenATopicIsKeptAsItWasMade() {
    for (Topics topic : Topics.values()) {
      TopicPolicy found = policy(topic, topic.cleanupPolicy(), topic.retentionMillis(), 1);
      assertThat(found.problems()).isEmpty();
      assertThat(found.notes()).isEmpty();
    }
    assertThat(policy(Topics.PORTFOLIO, "compact", WEEK, 1).notes())
        .as("a topic that is only compacted deletes nothing by age")
        .isEmpty();
  }

  private static TopicPolicy policy(Topics topic, String cleanup, long retention, int minInsync) {
    return TopicPolicy.of(
        topic,
        topic.logicalName(),
        minInsync,
        Map.of(
                "cleanup.policy",
                cleanup,
                "retention.ms",
                Long.toString(retention),
                "min.insync.replicas",
                "1")
            ::get);
  }
}
