package com.alphapulse.riskbudget.topology.kafka;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;

import com.alphapulse.riskbudget.config.InstallationName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every topic of the product: its name, and how it is kept. */
public enum Topics {
  MARKET_DATA("market-data", CLEANUP_POLICY_DELETE, Keep.WEEK),
  INSTRUMENT("instrument", CLEANUP_POLICY_COMPACT, Keep.FOREVER),
  REGIME_CHANGE("regime-change", "compact,delete", Keep.YEAR),
  PORTFOLIO("portfolio", CLEANUP_POLICY_COMPACT, Keep.FOREVER),
  EXECUTION_REPORT("execution-report", CLEANUP_POLICY_DELETE, Keep.YEARS),
  RISK_OVERRIDE("risk-override", CLEANUP_POLICY_DELETE, Keep.FOREVER),
  RISK_OVERRIDE_ROUTED("risk-override-routed", CLEANUP_POLICY_DELETE, Keep.FOREVER),
  MARKET_STATE("market-state", CLEANUP_POLICY_DELETE, Keep.WEEK, Size.SQUARE_OF_INSTRUMENTS),
  MARKET_MARKS("market-marks", CLEANUP_POLICY_DELETE, Keep.WEEK, Size.INSTRUMENTS),
  BUDGET_UPDATE("budget-update", "compact,delete", Keep.YEAR, Size.INSTRUMENTS),
  REBALANCE_RECOMMENDATION(
      "rebalance-recommendation", CLEANUP_POLICY_DELETE, Keep.YEAR, Size.INSTRUMENTS),
  RISK_UTILIZATION("risk-utilization", CLEANUP_POLICY_DELETE, Keep.WEEK),
  TRADING_STATE("trading-state", CLEANUP_POLICY_COMPACT, Keep.FOREVER, Size.INSTRUMENTS),
  RISK_ALERT("risk-alert", CLEANUP_POLICY_DELETE, Keep.YEAR),
  ORDER_INTENT("order-intent", CLEANUP_POLICY_DELETE, Keep.YEARS),
  APPROVED_ORDER("approved-order", CLEANUP_POLICY_DELETE, Keep.YEARS),
  REJECTED_ORDER("rejected-order", CLEANUP_POLICY_DELETE, Keep.YEARS),
  CANCEL_REQUEST("cancel-request", CLEANUP_POLICY_DELETE, Keep.YEAR),
  DEAD_LETTER("dead-letter", CLEANUP_POLICY_DELETE, Keep.YEARS, Size.RECORD_AND_HEADERS);

  /**
   * Retention. Record timestamps are event times, so a replay of old prices would be deleted by
   * age; retention by age therefore counts only where the cluster's clock is the event's.
   */
  private static final class Keep {
    static final Duration WEEK = Duration.ofDays(7);
    static final Duration YEAR = Duration.ofDays(365);
    static final Duration YEARS = Duration.ofDays(7 * 365);
    static final Duration FOREVER = Duration.ofMillis(-1);
  }

  /**
   * Largest message that a topic takes, in bytes; no record of the product is larger within its
   * bounds. Measured for a market of 2,000 instruments, with room to spare.
   */
  private static final class Size {
    /** Kafka's own default. */
    static final int RECORD = 1_048_588;

    /** Any input as it came, beside the headers that tell where. */
    static final int RECORD_AND_HEADERS = 2 * 1024 * 1024;

    /** Some hundred bytes for each instrument. */
    static final int INSTRUMENTS = 4 * 1024 * 1024;

    /** The correlations of all pairs of instruments: 16 MB for 2,000. */
    static final int SQUARE_OF_INSTRUMENTS = 24 * 1024 * 1024;
  }

  /**
   * Largest message of the applications' own topics, in bytes: the risk model of a market is the
   * largest entry of all.
   */
  public static final int INTERNAL_MESSAGE_BYTES = 64 * 1024 * 1024;

  /**
   * Inputs of the gate that a decision's cursor tells the offsets of, in the order in which they
   * are written to the ledger's store. New ones come last: an older, shorter cursor stays readable.
   */
  public static final List<Topics> GATE_INPUTS =
      List.of(
          ORDER_INTENT,
          EXECUTION_REPORT,
          BUDGET_UPDATE,
          PORTFOLIO,
          MARKET_MARKS,
          RISK_OVERRIDE_ROUTED,
          MARKET_STATE);

  private final String logicalName;
  private final String cleanupPolicy;
  private final Duration retention;
  private final int maxMessageBytes;

  Topics(String logicalName, String cleanupPolicy, Duration retention) {
    this(logicalName, cleanupPolicy, retention, Size.RECORD);
  }

  Topics(String logicalName, String cleanupPolicy, Duration retention, int maxMessageBytes) {
    this.logicalName = logicalName;
    this.cleanupPolicy = cleanupPolicy;
    this.retention = retention;
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * What it is called within an installation: in records, state, metrics and documents. Clients of
   * the cluster need {@link #on}.
   */
  public String logicalName() {
    return logicalName;
  }

  /** Name on the cluster. */
  public String on(InstallationName installation) {
    return installation.onCluster(logicalName);
  }

  /** Value of {@code cleanup.policy}. */
  public String cleanupPolicy() {
    return cleanupPolicy;
  }

  /** Value of {@code retention.ms}; -1 is for ever. */
  public long retentionMillis() {
    return retention.toMillis();
  }

  /** Value of {@code max.message.bytes}, at least. */
  public int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** The topic that an installation calls so on the cluster. */
  public static Optional<Topics> named(String onCluster, InstallationName installation) {
    for (Topics topic : values()) {
      if (topic.on(installation).equals(onCluster)) {
        return Optional.of(topic);
      }
    }
    return Optional.empty();
  }
}
