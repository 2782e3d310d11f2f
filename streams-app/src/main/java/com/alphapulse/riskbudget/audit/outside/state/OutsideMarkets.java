package com.alphapulse.riskbudget.audit.outside.state;

import com.alphapulse.riskbudget.audit.outside.record.Admission;
import com.alphapulse.riskbudget.audit.outside.record.OutsideMarks;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import java.util.HashMap;
import java.util.Map;

/** What markets had told when a decision was taken: marks, risk models, and their times. */
public final class OutsideMarkets {
  /** Of a market of which nothing is known. */
  public static final OutsideRisk NO_RISK = new OutsideRisk();

  private final Map<String, OutsideMarks> marks = new HashMap<>();
  private final Map<String, OutsideRisk> risks = new HashMap<>();

  /** Time of each market's marks at the decision before, milliseconds. */
  private final Map<String, Long> before = new HashMap<>();

  /** Latest time of a decision against marks, by market, milliseconds. */
  private final Map<String, Long> decided = new HashMap<>();

  /**
   * Takes in marks.
   *
   * @return false where they are refused, or no later than those known
   */
  public boolean apply(MarketMarks record) {
    if (!Admission.admits(record)) {
      return false;
    }
    OutsideMarks latest = OutsideMarks.of(record);
    boolean later = latest.sequence() > marks(record.getMarket()).sequence();
    if (later) {
      marks.put(record.getMarket(), latest);
    }
    return later;
  }

  /** Takes in a risk model, where it is admitted and later than the one known. */
  public void apply(MarketState record) {
    if (Admission.admits(record) && record.getSequence() > risk(record.getMarket()).sequence()) {
      risks.put(record.getMarket(), new OutsideRisk(record));
    }
  }

  /** Notes that the next decision is read up to. */
  public void begin() {
    marks.forEach((market, latest) -> before.put(market, latest.asOf()));
  }

  /** Notes a decision against marks, at its time, milliseconds. */
  public void decided(String market, long asOf) {
    decided.merge(market, asOf, Math::max);
  }

  /** Latest time of a decision against a market's marks, milliseconds; the smallest for none. */
  public long lastDecided(String market) {
    return decided.getOrDefault(market, Long.MIN_VALUE);
  }

  /** Time of a market's marks at the decision before, milliseconds; the smallest for none. */
  public long timeBefore(String market) {
    return before.getOrDefault(market, Long.MIN_VALUE);
  }

  public OutsideMarks marks(String market) {
    return marks.getOrDefault(market, OutsideMarks.NONE);
  }

  public OutsideRisk risk(String market) {
    return risks.getOrDefault(market, NO_RISK);
  }
}
